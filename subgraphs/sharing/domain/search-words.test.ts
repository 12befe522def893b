import { describe, expect, it } from 'vitest';
import { isEnough, searchWords } from './search-words.ts';

describe('ACS-3 a search finds names however they are typed', () => {
  it.each([
    ['Zoë O’Brien-Wu', ['zoe', 'o', 'brien', 'wu']],
    ["St Mary's  HOSPITAL", ['st', 'mary', 's', 'hospital']],
    ['Dr Ｌｉ', ['dr', 'li']],
    ['Łukasz', ['łukasz']],
    ['محمد', ['محمد']],
    ["'; drop table team --", ['drop', 'table', 'team']],
    ['diabetes diabetes', ['diabetes']],
    [' :*&|!() ', []],
  ])('%s', (text, words) => expect(searchWords(text)).toEqual(words));

  it('takes 12 words of 40 letters at the most', () => {
    expect(searchWords(Array.from({ length: 13 }, (_each, index) => `w${index}`).join(' '))).toHaveLength(12);
    expect(searchWords('x'.repeat(41))).toEqual(['x'.repeat(40)]);
  });

  it.each([['ab', false], ['a b', false], ['abc', true], ['dr l', true], ['王小明', true]])('%s is enough: %s', (text, enough) =>
    expect(isEnough(searchWords(text))).toBe(enough));
});
