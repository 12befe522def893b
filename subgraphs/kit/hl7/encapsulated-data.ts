import type { Repetition } from './hl7-message.ts';

/** How base64 of the files begins that a piece of ED is told from a continuation by: PDF, PNG, JPEG. */
const beginnings = ['JVBER', 'iVBOR', '/9j/'] as const;

/** Data of one piece of ED (source ^ type ^ subtype ^ encoding ^ data); a piece without the first four is data alone. */
export function dataOf(piece: Repetition): string {
  return (piece.componentCount >= 5 ? piece.component(5) : piece.component(1)).replace(/\s+/g, '');
}

/** Whether a file begins with this data; what does not, continues the file before it. */
export function beginsFile(data: string): boolean {
  return beginnings.some((each) => data.startsWith(each));
}

/**
 * Joins the base64 pieces of one file, which senders cut over repetitions or several OBX because receivers limit the length of a
 * segment. Null when it is no base64 or longer than `mostBytes`.
 */
export function joinBase64(pieces: readonly string[], mostBytes: number): Buffer | null {
  const length = pieces.reduce((total, piece) => total + piece.length, 0);
  if ((length / 4) * 3 > mostBytes + 2) return null;
  // Cut before it was encoded, each piece ends in padding of its own; cut after, only the last one does.
  const cutBefore = pieces.slice(0, -1).some((piece) => piece.endsWith('='));
  const wholes = cutBefore ? pieces : [pieces.join('')];
  if (!wholes.every(isBase64)) return null;
  return Buffer.concat(wholes.map((whole) => Buffer.from(whole, 'base64')));
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}
