import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { beginFileCheck, servedType } from './check-file.ts';

/** A PNG of this size whose picture is one row of nothing: only its header is ever looked at. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  header.set([8, 2, 0, 0, 0], 16);
  const data = deflateSync(Buffer.alloc(64));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), header, length, Buffer.from('IDAT'), data, Buffer.alloc(4)]);
}

/** A JPEG of this size, with this much before its frame header. */
function jpeg(width: number, height: number, before = 16): Buffer {
  const app = Buffer.alloc(before + 4);
  app.set([0xff, 0xe0]);
  app.writeUInt16BE(before + 2, 2);
  app.write('JFIF\0', 4, 'latin1');
  const frame = Buffer.alloc(19);
  frame.set([0xff, 0xc0, 0, 17, 8]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app, frame, Buffer.from([0xff, 0xda, 0, 2])]);
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

async function judge(...chunks: readonly Buffer[]): Promise<string> {
  try {
    const check = await beginFileCheck(chunks[0] ?? Buffer.alloc(0));
    for (const chunk of chunks) check.take(chunk);
    check.end();
    return check.mediaType;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'another error';
  }
}

describe('DOC-2 what a file is, by its bytes', () => {
  it.each<[string, string, Buffer[]]>([
    ['a PDF', 'application/pdf', [bytes('%PDF-1.7\n%âãÏÓ\n1 0 obj')]],
    ['a PDF of version 2', 'application/pdf', [bytes('%PDF-2.0\n')]],
    ['a PNG', 'image/png', [png(1200, 800)]],
    ['a JPEG', 'image/jpeg', [jpeg(1200, 800)]],
    ['a JPEG from a camera, with much before the picture', 'image/jpeg', [jpeg(4000, 3000, 60_000)]],
    ['a text', 'text/plain', [Buffer.from('Blood pressure\n120/80 – fine\tthanks')]],
    ['a text with a mark of its encoding', 'text/plain', [Buffer.from('\uFEFFGrüße')]],
    ['a text whose letters are cut over two pieces', 'text/plain', [Buffer.from('Gr\u00fc').subarray(0, 3), Buffer.from('\u00fc').subarray(1)]],
    ['a text that speaks of <script>', 'text/plain', [bytes('The letter said <script>alert(1)</script>')]],
  ])('%s', async (_what, type, chunks) => expect(await judge(...chunks)).toBe(type));
});

describe('abuse case 52: files that are not what they say', () => {
  it.each<[string, Buffer[]]>([
    ['HTML', [bytes('<html><script>steal()</script>')]],
    ['HTML after blanks', [bytes('  \r\n\t<!DOCTYPE html><p>')]],
    ['HTML after a mark of its encoding', [Buffer.from('\uFEFF<html>')]],
    ['SVG', [bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"/>')]],
    ['XML', [bytes('<?xml version="1.0"?><a/>')]],
    ['a PDF behind HTML', [bytes('<html><script>steal()</script>%PDF-1.7')]],
    ['a PDF behind one line break', [bytes('\n%PDF-1.7')]],
    ['a PDF without a version', [bytes('%PDF-x')]],
    ['a zip', [bytes('PK\x03\x04\x14\0\0\0\x08\0')]],
    ['a word processor’s file', [bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')]],
    ['RTF', [bytes('{\\rtf1 hello}')]],
    ['a program', [bytes('MZ\x90\0\x03\0\0\0')]],
    ['a script for a shell is a text, a program is none', [bytes('\x7fELF\x02\x01')]],
    ['a GIF', [bytes('GIF89a/*')]],
    ['HEIC', [bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic')]],
    ['text in UTF-16', [Buffer.from('\uFEFFhello', 'utf16le')]],
    ['text that is not UTF-8', [bytes('Gr\xfc\xdfe')]],
    ['text that turns binary later', [bytes('hello'), bytes('\0\0')]],
    ['text that ends within a letter', [Buffer.from('Gr\u00fc').subarray(0, 3)]],
    ['a JPEG that names no size', [bytes('\xff\xd8\xff\xda\0\x02')]],
    ['a JPEG whose size is not near its beginning', [bytes('\xff\xd8\xff\xe0\xff\xff')]],
    ['a JPEG that goes in a circle', [bytes('\xff\xd8\xff\xe0\0\0\xff\xe0\0\0')]],
    ['nothing', [Buffer.alloc(0)]],
  ])('%s is refused', async (_what, chunks) => expect(await judge(...chunks)).toBe('FILE_TYPE_REFUSED'));

  it.each<[string, Buffer]>([
    ['a PNG of 50,000 by 50,000 in two hundred bytes', png(50_000, 50_000)], ['a long thin PNG', png(1, 40_000)], ['an empty PNG', png(0, 10)], ['a JPEG of 65,535 by 65,535', jpeg(65_535, 65_535)],
  ])('%s is refused, and never unpacked', async (_what, picture) => expect(await judge(picture)).toBe('IMAGE_TOO_LARGE'));

  it('a PDF that unfolds to gigabytes is bytes to us', async () => {
    const bomb = Buffer.concat([bytes('%PDF-1.7\n1 0 obj<</Filter/FlateDecode/Length 200>>stream\n'), deflateSync(Buffer.alloc(10_000_000))]);
    expect(await judge(bomb)).toBe('application/pdf');
  });
});

describe('DOC-1 how a file is served', () => {
  it.each([['application/pdf', 'application/pdf'], ['text/plain', 'text/plain; charset=utf-8'], ['application/rtf', 'application/rtf'], ['text/html', 'application/octet-stream'], ['image/svg+xml', 'application/octet-stream'], ['a/b\r\nx: y', 'application/octet-stream']])(
    '%j as %s', (type, served) => expect(servedType(type)).toBe(served));
});
