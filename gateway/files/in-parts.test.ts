import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { inParts } from './in-parts.ts';

const cut = async (...chunks: readonly string[]): Promise<string[]> =>
  (await Array.fromAsync(inParts(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), 4))).map(({ bytes, last }) => `${bytes.toString()}${last ? '.' : ''}`);

describe('DOC-2 a file in parts', () => {
  it.each<[string[], string[]]>([
    [[], []],
    [['abc'], ['abc.']],
    [['abcd'], ['abcd.']],
    [['abcde'], ['abcd', 'e.']],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], ['abcd', 'efgh.']],
    [['abcdefghijklm'], ['abcd', 'efgh', 'ijkl', 'm.']],
    [['ab', 'cdefghij', 'kl'], ['abcd', 'efgh', 'ijkl.']],
  ])('%j becomes %j', async (chunks, parts) => expect(await cut(...chunks)).toEqual(parts));
});
