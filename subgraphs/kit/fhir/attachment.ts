import { createHash } from 'node:crypto';
import type { FhirBundle } from './fhir-bundle.ts';
import { FhirElement } from './fhir-element.ts';
import { FhirHeld } from './fhir-held.ts';
import { narrativeText } from './narrative.ts';

export interface Attachment {
  /** Without parameters, in small letters. */
  readonly contentType: string;
  readonly charset: string;
  readonly bytes: Buffer;
  readonly title: string | null;
}

/** Attachments below an element that are not in it but lead somewhere. */
export const attachmentNames = ['attachment', 'presentedForm'] as const;

/**
 * The bytes of an Attachment, its own or those of the Binary that it leads to. Nothing is ever fetched: an address on the network
 * would make the exchange ask whatever a sender names. Throws FhirHeld.
 */
export function readAttachment(bundle: FhirBundle, attachment: FhirElement, from: FhirElement, most: number): Attachment {
  const binary = attachment.data('data') === null ? binaryOf(bundle, attachment, from) : null;
  const [contentType = '', ...parameters] = (attachment.text('contentType') ?? binary?.text('contentType') ?? '').toLowerCase().split(';').map((part) => part.trim());
  const bytes = decode((binary ?? attachment).data('data') ?? '', most, (binary ?? attachment).path);
  const [size, hash] = [attachment.number('size'), attachment.text('hash')];
  if (size !== null && Number(size) !== bytes.length) throw new FhirHeld('content-invalid', `${attachment.path}.size`, 'is not the size of the content.');
  if (hash !== null && hash !== createHash('sha1').update(bytes).digest('base64')) throw new FhirHeld('content-invalid', `${attachment.path}.hash`, 'is not the hash (SHA-1) of the content.');
  return { contentType, bytes, title: attachment.text('title'), charset: parameters.find((each) => each.startsWith('charset='))?.slice(8).replaceAll('"', '') ?? 'utf-8' };
}

/** The words of a text or HTML attachment, markup taken out; null for any other. Throws FhirHeld for words that cannot be read. */
export function wordsOf({ contentType, charset, bytes }: Attachment, path: string): string | null {
  if (!['text/plain', 'text/html', 'application/xhtml+xml', 'text/markdown'].includes(contentType)) return null;
  const text = decodeText(bytes, charset, path);
  if (contentType === 'text/plain' || contentType === 'text/markdown') return text;
  const words = narrativeText(text);
  if (words === null) throw new FhirHeld('content-too-large', path, 'holds a longer text than this exchange reads.');
  return words;
}

function binaryOf(bundle: FhirBundle, attachment: FhirElement, from: FhirElement): FhirElement {
  const url = attachment.text('url');
  if (url === null) throw new FhirHeld('required-field-missing', attachment.path, 'must hold data, or a url that leads to a Binary.');
  const found = bundle.resolve(new FhirElement({ reference: url }, `${attachment.path}.url`), from);
  if (found?.type !== 'Binary') throw new FhirHeld('reference-unresolved', `${attachment.path}.url`, 'leads to no Binary that came with it or before it; this exchange fetches nothing by itself. Send the Binary, then replay.');
  return found;
}

function decode(data: string, most: number, path: string): Buffer {
  const base64 = data.replace(/\s+/g, '');
  if ((base64.length / 4) * 3 > most + 2) throw new FhirHeld('content-too-large', path, `holds more than ${most / 1024 / 1024} MB.`);
  if (base64 === '' || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new FhirHeld('content-invalid', path, 'holds no valid Base64.');
  return Buffer.from(base64, 'base64');
}

function decodeText(bytes: Buffer, charset: string, path: string): string {
  try {
    // oxlint-disable-next-line no-control-regex -- PostgreSQL's text holds no NUL, and the others say nothing to a reader
    return new TextDecoder(charset, { fatal: true }).decode(bytes).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').toWellFormed();
  } catch {
    throw new FhirHeld('content-invalid', path, 'is not text of the character set that it names.');
  }
}
