import type { Held, IncomingMessage } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Segment } from '@cie/kit/hl7/hl7-message.ts';
import { issuedBy, parseHl7Time, type Hl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { professionalName } from '@cie/kit/hl7/person-name.ts';
import { readHl7 } from '@cie/kit/hl7/read-hl7.ts';
import { sentAt } from '@cie/kit/hl7/sent-at.ts';
import { labelFor } from '@cie/kit/label-rule.ts';
import type { FiledDocument } from '../domain/document.ts';
import { readContent } from './document-content.ts';
import { completionOf, isRadiology, statusOf, typeInWords } from './document-type.ts';

/** Reads an MDM^T02 (original document with content) into the document it brings, or why it has to wait. */
export function mapMdm(incoming: IncomingMessage): FiledDocument | Held {
  const message = readHl7(incoming.text);
  if ('outcome' in message) return message;
  const event = [1, 2].map((part) => message.field('MSH', 9).component(part)).join('^');
  if (event !== 'MDM^T02') return held('unsupported-event', 'Of MDM messages this exchange files T02 (a document with its content).');
  const txa = message.segment('TXA');
  if (txa === undefined) return held('required-field-missing', 'The message has no TXA segment.');
  const absent = [2, 12, 17].filter((number) => txa.field(number).text.trim() === '');
  if (absent.length > 0) return held('required-field-missing', `${absent.map((number) => `TXA-${number}`).join(' and ')} must say something.`);
  const content = readContent(message.all('OBX'));
  if ('outcome' in content) return content;

  const [typeCode, typeText] = [txa.field(2).component(1).trim(), txa.field(2).component(2).trim()];
  const type = typeInWords(typeCode, typeText);
  const sent = sentAt(message, incoming.receivedAt);
  const time = timeOf(txa);
  const clinic = message.field('PV1', 3);
  return {
    sourceId: entityId(txa, 12),
    parentSourceId: entityId(txa, 13) || null,
    typeCode,
    type,
    title: txa.field(25).text.trim() || typeText || type || 'Document',
    status: statusOf(txa.field(19).text),
    completion: completionOf(txa.field(17).text),
    author: authorOf(txa),
    at: time?.instant ?? sent,
    atText: time?.text ?? sent.toISOString().slice(0, 19),
    site: clinic.component(4).trim() || null,
    label: labelFor({
      specialty: message.field('PV1', 10).text,
      team: [1, 4, 9].map((part) => clinic.component(part)).join(' · '),
      kind: `${type ?? ''} · ${typeText}`,
    }),
    delayFrom: isRadiology(typeCode, typeText) ? issuedBy(time, sent) : null,
    content,
    sentAt: sent,
  };
}

/** Edited, transcribed, originated, acted on: the first that is given, since the last is what the reader holds in hand. */
function timeOf(txa: Segment): Hl7Time | null {
  return [8, 7, 6, 4].map((number) => parseHl7Time(txa.field(number).text)).find((time) => time !== null) ?? null;
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
