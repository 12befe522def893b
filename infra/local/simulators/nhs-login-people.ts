import { sandboxPeople } from './sandbox-people.ts';

/** Somebody as NHS login knows them. */
export interface NhsLoginPerson {
  readonly nhsNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly email: string;
  readonly phone: string;
  /** ODS code of the GP practice; null for somebody who is registered with none. */
  readonly practice: string | null;
  /** Tells two NHS logins of one person apart. */
  readonly login?: string;
}

/** Somebody on the simulator's list, with what signing in as them leads to. */
export interface ListedPerson extends NhsLoginPerson {
  readonly key: string;
  readonly story: string;
}

/** The sandbox's people, who have records. */
export const peopleWithRecords: readonly ListedPerson[] = sandboxPeople.map((person) => ({ ...person, key: person.nhsNumber }));

const yearsAgo = (years: number): string => `${new Date().getFullYear() - years}-01-15`;

/** People whose sign-in does not end with a record, each for another reason. */
export function peopleWithoutRecords(): readonly ListedPerson[] {
  const [marigold, osric] = peopleWithRecords;
  if (marigold === undefined || osric === undefined) throw new Error('The sandbox has no people.');
  const somebody = (key: string, nhsNumber: string, givenName: string, familyName: string, birthDate: string, practice: string | null, story: string): ListedPerson => ({
    key, nhsNumber, givenName, familyName, birthDate, practice, story, email: `${key}@example.net`, phone: '',
  });
  return [
    somebody('under-13', '9990020027', 'Pip', 'Larkrise', yearsAgo(12), 'E85001', 'Not 13 yet'),
    somebody('no-practice', '9990020035', 'Sylvester', 'Moorhen', '1988-05-09', null, 'Registered with no GP practice'),
    somebody('practice-in-wales', '9990020043', 'Rhiannon', 'Plasnewydd', '1972-10-30', 'W95999', 'Registered with a GP practice in Wales'),
    somebody('practice-closed', '9990020051', 'Horatio', 'Tollgate', '1961-02-02', 'E85998', 'Registered with a GP practice that has closed'),
    somebody('never-treated', '9990020078', 'Ottoline', 'Farthingale', '1990-07-07', 'E85001', 'No hospital has sent anything about this person'),
    { ...marigold, key: 'other-birth-date', givenName: 'Mary', birthDate: '1951-03-15', story: 'A number that has a record, with another date of birth than the hospital holds' },
    { ...osric, key: 'second-login', givenName: 'Oz', login: 'second', story: 'A second NHS login for the number and date of birth of the Pennyfeather above: refused once he has an account' },
  ];
}
