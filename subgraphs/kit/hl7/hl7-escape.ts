import type { Delimiters } from './hl7-message.ts';

/**
 * Undoes HL7 escapes (chapter 2.7) in a value that has already been cut; doing it earlier would let an escaped
 * delimiter cut the value again. Formatting commands become line breaks or nothing. An escape nobody knows, or
 * one that is never closed, stays as sent.
 */
export function unescapeHl7(value: string, delimiters: Delimiters): string {
  const mark = delimiters.escape;
  if (mark === '' || !value.includes(mark)) return value;
  let out = '';
  let at = 0;
  while (at < value.length) {
    const open = value.indexOf(mark, at);
    const close = open < 0 ? -1 : value.indexOf(mark, open + 1);
    if (close < 0) break;
    const meaning = meaningOf(value.slice(open + 1, close), delimiters);
    out += value.slice(at, open) + (meaning ?? mark);
    // After an unknown escape the closing mark may open the next one: "C:\new\.br\" must still break the line.
    at = meaning === null ? open + 1 : close + 1;
  }
  return out + value.slice(at);
}

/** Escapes a value for a message with these delimiters; line breaks become `\.br\`. */
export function escapeHl7(value: string, delimiters: Delimiters = STANDARD): string {
  const { field, component, repetition, escape, subcomponent } = delimiters;
  const names = new Map([[field, 'F'], [component, 'S'], [repetition, 'R'], [escape, 'E'], [subcomponent, 'T']]);
  let out = '';
  for (const character of value.replaceAll(/\r\n|\r/g, '\n')) {
    const name = names.get(character);
    if (name !== undefined) out += `${escape}${name}${escape}`;
    else if (character === '\n') out += `${escape}.br${escape}`;
    // Control characters would break the framing (VT, FS) or cut a segment.
    else if (character < ' ') out += `${escape}X${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}${escape}`;
    else out += character;
  }
  return out;
}

/** The delimiters HL7 recommends. */
export const STANDARD: Delimiters = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

/** Longest escape this reads; a longer stretch between two marks is text. */
const LONGEST = 4096;

function meaningOf(escape: string, delimiters: Delimiters): string | null {
  switch (escape) {
    case 'F': return delimiters.field;
    case 'S': return delimiters.component;
    case 'T': return delimiters.subcomponent;
    case 'R': return delimiters.repetition;
    case 'E': return delimiters.escape;
    case 'H': case 'N': case '.fi': case '.nf': return '';
    case '.br': case '.ce': return '\n';
    default: return escape.length > LONGEST ? null : (spacing(escape) ?? hexadecimal(escape));
  }
}

/** `\.sp3\` three lines down, `\.sk2\` two spaces, `\.in4\` and `\.ti4\` indents that plain text does not show. */
function spacing(escape: string): string | null {
  const [, command, count] = /^\.(sp|sk|in|ti)\s*([+-]?\d{0,3})$/.exec(escape) ?? [];
  if (command === undefined) return null;
  const times = Math.min(Math.abs(Number(count === '' ? 1 : count)), 80);
  if (command === 'sp') return '\n'.repeat(times);
  return command === 'sk' ? ' '.repeat(times) : '';
}

function hexadecimal(escape: string): string | null {
  if (!/^X(?:[0-9A-Fa-f]{2})+$/.test(escape)) return null;
  const bytes = Buffer.from(escape.slice(1), 'hex');
  const text = bytes.toString('utf8');
  return (text.includes('\uFFFD') ? bytes.toString('latin1') : text).replaceAll('\0', '\uFFFD');
}
