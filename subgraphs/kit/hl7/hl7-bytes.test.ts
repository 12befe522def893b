import { describe, expect, it } from 'vitest';
import { decodeHl7, splitMessages } from './hl7-bytes.ts';

const header = (characterSet: string): string => `MSH|^~\\&|A|B|||||ADT^A31|1|P|2.5||||||${characterSet}\r`;
const split = (text: string): string[] => splitMessages(Buffer.from(text, 'latin1')).map((piece) => Buffer.from(piece).toString('latin1'));

describe('ING-1 character sets (MSH-18)', () => {
  it.each([
    ['8859/1', 'latin1', 'Zoë'],
    ['UNICODE UTF-8', 'utf8', 'Zoë 山'],
    ['', 'utf8', 'Zoë 山'],
    ['', 'latin1', 'Zoë'],
    ['ASCII', 'latin1', 'Zoë'],
  ] as const)('%j sent as %s', (named, sent, text) => {
    expect(decodeHl7(Buffer.from(header(named) + text, sent))).toBe(header(named) + text);
  });

  it('reads 8859/15 and UTF-16 with its byte order mark', () => {
    expect(decodeHl7(Buffer.concat([Buffer.from(header('8859/15')), Buffer.from([0xa4])]))).toMatch(/€$/);
    expect(decodeHl7(Buffer.from(`\uFEFF${header('UNICODE UTF-16')}山`, 'utf16le'))).toMatch(/^MSH.*山$/su);
  });

  it('refuses a set it does not know', () => {
    for (const named of ['EBCDIC', '8859/0', '8859/12']) {
      expect(() => decodeHl7(Buffer.from(header(named)))).toThrow(expect.objectContaining({ code: 'HL7_CHARACTER_SET_UNKNOWN' }));
    }
  });

  it('lets no U+0000 through to the database', () => {
    expect(decodeHl7(Buffer.from(`${header('')}a\0b`))).toMatch(/a\uFFFDb$/);
  });
});

describe('ING-1 files, batches and frames', () => {
  it('cuts a file of messages with blank lines between', () => {
    expect(split('MSH|1\rPID|1\r\n\r\nMSH|2\nPID|2\n\n')).toEqual(['MSH|1\rPID|1', 'MSH|2\nPID|2']);
  });

  it('cuts a batch and leaves its envelope out', () => {
    expect(split('FHS|x\rBHS|x\rMSH|1\rPID|1\rMSH|2\rBTS|2\rFTS|1\r')).toEqual(['MSH|1\rPID|1', 'MSH|2']);
  });

  it('leaves MLLP framing and a byte order mark out', () => {
    expect(split('\u000bMSH|1\r\u001c\r\u000bMSH|2\r\u001c\r')).toEqual(['MSH|1', 'MSH|2']);
    expect(split('\u00ef\u00bb\u00bfMSH|1\rPID')).toEqual(['MSH|1\rPID']);
  });

  it('gives bytes that belong to no message as a piece of their own', () => {
    expect(split('hello\rMSH|1')).toEqual(['hello', 'MSH|1']);
    expect(split('\r\n \n')).toEqual([]);
  });

  it('keeps the bytes of each message untouched', () => {
    expect(split('MSH|1\r\rNTE|  two\n  words\rOBX|\r')).toEqual(['MSH|1\r\rNTE|  two\n  words\rOBX|']);
  });
});
