/** Scripts that the letter's font has every letter of. */
const drawable = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]*$/u;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
const leftToRight = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}]/u;

/** A line as it is to be drawn, or null when the font lacks letters of it: boxes in place of a name are worse than no name. */
export function drawnLine(line: string): string | null {
  const text = line.normalize('NFC').replace(/\s+/g, ' ').trim();
  return text === '' || /\p{Cc}|\p{Extended_Pictographic}/u.test(text) || !drawable.test(text) ? null : text;
}

/** Whether all of a line runs from the right: it is then laid out as one piece, not word by word. */
export function runsFromRight(line: string): boolean {
  return rightToLeft.test(line) && !leftToRight.test(line);
}
