import { randomUUID } from 'node:crypto';
import { escapeHl7 } from './hl7-escape.ts';
import { parseHl7, type Hl7Message } from './hl7-message.ts';

/** MSA-1: AA accepted (applied, queued or held for a person), AE our fault (send again), AR the sender's. */
export type AcknowledgementCode = 'AA' | 'AE' | 'AR';

export interface Acknowledgement {
  readonly code: AcknowledgementCode;
  /** MSH-10 of the message answered; '' when it could not be read. */
  readonly controlId: string;
  /** MSA-3: why, for a person; never names or values of the message. */
  readonly text: string;
  /** ERR-3, HL7 table 0357, for example '101' required field missing. */
  readonly errorCode?: string | undefined;
  /** ERR-2, for example 'MSH-10'. */
  readonly location?: string | undefined;
}

/** Writes the acknowledgement of `message` (null when it could not be read), segments ended by CR. */
export function buildAcknowledgement(message: Hl7Message | null, answer: Acknowledgement, now = new Date()): string {
  const header = (number: number): string => {
    const field = message?.field('MSH', number);
    return field === undefined || field.isDelete ? '' : [1, 2, 3].map((part) => escapeHl7(field.component(part))).join('^').replace(/\^+$/, '');
  };
  const event = header(9).split('^')[1] ?? '';
  const segments = [
    ['MSH', '^~\\&', header(5), header(6), header(3), header(4), stamp(now), '', event === '' ? 'ACK' : `ACK^${event}^ACK`, randomUUID(), header(11) || 'P', header(12) || '2.5', '', '', '', '', '', 'UNICODE UTF-8'],
    ['MSA', answer.code, escapeHl7(answer.controlId), escapeHl7(answer.text)],
  ];
  if (answer.code !== 'AA') {
    const [segment = '', field = ''] = (answer.location ?? '').split('-');
    const location = segment === '' ? '' : `${segment}^1^${field}`;
    segments.push(['ERR', '', location, answer.errorCode ?? '207', 'E', '', '', '', escapeHl7(answer.text)]);
  }
  return segments.map((segment) => `${segment.join('|')}\r`).join('');
}

/** Reads an acknowledgement; null when the text holds no MSA segment with a known code. */
export function readAcknowledgement(text: string): Acknowledgement | null {
  const segment = parseHl7(text).segment('MSA');
  const code = segment?.field(1).text;
  if (segment === undefined || (code !== 'AA' && code !== 'AE' && code !== 'AR')) return null;
  return { code, controlId: segment.field(2).text, text: segment.field(3).text };
}

/** HL7 time with offset, to the second. */
function stamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`;
}
