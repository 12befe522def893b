import { sandboxPeople } from '../sandbox-people.ts';

/** Somebody who works in the patient-record system. */
export interface SystemUser {
  readonly id: string;
  readonly prefix: string;
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly role: string;
}

export const systemUsers: readonly SystemUser[] = [
  { id: 'ashgrove', prefix: 'Dr', given: 'Leopold', family: 'Ashgrove', email: 'leopold.ashgrove@rqm.example.net', role: 'Consultant' },
  { id: 'holloway', prefix: 'Sister', given: 'Beatrix', family: 'Holloway', email: 'beatrix.holloway@rqm.example.net', role: 'Ward sister' },
];

export const userNamed = (id: string): SystemUser | undefined => systemUsers.find((each) => each.id === id);

/** Patients of the system, by its own identifier. */
export const patientIdOf = (nhsNumber: string): string => `cw-${nhsNumber.slice(3, 9)}`;
export const personWithId = (id: string) => sandboxPeople.find(({ nhsNumber }) => patientIdOf(nhsNumber) === id);

/** Patient of UK Core, as far as the exchange reads it. */
export function patientResource(id: string): object | null {
  const person = personWithId(id);
  if (person === undefined) return null;
  return {
    resourceType: 'Patient',
    id,
    identifier: [
      { system: 'https://fhir.rqm.example.net/Id/hospital-number', value: id },
      {
        extension: [{
          url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus',
          valueCodeableConcept: { coding: [{ system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland', code: 'number-present-and-verified' }] },
        }],
        system: 'https://fhir.nhs.uk/Id/nhs-number',
        value: person.nhsNumber,
      },
    ],
    name: [{ use: 'official', family: person.familyName, given: [person.givenName], prefix: [person.prefix] }],
    birthDate: person.birthDate,
  };
}

export function practitionerResource(id: string): object | null {
  const user = userNamed(id);
  if (user === undefined) return null;
  return {
    resourceType: 'Practitioner',
    id,
    active: true,
    name: [{ use: 'official', family: user.family, given: [user.given], prefix: [user.prefix] }],
    telecom: [{ system: 'email', use: 'work', value: user.email }],
    qualification: [{ code: { text: user.role } }],
  };
}
