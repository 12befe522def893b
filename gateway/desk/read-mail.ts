import { createHash } from 'node:crypto';
import { simpleParser, type HeaderValue, type ParsedMail } from 'mailparser';
import type { NewRequest } from './desk-link.ts';

/** Characters kept of a text, a subject, the names of attachments. */
const kept = { text: 20_000, subject: 300, name: 100, attachments: 1000 } as const;

/** Bounds for hostile messages: deep nesting, and markup that would take long to turn into text. */
const bounds = { maxChildNodes: 100, maxHtmlLengthToParse: 300_000, skipTextToHtml: true, skipImageLinks: true, checksumAlgo: false } as const;

export type MailReading =
  | { readonly kind: 'request'; readonly request: NewRequest }
  /** Written by a machine: answering it could begin a conversation of machines (RFC 3834). */
  | { readonly kind: 'machine' }
  | { readonly kind: 'no-sender' };

/**
 * Reads a mail to the desk. Attachments are named and not kept: nobody has looked at them for harm. `envelopeFrom` is empty for
 * reports of delivery (RFC 5321, 4.5.5).
 */
export async function readMail(raw: Buffer, envelopeFrom: string): Promise<MailReading> {
  const mail = await simpleParser(raw, bounds);
  if (envelopeFrom === '' || isByMachine(mail)) return { kind: 'machine' };
  const sender = mail.from?.value[0];
  const email = sender?.address ?? '';
  if (email === '') return { kind: 'no-sender' };
  const text = await textOf(mail);
  return {
    kind: 'request',
    request: {
      kind: 'mail', name: (sender?.name ?? '').slice(0, kept.name), email, mobile: '',
      // Without a Message-ID the mail itself is what it is known by.
      source: `${email.toLowerCase()}\n${mail.messageId ?? createHash('sha256').update(raw).digest('hex')}`,
      details: {
        subject: (mail.subject ?? '').slice(0, kept.subject),
        message: text.slice(0, kept.text),
        ...(text.length > kept.text ? { cut: 'The email is longer. Only its beginning was kept.' } : {}),
        ...(mail.attachments.length === 0 ? {} : { attachments: `Not kept: ${attachmentNames(mail)}` }),
      },
    },
  };
}

/** RFC 3834, 5: `Auto-Submitted` other than `no`; and the headers of older machines and of lists, which nobody should answer. */
function isByMachine({ headers }: ParsedMail): boolean {
  const submitted = textHeader(headers.get('auto-submitted')).toLowerCase().split(';')[0]?.trim() ?? '';
  if (submitted !== '' && submitted !== 'no') return true;
  if (/^(bulk|junk|list|auto_reply)$/i.test(textHeader(headers.get('precedence')).trim())) return true;
  if (headers.has('list') || headers.has('list-id') || headers.has('x-autoreply') || headers.has('x-autorespond')) return true;
  return contentTypeOf(headers.get('content-type')) === 'multipart/report';
}

function textHeader(value: HeaderValue | undefined): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

function contentTypeOf(value: HeaderValue | undefined): string {
  return typeof value === 'object' && 'value' in value && typeof value.value === 'string' ? value.value.toLowerCase() : '';
}

/** The text part; of mail that is markup alone, the text that a reader would see. */
async function textOf({ text = '', html }: ParsedMail): Promise<string> {
  const seen = text.trim() === '' && typeof html === 'string' ? await textOfMarkup(html) : text;
  return seen.trim() === '' ? '(no text)' : seen;
}

/** The parser turns markup into text only where it stands alone, not beside attachments: so it is given it alone. */
async function textOfMarkup(markup: string): Promise<string> {
  const content = Buffer.from(markup.slice(0, bounds.maxHtmlLengthToParse - 1)).toString('base64');
  const { text = '' } = await simpleParser(`Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}`, bounds);
  return text;
}

function attachmentNames({ attachments }: ParsedMail): string {
  return attachments.map(({ filename, contentType }) => filename ?? contentType).join(', ').slice(0, kept.attachments);
}
