import type { Held, IncomingMessage } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { parseHl7Day, parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { readHl7 } from '@cie/kit/hl7/read-hl7.ts';
import { sentAt } from '@cie/kit/hl7/sent-at.ts';
import { zoneOf } from '@cie/kit/sender-facts.ts';
import type { IdentityMessage } from '../domain/resolve-patient.ts';
import { answerOf } from '@cie/kit/hl7/field-update.ts';
import { readPatientIdentifiers } from './patient-identifiers.ts';
import { readEncounter } from './read-encounter.ts';
import { currentName, readDemographics } from './read-demographics.ts';

/** ADT events whose purpose is to say who a person is; other messages only mention the person. */
const ABOUT_PERSON = ['A01', 'A04', 'A05', 'A08', 'A28', 'A31'];
/** Of those, the ones that add or change a person outside any visit: they must say at least whom. */
const NEEDS_NAMES = ['A28', 'A31'];

/** Reads the person of a message of any type from PID, PD1 and NK1; or why it has to wait. */
export function readIdentityMessage(incoming: IncomingMessage): IdentityMessage | Held {
  const message = readHl7(incoming.text, zoneOf(incoming));
  if ('outcome' in message) return message;
  if (message.segment('PID') === undefined) return missing('The message has no PID segment, so nobody can tell whom it is about.');
  const event = message.field('MSH', 9).component(1) === 'ADT' ? message.field('MSH', 9).component(2) : '';
  const identifiers = readPatientIdentifiers(message.field('PID', 3), incoming.assigningAuthorities);
  if ('outcome' in identifiers) return identifiers;
  if (hasUnreadableBirthDate(message)) return held('malformed', 'PID-7 holds no date of birth (YYYYMMDD).');
  const name = currentName(message);
  const [familyName, givenName] = [answerOf(name, 1) ?? null, answerOf(name, 2) ?? null];
  if (NEEDS_NAMES.includes(event)) {
    if (identifiers.nhsNumber === null && identifiers.localIdentifiers.length === 0 && identifiers.otherAuthorities.length === 0) {
      return missing('ADT A28 and A31 need a patient identifier in PID-3.');
    }
    if (familyName === null || givenName === null) return missing('ADT A28 and A31 need a family name and a given name in PID-5.');
  }
  const sent = sentAt(message, incoming.receivedAt);
  const encounter = readEncounter(message, sent);
  if (encounter !== null && 'outcome' in encounter) return encounter;
  return {
    claim: { ...identifiers, birthDate: readBirthDate(message), familyName, givenName },
    update: readDemographics(message),
    sentAt: sent,
    aboutPerson: ABOUT_PERSON.includes(event),
    encounter,
  };
}

/** PID-7 is a date; senders add a time of day, which must not move it to another day. */
function readBirthDate(message: Hl7Message): string | null {
  return parseHl7Day(message.field('PID', 7).text);
}

/** A date that cannot be read cannot agree: taken for an absent one, it would file into whatever record the number names (abuse case 58). */
function hasUnreadableBirthDate(message: Hl7Message): boolean {
  const field = message.field('PID', 7);
  const text = field.text.trim();
  // Zeros are how senders say that they do not know it.
  return !field.isDelete && !/^0*$/.test(text) && parseHl7Time(text) === null;
}

function missing(reason: string): Held {
  return held('required-field-missing', reason);
}
