import { CieError } from '../errors.ts';

const CR = 0x0d;
const LF = 0x0a;
/** MLLP start block (VT) and end block (FS); files written by interface engines keep them. */
const VT = 0x0b;
const FS = 0x1c;

/** HL7 table 0211 and the spellings seen in practice, by the WHATWG name of the decoder. */
const CHARACTER_SETS: Readonly<Record<string, string>> = {
  '': 'utf-8', 'ASCII': 'utf-8', 'UTF-8': 'utf-8', 'UTF8': 'utf-8', 'UNICODE': 'utf-8', 'UNICODE UTF-8': 'utf-8',
  'UNICODE UTF-16': 'utf-16be', 'UTF-16': 'utf-16be', 'WINDOWS-1252': 'windows-1252', 'CP1252': 'windows-1252',
  'GB 18030-2000': 'gb18030', 'BIG-5': 'big5', 'KS X 1001': 'euc-kr', 'ISO IR87': 'iso-2022-jp', 'ISO IR14': 'shift_jis',
};

/** Parts of ISO 8859 that exist and that HL7 table 0211 names. */
const ISO_8859: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 15]);

/**
 * Decodes a message by the character set it names in MSH-18. Nothing named, ASCII and UTF-8 are read as UTF-8
 * when the bytes are valid UTF-8 and as Windows-1252 when not, because senders name one and send the other.
 * Throws HL7_CHARACTER_SET_UNKNOWN.
 */
export function decodeHl7(bytes: Uint8Array): string {
  // PostgreSQL refuses U+0000 in text; one such byte must not stop the message.
  return decode(bytes).replaceAll('\0', '\uFFFD');
}

function decode(bytes: Uint8Array): string {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return new TextDecoder(marked).decode(bytes);
  const named = namedCharacterSet(bytes);
  const iso = /^(?:ISO[ -]?)?8859[/-](\d{1,2})$/.exec(named)?.[1];
  const label = iso === undefined ? CHARACTER_SETS[named] : ISO_8859.has(Number(iso)) ? `iso-8859-${Number(iso)}` : undefined;
  if (label === undefined) {
    throw new CieError('HL7_CHARACTER_SET_UNKNOWN', 'MSH-18 names a character set this exchange does not read. Use "UNICODE UTF-8", an 8859/n set or ASCII.');
  }
  if (label !== 'utf-8') return new TextDecoder(label).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * Cuts a file, a batch (FHS, BHS, BTS, FTS) or an MLLP frame into the bytes of its messages: a line that starts
 * with "MSH" begins one. Envelope segments are left out; bytes before the first MSH come back as a piece of
 * their own, so that the receiver can refuse them visibly. Stops after one more piece than `most`.
 */
export function splitMessages(bytes: Uint8Array, most = Infinity): Uint8Array[] {
  if (byteOrderMark(bytes) !== null) return [bytes];
  const pieces: Uint8Array[] = [];
  let start = -1;
  let end = 0;
  const finish = (): void => {
    if (start >= 0) pieces.push(bytes.subarray(start, end));
    start = -1;
  };
  for (const [from, to] of lines(bytes)) {
    const name = String.fromCharCode(...bytes.subarray(from, from + 3));
    if (name === 'MSH' || ENVELOPE.has(name)) finish();
    if (pieces.length > most) return pieces;
    if (ENVELOPE.has(name)) continue;
    if (start < 0) start = from;
    end = to;
  }
  finish();
  return pieces;
}

const ENVELOPE: ReadonlySet<string> = new Set(['FHS', 'BHS', 'BTS', 'FTS']);

/** Start and end of every line that holds more than white space, framing and a UTF-8 byte order mark left out. */
function* lines(bytes: Uint8Array): Generator<readonly [number, number]> {
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== undefined && byte !== CR && byte !== LF && byte !== VT && byte !== FS) continue;
    let first = from;
    if (bytes[first] === 0xef && bytes[first + 1] === 0xbb && bytes[first + 2] === 0xbf) first += 3;
    while (first < at && (bytes[first] === 0x20 || bytes[first] === 0x09)) first++;
    // Leading blanks are left out only where a message begins; elsewhere they belong to wrapped text.
    if (first < at) yield [bytes[first] === 0x4d ? first : from, at];
    from = at + 1;
  }
}

function namedCharacterSet(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replace(/^(?:ï»¿|[\v\s])+/, '');
  const separator = head[3];
  if (!head.startsWith('MSH') || separator === undefined) return '';
  const fields = head.split(/\r|\n/, 1)[0]?.split(separator) ?? [];
  const repetition = fields[1]?.[1] ?? '~';
  return (fields[17]?.split(repetition)[0] ?? '').trim().toUpperCase();
}

function byteOrderMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}
