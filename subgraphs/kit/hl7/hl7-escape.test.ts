import { describe, expect, it } from 'vitest';
import { STANDARD, escapeHl7, unescapeHl7 } from './hl7-escape.ts';

describe('ING-1 HL7 escapes', () => {
  it.each([
    ['a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f', 'a|b^c&d~e\\f'],
    ['one\\.br\\two', 'one\ntwo'],
    ['one\\.sp2\\two\\.sp\\three', 'one\n\ntwo\nthree'],
    ['x:\\.br\\\\.in+4\\y\\.ce\\z', 'x:\ny\nz'],
    ['\\H\\bold\\N\\ \\X4142\\ \\XC3A9\\ \\XE9\\', 'bold AB é é'],
    ['\\X00\\', '\uFFFD'],
    ['\\Zunknown\\ stays', '\\Zunknown\\ stays'],
    ['C:\\new\\.br\\line', 'C:\\new\nline'],
    ['never closed \\', 'never closed \\'],
    ['\\X1\\', '\\X1\\'],
  ])('%j reads %j', (sent, read) => {
    expect(unescapeHl7(sent, STANDARD)).toBe(read);
  });

  it('reads back what it wrote', () => {
    const text = 'a|b^c&d~e\\f\nnext \u000b é 山';
    for (const character of '|^&~\n\u000b') expect(escapeHl7(text)).not.toContain(character);
    expect(unescapeHl7(escapeHl7(text), STANDARD)).toBe(text);
  });

  it('undoes nothing when the message declares no escape character', () => {
    expect(unescapeHl7('a\\F\\b', { ...STANDARD, escape: '' })).toBe('a\\F\\b');
  });
});
