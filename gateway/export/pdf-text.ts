import { runsFromRight } from '../registration/letter-text.ts';

const fallback = '�';

/** Text as it can be printed, and whether characters had to be replaced. */
export interface Printable {
  readonly text: string;
  readonly complete: boolean;
}

/**
 * Text as a hospital sent it, made fit to print: line breaks stay, tabs become spaces. Control characters go, those among them that turn
 * the direction of reading around (they could show a value backwards). A character that the font lacks is shown as lacking, not left out.
 */
export function printable(text: string, hasGlyph: (codePoint: number) => boolean): Printable {
  let complete = true;
  const clean = text.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\t', '    ').replace(/(?!\n)[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '');
  const drawn = Array.from(clean, (character) => {
    if (character === '\n' || hasGlyph(character.codePointAt(0) ?? 0)) return character;
    complete = false;
    return fallback;
  }).join('');
  return { text: drawn, complete };
}

/** Lines of a text, each with whether it is laid out as one piece from the right. */
export function linesOf(text: string): readonly { readonly line: string; readonly fromRight: boolean }[] {
  return text.split('\n').map((line) => ({ line, fromRight: runsFromRight(line) && line.trim() !== '' }));
}
