import { describe, expect, it } from 'vitest';
import type { FiledDocument } from '../domain/document.ts';
import { MOST_BYTES } from './document-content.ts';
import { mapMdm } from './map-mdm.ts';

interface Parts {
  readonly obx: readonly string[];
}

function map({ obx }: Parts) {
  const text = ['MSH|^~\\&|A|F|C|C|20260301101112||MDM^T02|1|P|2.4', 'PID|1', 'TXA|1|DS||||||||||D1|||||AU', ...obx].join('\r');
  return mapMdm({ id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-03-02T00:00:00.000Z', text });
}

function document(parts: Parts): FiledDocument {
  const answer = map(parts);
  if ('outcome' in answer) throw new Error(answer.code);
  if (answer.action === 'withdraw') throw new Error('a deletion');
  return answer.document;
}

const heldAs = (parts: Parts) => {
  const answer = map(parts);
  return 'outcome' in answer ? answer.code : 'accepted';
};
const pdf = Buffer.from('%PDF-1.7\nmade up for a test\n%%EOF\n');
const base64 = pdf.toString('base64');

describe('DOC-1 text of a document', () => {
  it.each([
    [['OBX|1|TX|||First line', 'OBX|2|TX|||', 'OBX|3|ST|||Third'], 'First line\n\nThird'],
    [['OBX|1|FT|||One\\.br\\Two \\T\\ three'], 'One\nTwo & three'],
    [['OBX|1|TX|||One~Two'], 'One\nTwo'],
    [['OBX|1|TX|||<script>alert(1)</script>'], '<script>alert(1)</script>'],
    [['OBX|1|NM|||5', 'OBX|2|TX|||Only this'], 'Only this'],
  ])('%j', (obx, text) => expect(document({ obx }).content).toEqual({ text, file: null }));
});

describe('DOC-1 a PDF in OBX ED', () => {
  const half = Math.floor(base64.length / 8) * 4;
  it.each<[string, string[]]>([
    ['whole', [`OBX|1|ED|||APP^AP^PDF^Base64^${base64}`]],
    ['typed as a MIME pair', [`OBX|1|ED|||^application^pdf^Base64^${base64}`]],
    ['cut over two OBX', [`OBX|1|ED|||^AP^PDF^Base64^${base64.slice(0, half)}`, `OBX|2|ED|||^AP^PDF^Base64^${base64.slice(half)}`]],
    ['cut anywhere, continued without a header', [`OBX|1|ED|||^AP^PDF^Base64^${base64.slice(0, half + 1)}`, `OBX|2|ED|||${base64.slice(half + 1)}`]],
    ['cut over repetitions', [`OBX|1|ED|||^AP^PDF^Base64^${base64.slice(0, half)}~^AP^PDF^Base64^${base64.slice(half)}`]],
    ['cut before it was encoded', [`OBX|1|ED|||^AP^PDF^Base64^${pdf.subarray(0, 10).toString('base64')}`, `OBX|2|ED|||^AP^PDF^Base64^${pdf.subarray(10).toString('base64')}`]],
    ['sent twice', [`OBX|1|ED|||^AP^PDF^Base64^${base64}`, `OBX|2|ED|||^AP^PDF^Base64^${base64}`]],
    ['with line breaks', [`OBX|1|ED|||^AP^PDF^Base64^${base64.slice(0, 8)}\\.br\\${base64.slice(8)}`]],
  ])('%s', (_name, obx) => expect(document({ obx }).content.file).toEqual({ mediaType: 'application/pdf', bytes: pdf }));

  it('keeps the text that comes beside it', () => {
    expect(document({ obx: ['OBX|1|TX|||Cover note', `OBX|2|ED|||^AP^PDF^Base64^${base64}`] }).content).toEqual({ text: 'Cover note', file: { mediaType: 'application/pdf', bytes: pdf } });
  });

  const encoded = (text: string) => Buffer.from(text).toString('base64');
  it.each<[string, string[], string]>([
    ['no content at all', [], 'required-field-missing'],
    ['empty', ['OBX|1|ED|||^AP^PDF^Base64^'], 'required-field-missing'],
    ['blank text', ['OBX|1|TX|||'], 'required-field-missing'],
    ['broken base64', ['OBX|1|ED|||^AP^PDF^Base64^JVBERi0x...'], 'content-invalid'],
    ['one digit short', [`OBX|1|ED|||^AP^PDF^Base64^${base64.replace(/=+$/, '').slice(0, 45)}`], 'content-invalid'],
    ['HTML named PDF (abuse case 52)', [`OBX|1|ED|||^AP^PDF^Base64^${encoded('<html><script>')}`], 'content-invalid'],
    ['a PDF named RTF', [`OBX|1|ED|||^AP^RTF^Base64^${base64}`], 'content-invalid'],
    ['files of two types', [`OBX|1|ED|||^AP^PDF^Base64^${base64}`, `OBX|2|ED|||^AP^RTF^Base64^${encoded('{\\rtf1 hello}')}`], 'content-unsupported'],
    ['another encoding', [`OBX|1|ED|||^AP^PDF^Hex^${pdf.toString('hex')}`], 'content-unsupported'],
    ['two different PDFs', [`OBX|1|ED|||^AP^PDF^Base64^${base64}`, `OBX|2|ED|||^AP^PDF^Base64^${encoded('%PDF-1.4 another')}`], 'content-unsupported'],
    ['two different files of a type without a beginning', [`OBX|1|ED|||^application^msword^Base64^${encoded('one')}`, `OBX|2|ED|||^application^msword^Base64^${encoded('another')}`], 'content-unsupported'],
    ['larger than 20 MB', [`OBX|1|ED|||^AP^PDF^Base64^${Buffer.concat([pdf, Buffer.alloc(MOST_BYTES)]).toString('base64')}`], 'content-too-large'],
  ])('holds %s', (_name, obx, code) => expect(heldAs({ obx })).toBe(code));
});

describe('DOC-1 a file of another type is kept, and only ever an attachment', () => {
  const encoded = (bytes: string) => Buffer.from(bytes, 'latin1').toString('base64');
  it.each([
    ['TEXT^RTF', '{\\rtf1 hello}', 'application/rtf'],
    ['application^rtf', '{\\rtf1 hello}', 'application/rtf'],
    ['IM^JPEG', '\xff\xd8\xff\xe0 made up', 'image/jpeg'],
    ['Image^PNG', '\x89PNG\r\n\x1a\n made up', 'image/png'],
    ['TEXT^HTML', '<html><script>steal()</script>', 'application/octet-stream'],
    ['application^msword', 'anything', 'application/octet-stream'],
  ])('%s', (type, bytes, mediaType) => {
    expect(document({ obx: [`OBX|1|ED|||^${type}^Base64^${encoded(bytes)}`] }).content.file).toEqual({ mediaType, bytes: Buffer.from(bytes, 'latin1') });
  });

  it('is one when it was sent twice, or continued without a header', () => {
    const [whole, data] = [`OBX|1|ED|||^application^msword^Base64^${encoded('anything')}`, encoded('anything at all')];
    expect(document({ obx: [whole, whole] }).content.file?.bytes.toString()).toBe('anything');
    expect(document({ obx: [`OBX|1|ED|||^application^msword^Base64^${data.slice(0, 6)}`, `OBX|2|ED|||${data.slice(6)}`] }).content.file?.bytes.toString()).toBe('anything at all');
  });

  it('joins the pieces of one that was cut', () => {
    const data = encoded('{\\rtf1 a longer text than one segment holds}');
    const obx = [`OBX|1|ED|||^TEXT^RTF^Base64^${data.slice(0, 10)}`, `OBX|2|ED|||^TEXT^RTF^Base64^${data.slice(10)}`];
    expect(document({ obx }).content.file?.bytes.toString()).toBe('{\\rtf1 a longer text than one segment holds}');
  });
});
