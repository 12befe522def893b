import { localTime } from '@cie/kit/days.ts';
import type { Held, IncomingMessage } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Hl7Message, Segment } from '@cie/kit/hl7/hl7-message.ts';
import { issuedBy, parseHl7Time, type Hl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { professionalName } from '@cie/kit/hl7/person-name.ts';
import { readHl7 } from '@cie/kit/hl7/read-hl7.ts';
import { sentAt } from '@cie/kit/hl7/sent-at.ts';
import { labelFor } from '@cie/kit/label-rule.ts';
import { asSenderSays, zoneOf } from '@cie/kit/sender-facts.ts';
import type { FiledDocument } from '../domain/document.ts';
import type { Withdrawal } from '../domain/file-document.ts';
import { readContent } from './document-content.ts';
import { completionOf, isRadiology, statusOf, typeInWords } from './document-type.ts';
import { maternityOf } from './maternity.ts';

/** What an MDM message asks for. */
export type MdmAction =
  | { readonly action: 'file' | 'change-status'; readonly document: FiledDocument }
  | { readonly action: 'withdraw'; readonly withdrawal: Withdrawal };

const ACTIONS: ReadonlyMap<string, 'file' | 'change-status' | 'replace' | 'withdraw'> = new Map([
  ['MDM^T02', 'file'],
  ['MDM^T04', 'change-status'],
  ['MDM^T08', 'file'],
  ['MDM^T10', 'replace'],
  ['MDM^T11', 'withdraw'],
]);

/** Reads a document message (HL7 v2 chapter 9) into what it asks for, or why it has to wait. */
export function mapMdm(incoming: IncomingMessage): MdmAction | Held {
  const message = readHl7(incoming.text, zoneOf(incoming));
  if ('outcome' in message) return message;
  const action = ACTIONS.get([1, 2].map((part) => message.field('MSH', 9).component(part)).join('^'));
  if (action === undefined) return held('unsupported-event', 'Of MDM messages this exchange files T02, T04, T08, T10 and T11: those with content, and the deletion.');
  const txa = message.segment('TXA');
  if (txa === undefined) return held('required-field-missing', 'The message has no TXA segment.');
  // A deletion only has to say what it deletes; a replacement, what it replaces.
  const needed = action === 'withdraw' ? [12] : action === 'replace' ? [2, 12, 13, 17] : [2, 12, 17];
  const absent = needed.filter((number) => txa.field(number).text.trim() === '');
  if (absent.length > 0) return held('required-field-missing', `${absent.map((number) => `TXA-${number}`).join(' and ')} must say something.`);
  const facts = asSenderSays(incoming, readFacts(message, txa, incoming));
  if (action === 'withdraw') return { action, withdrawal: facts };
  const content = readContent(message.all('OBX'));
  if (content !== null && 'outcome' in content) return content;
  if (content === null && action !== 'change-status') return held('required-field-missing', 'No OBX-5 holds text (TX, FT, ST) or a document (ED).');
  const replacesSourceId = action === 'replace' && facts.parentSourceId !== facts.sourceId ? facts.parentSourceId : null;
  return { action: action === 'change-status' ? action : 'file', document: { ...facts, replacesSourceId, content: content ?? { text: null, file: null } } };
}

function readFacts(message: Hl7Message, txa: Segment, incoming: IncomingMessage): Withdrawal {
  const [typeCode, typeText] = [txa.field(2).component(1).trim(), txa.field(2).component(2).trim()];
  const type = typeInWords(typeCode, typeText);
  const title = txa.field(25).text.trim() || typeText || type || 'Document';
  const sent = sentAt(message, incoming.receivedAt);
  const time = timeOf(txa, message.zone);
  const clinic = message.field('PV1', 3);
  const specialty = message.field('PV1', 10).text;
  const team = [1, 4, 9].map((part) => clinic.component(part)).join(' · ');
  return {
    sourceId: entityId(txa, 12),
    parentSourceId: entityId(txa, 13) || null,
    typeCode,
    type,
    title,
    status: statusOf(txa.field(19).text),
    completion: completionOf(txa.field(17).text),
    author: authorOf(txa),
    at: time?.instant ?? sent,
    atText: time?.text ?? localTime(sent),
    site: clinic.component(4).trim() || null,
    label: labelFor({ specialty, team, kind: `${type ?? ''} · ${typeText}` }),
    delayFrom: isRadiology(typeCode, typeText) ? issuedBy(time, sent) : null,
    maternity: maternityOf(message, { specialty, words: `${team} · ${type ?? ''} · ${typeText} · ${title}` }),
    sentAt: sent,
  };
}

/** Edited, transcribed, originated, acted on: the first that is given, since the last is what the reader holds in hand. */
function timeOf(txa: Segment, zone: string | undefined): Hl7Time | null {
  return [8, 7, 6, 4].map((number) => parseHl7Time(txa.field(number).text, zone)).find((time) => time !== null) ?? null;
}

/** TXA-9 originator, else TXA-5 primary activity provider. */
function authorOf(txa: Segment): string | null {
  return professionalName(txa.field(9).repetitions[0]) ?? professionalName(txa.field(5).repetitions[0]);
}

/** EI: identifiers of two systems may be alike, so the namespace belongs to it. */
function entityId(txa: Segment, number: number): string {
  const [id, namespace] = [txa.field(number).component(1).trim(), txa.field(number).component(2).trim()];
  return namespace === '' ? id : `${id}^${namespace}`;
}
