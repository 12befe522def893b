import { createHash } from 'node:crypto';
import { CieError } from '@cie/kit/errors.ts';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { parseHl7, type Hl7Message, type Repetition } from '@cie/kit/hl7/hl7-message.ts';
import { joinsRecords, routeOfEvent } from './event-route.ts';

/** A check the message failed: answered AR, stored as refused. */
export interface Refusal {
  readonly code: string;
  /** For the sender: what is wrong and what to do. */
  readonly reason: string;
  /** HL7 table 0357. */
  readonly errorCode: string;
  /** ERR-2, such as MSH-10. */
  readonly location?: string;
}

/** What the gateway reads of a message before it stores it. */
export interface Arrival {
  readonly bytes: Uint8Array;
  readonly sha256: Buffer;
  /** MSH-3 and MSH-4 as sent, joined by `|`: the namespace in which MSH-10 is unique. */
  readonly sender: string;
  readonly application: string;
  readonly facility: string;
  readonly controlId: string;
  /** MSH-9.1 and MSH-9.2, `ORU^R01`. */
  readonly event: string;
  /** Messages with the same key are applied in the order received; a hash, so that no identifier stands outside the raw bytes. */
  readonly orderKey: Buffer;
  /** Further keys of a message that joins or parts records: it keeps its place among the messages of all of them (ACC-5). */
  readonly otherKeys: readonly Buffer[];
  /** Null when the bytes could not be read as HL7. */
  readonly message: Hl7Message | null;
  readonly refusal: Refusal | null;
  /** How the bytes are written; HL7 v2 where nothing is said. */
  readonly format?: 'fhir';
}

/** HL7 allows 199 characters in MSH-10 (2.7); longer ones do not fit the index that finds repeats. */
const LONGEST_ID = 199;
const LONGEST_SENDER = 500;
/** Identifiers of one message that others wait for; more are no merge of people. */
const MOST_KEYS = 100;

/** Reads what identifies and orders a message; never throws on content. */
export function readArrival(bytes: Uint8Array): Arrival {
  const sha256 = hash(bytes);
  const unread = { bytes, sha256, sender: '', application: '', facility: '', controlId: '', event: '', orderKey: sha256, otherKeys: [], message: null };
  try {
    const message = parseHl7(decodeHl7(bytes));
    const event = `${message.field('MSH', 9).component(1)}^${message.field('MSH', 9).component(2)}`;
    const identified = {
      sender: `${message.field('MSH', 3).raw}|${message.field('MSH', 4).raw}`,
      application: message.field('MSH', 3).text,
      facility: message.field('MSH', 4).text,
      controlId: message.field('MSH', 10).wholeText,
    };
    const tooLong = identified.controlId.length > LONGEST_ID || identified.sender.length > LONGEST_SENDER || event.length > LONGEST_ID;
    if (tooLong) return { ...unread, message, refusal: TOO_LONG };
    const orderKey = orderKeyOf(message) ?? sha256;
    const otherKeys = joinsRecords(event) ? keysOfAll(message).filter((key) => !key.equals(orderKey)) : [];
    return { bytes, sha256, ...identified, event, orderKey, otherKeys, message, refusal: refusalOf(identified.controlId, event) };
  } catch (error) {
    if (!(error instanceof CieError)) throw error;
    return { ...unread, refusal: { code: 'malformed', reason: error.message, errorCode: '100' } };
  }
}

const TOO_LONG: Refusal = {
  code: 'malformed', errorCode: '102', location: 'MSH-10',
  reason: `MSH-10 is longer than ${LONGEST_ID} characters, or MSH-3 and MSH-4 longer than ${LONGEST_SENDER}. Shorten them and send again.`,
};

function refusalOf(controlId: string, event: string): Refusal | null {
  if (event === '^') {
    return { code: 'required-field-missing', reason: 'MSH-9 is empty. Name the message type and event, for example ORU^R01.', errorCode: '101', location: 'MSH-9' };
  }
  if (controlId === '') {
    return { code: 'required-field-missing', reason: 'MSH-10 is empty. Give each message an id of its own.', errorCode: '101', location: 'MSH-10' };
  }
  if (routeOfEvent(event) === 'outside') {
    return {
      code: 'unsupported-type', errorCode: '201', location: 'MSH-9',
      reason: 'This exchange does not take this message type and event. It takes ORU R01, ADT A01-A05 A08 A11-A13 A28 A31 A34 A37 A40 A47, MDM T02 T04 T08 T10 T11 and SIU S12-S17 S26.',
    };
  }
  return null;
}

/** NHS number if PID-3 has one, else the first PID-3 identifier with its authority. */
function orderKeyOf(message: Hl7Message): Buffer | null {
  const identifiers = message.field('PID', 3).repetitions;
  const national = identifiers.find((each) => isNational(each) && each.component(1) !== '') ?? identifiers[0];
  return national === undefined ? null : keyOf(national);
}

/** Keys under which other messages of any patient that this one names may be waiting: each identifier of each PID and MRG. */
function keysOfAll(message: Hl7Message): readonly Buffer[] {
  const fields = [...message.all('PID').map((segment) => segment.field(3)), ...message.all('MRG').map((segment) => segment.field(1))];
  const keys = fields.flatMap((field) => field.repetitions.map(keyOf)).filter((key) => key !== null);
  return [...new Map(keys.map((key) => [key.toString('base64'), key])).values()].slice(0, MOST_KEYS);
}

function isNational(identifier: Repetition): boolean {
  return identifier.component(5).startsWith('NH') || identifier.component(4).startsWith('NHS');
}

function keyOf(identifier: Repetition): Buffer | null {
  const value = identifier.component(1);
  if (value === '') return null;
  return hash(isNational(identifier) ? `NHS|${value.replace(/[\s-]/g, '')}` : `${identifier.component(4)}|${value}`);
}

function hash(content: Uint8Array | string): Buffer {
  return createHash('sha256').update(content).digest();
}
