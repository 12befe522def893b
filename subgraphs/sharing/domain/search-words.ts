/** Fewest letters and digits that a search needs, so that nobody lists everybody. */
export const leastLetters = 3;
/** Words of a search that count, and how much of any word. */
const mostWords = 12;
const mostLetters = 40;

/**
 * The words of a text in the form that they are compared in: small letters without accents. `Zoë O'Brien-Wu` is zoe, o, brien and wu,
 * as it is for a person who cannot type the accents.
 */
export function wordsIn(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}+/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, mostLetters)))];
}

/** The words of a search. */
export function searchWords(text: string): readonly string[] {
  return wordsIn(text).slice(0, mostWords);
}

/** Whether a search names enough to be looked for. */
export function isEnough(words: readonly string[]): boolean {
  return words.join('').length >= leastLetters;
}
