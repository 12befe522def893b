import type { Hl7Message, Repetition } from '@cie/kit/hl7/hl7-message.ts';
import { professionalName } from '@cie/kit/hl7/person-name.ts';
import type { DemographicFields, DemographicsUpdate, Sex } from '../domain/demographics.ts';
import { answerOf, changesOf, preferred } from '@cie/kit/hl7/field-update.ts';
import { readNextOfKin } from './next-of-kin.ts';
import { readTelecom } from './telecom.ts';

/** HL7 table 0001 and the NHS Data Dictionary's PERSON GENDER CODE. */
const SEXES: Readonly<Record<string, Sex>> = { F: 'female', '2': 'female', M: 'male', '1': 'male', A: 'other', O: 'other', '9': 'other' };

/** The repetition of PID-5 that is the person's name now, before maiden names and aliases. */
export function currentName(message: Hl7Message): Repetition | undefined {
  return preferred(message.field('PID', 5), (name) => name.component(7), ['L', 'CURRENT', '', 'D'], []);
}

/** Reads PID, PD1 and NK1 into what changes; a field that is absent is not in the answer. */
export function readDemographics(message: Hl7Message): DemographicsUpdate {
  const name = currentName(message);
  const address = preferred(message.field('PID', 11), (each) => each.component(7), ['H', 'HOME', 'C', 'P', ''], ['BA', 'N', 'BDL', 'BR']);
  const practice = message.field('PD1', 3).repetitions[0];
  const code = answerOf(practice, 3);
  return changesOf<DemographicFields>({
    familyName: answerOf(name, 1) ?? undefined,
    givenName: answerOf(name, 2),
    prefix: answerOf(name, 5),
    sex: readSex(answerOf(message.field('PID', 8).repetitions[0], 1)),
    addressLines: address === undefined ? undefined : addressLines(address),
    // An address is one thing: a new one without a postcode must not keep the postcode of the old one.
    postcode: address === undefined ? undefined : (answerOf(address, 5) ?? null),
    ...readTelecom(message.field('PID', 13)),
    nextOfKin: readNextOfKin(message.all('NK1')),
    generalPracticeName: answerOf(practice, 1),
    // The organisation's code moved from the third to the tenth component of XON in v2.5.
    generalPracticeCode: code === undefined ? answerOf(practice, 10) : code,
    generalPractitioner: readPractitioner(message.field('PD1', 4).repetitions[0]),
  });
}

function readSex(answer: string | null | undefined): Sex | null | undefined {
  return typeof answer === 'string' ? (SEXES[answer.toUpperCase()] ?? 'unknown') : answer;
}

function readPractitioner(practitioner: Repetition | undefined): string | null | undefined {
  if (practitioner === undefined || practitioner.isEmpty) return undefined;
  return professionalName(practitioner);
}

/** Street, other designation, city, county; without the country, and without a line that only repeats the one before. */
function addressLines(address: Repetition): readonly string[] {
  const street = [1, 2, 3].map((sub) => address.sub(1, sub)).filter((part) => part !== '').join(' ');
  const lines = [street, address.component(2), address.component(3), address.component(4)].map((line) => line.trim());
  return lines.filter((line, at) => line !== '' && line !== lines[at - 1]);
}
