import type { Held, IncomingMessage } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Field, Hl7Message, Segment } from '@cie/kit/hl7/hl7-message.ts';
import { readHl7 } from '@cie/kit/hl7/read-hl7.ts';
import type { IdentityClaim } from '../domain/identity-claim.ts';
import type { JoinMessage, JoinPair } from '../domain/joining/join-by-message.ts';
import { readPatientIdentifiers } from './patient-identifiers.ts';
import { readIdentityMessage } from './read-identity-message.ts';

/** ADT events about records that belong, or do not belong, together; HL7 v2.5.1 chapter 3. */
const KINDS: Readonly<Record<string, JoinMessage['kind']>> = { A34: 'merge', A40: 'merge', A47: 'change-identifier', A37: 'part' };

/** Reads a message that joins or parts records; null for every other message, and for one that cannot be read at all. */
export function readJoins(incoming: IncomingMessage): JoinMessage | Held | null {
  const message = readHl7(incoming.text);
  if ('outcome' in message) return null;
  const kind = message.field('MSH', 9).component(1) === 'ADT' ? KINDS[message.field('MSH', 9).component(2)] : undefined;
  if (kind === undefined) return null;
  const pairs = kind === 'part' ? readParting(incoming, message) : readGroups(incoming, message);
  if ('outcome' in pairs) return pairs;
  const [first] = pairs;
  return first === undefined ? missing('The message names no two patients: it needs PID and, for a merge, MRG.') : { kind, pairs, sentAt: first.sentAt };
}

type ReadPair = JoinPair & Pick<JoinMessage, 'sentAt'>;

/** A40, A34, A47: one group or several of PID, the patient as they are from now on, and MRG, what they were known by. */
function readGroups(incoming: IncomingMessage, message: Hl7Message): readonly ReadPair[] | Held {
  const pairs: ReadPair[] = [];
  let patient: Segment | undefined;
  for (const segment of message.segments) {
    if (segment.name === 'PID') patient = segment;
    if (segment.name !== 'MRG') continue;
    if (patient === undefined) return missing('An MRG segment stands before the PID segment that it belongs to.');
    const retired = readPrior(incoming, segment.field(1));
    if ('outcome' in retired) return retired;
    const read = readPatient(incoming, message, patient);
    if ('outcome' in read) return read;
    pairs.push({ kept: withoutPrior(read.kept, retired), retired, sentAt: read.sentAt });
  }
  return pairs;
}

/** A37: two PID segments, of the patients whose records are not one person's after all. */
function readParting(incoming: IncomingMessage, message: Hl7Message): readonly ReadPair[] | Held {
  const [first, second, third] = message.all('PID');
  if (first === undefined || second === undefined || third !== undefined) return missing('ADT A37 needs two PID segments, one for each patient.');
  const [one, other] = [readPatient(incoming, message, first), readPatient(incoming, message, second)];
  if ('outcome' in one) return one;
  if ('outcome' in other) return other;
  return [{ kept: one.kept, retired: other.kept, sentAt: one.sentAt }];
}

/** One PID segment, read as in a message of its own. */
function readPatient(incoming: IncomingMessage, message: Hl7Message, patient: Segment): { kept: IdentityClaim; sentAt: Date } | Held {
  const read = readIdentityMessage({ ...incoming, text: `${message.segment('MSH')?.raw ?? ''}\r${patient.raw}` });
  return 'outcome' in read ? read : { kept: read.claim, sentAt: read.sentAt };
}

/** MRG-1, prior patient identifier list. */
function readPrior(incoming: IncomingMessage, field: Field): IdentityClaim | Held {
  const identifiers = readPatientIdentifiers(field, incoming.assigningAuthorities);
  if ('outcome' in identifiers) return identifiers;
  if (identifiers.nhsNumber === null && identifiers.localIdentifiers.length === 0 && identifiers.otherAuthorities.length === 0) {
    return missing('MRG-1 names no patient identifier.');
  }
  return { ...identifiers, birthDate: null, familyName: null, givenName: null };
}

/** Some senders list the prior identifiers in PID-3 as well; there they would name two people at once. */
function withoutPrior(kept: IdentityClaim, retired: IdentityClaim): IdentityClaim {
  const isPrior = ({ authority, value }: IdentityClaim['localIdentifiers'][number]) =>
    retired.localIdentifiers.some((each) => each.authority === authority && each.value === value);
  return { ...kept, localIdentifiers: kept.localIdentifiers.filter((each) => !isPrior(each)) };
}

function missing(reason: string): Held {
  return held('required-field-missing', reason);
}
