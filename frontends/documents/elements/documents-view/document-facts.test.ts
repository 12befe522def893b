import { describe, expect, it } from 'vitest';
import { documentDay, fileSize, kindAndSize } from './document-facts.ts';

describe('ING-5 dates keep their precision', () => {
  it('keeps a year a year', () => expect(documentDay({ at: '2016-01-01T00:00:00Z', atText: '2016' })).toBe('2016'));
  it('keeps a month a month', () => expect(documentDay({ at: '2016-02-29T23:00:00Z', atText: '2016-03' })).toBe('March 2016'));
  it('writes a full date out', () => expect(documentDay({ at: '2016-03-04T10:00:00Z', atText: null })).toBe('4 March 2016'));
  it('says nothing when nothing is known', () => expect(documentDay({ at: null, atText: null })).toBeNull());
});

describe('DOC-1 a file says how large it is before it is fetched', () => {
  it.each([[200, '1 KB'], [123_400, '123 KB'], [2_340_000, '2.3 MB']])('%d bytes', (bytes, shown) => expect(fileSize(bytes)).toBe(shown));
});

describe('DOC-1 a button names kind and size the same way for every kind of file', () => {
  it.each([['application/pdf', 2_340_000, 'PDF, 2.3 MB'], ['text/plain', 900, 'Text, 1 KB'], ['text/html', 900, 'File, 1 KB'], ['application/pdf', null, 'PDF']])('%s', (type, size, shown) =>
    expect(kindAndSize(type, size)).toBe(shown));
});
