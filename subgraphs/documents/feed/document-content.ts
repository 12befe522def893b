import type { Held } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Repetition, Segment } from '@cie/kit/hl7/hl7-message.ts';
import type { DocumentContent, DocumentFile } from '../domain/document.ts';
import { fileKindOf, type FileKind } from './file-kind.ts';

/** Largest decoded document. */
export const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Reads the content of a document from its OBX segments: lines of text (TX, FT, ST), and a file in ED, which senders cut over
 * repetitions or over several OBX because receivers limit the length of a segment. Null when there is neither.
 */
export function readContent(segments: readonly Segment[]): DocumentContent | Held | null {
  const ofType = (...types: string[]) => segments.filter((segment) => types.includes(segment.field(2).text.toUpperCase()));
  const lines = ofType('TX', 'FT', 'ST').map((segment) => segment.field(5).wholeText);
  const text = lines.join('\n').trim() === '' ? null : lines.join('\n');
  const pieces = ofType('ED').flatMap((segment) => segment.field(5).repetitions).filter((piece) => !piece.isEmpty);
  const file = pieces.length === 0 ? null : readFile(pieces);
  if (file !== null && 'outcome' in file) return file;
  return text === null && file === null ? null : { text, file };
}

/** ED: source, type, subtype, encoding, data; a piece without the first four continues the one before. */
function readFile(pieces: readonly Repetition[]): DocumentFile | Held {
  const data = pieces.map((piece) => (piece.componentCount >= 5 ? piece.component(5) : piece.component(1)).replace(/\s+/g, ''));
  const headers = pieces.filter((piece) => piece.componentCount >= 5);
  if (headers.length === 0) return held('content-unsupported', 'OBX-5 of type ED does not say what it holds.');
  const kinds = headers.map((piece) => fileKindOf(piece.component(2), piece.component(3)));
  const [kind] = kinds;
  if (kind === undefined || kinds.some((each) => each.mediaType !== kind.mediaType)) {
    return held('content-unsupported', 'The message holds files of several types; send one document a message.');
  }
  if (!headers.every((piece) => piece.component(4).toUpperCase() === 'BASE64')) {
    return held('content-unsupported', 'OBX-5 of type ED is not encoded as Base64.');
  }
  const distinct = [...new Set(data.filter((piece) => piece !== ''))];
  const [first, second] = distinct;
  if (first === undefined) return held('required-field-missing', 'OBX-5 of type ED is empty.');
  const beginsAnew = (piece: string): boolean => kind.begins !== null && piece.startsWith(inBase64(kind.begins));
  // A second piece that begins as its kind does is another document, and one TXA describes one document.
  if (second !== undefined && distinct.slice(1).some(beginsAnew)) {
    return held('content-unsupported', `The message holds several different files; send one document a message.`);
  }
  // A kind without a beginning of its own does not tell two files from one that was cut: joined, two would make one that nobody can open.
  if (second !== undefined && kind.begins === null && headers.filter((piece) => !isBlank(piece.component(5))).length > 1) {
    return held('content-unsupported', 'OBX-5 of type ED holds several pieces, each named a file, of a type that does not tell where one begins; send one document a message, in one piece.');
  }
  // Of a document sent twice one copy is enough; pieces of one document may be alike and all count.
  return decode(second === undefined && (beginsAnew(first) || headers.length === data.length) ? [first] : data, kind);
}

const isBlank = (text: string): boolean => text.trim() === '';

/** The Base64 digits that these first bytes decide alone. */
function inBase64(bytes: Buffer): string {
  return bytes.toString('base64').slice(0, Math.floor((bytes.length * 4) / 3));
}

function decode(pieces: readonly string[], kind: FileKind): DocumentFile | Held {
  const length = pieces.reduce((total, piece) => total + piece.length, 0);
  if ((length / 4) * 3 > MOST_BYTES + 2) return held('content-too-large', `The document is larger than ${MOST_BYTES / 1024 / 1024} MB.`);
  // Cut before it was encoded, each piece ends in padding of its own; cut after, only the last one does.
  const cutBefore = pieces.slice(0, -1).some((piece) => piece.endsWith('='));
  const wholes = cutBefore ? pieces : [pieces.join('')];
  if (!wholes.every(isBase64)) return held('content-invalid', 'OBX-5 of type ED is not valid Base64.');
  const bytes = Buffer.concat(wholes.map((whole) => Buffer.from(whole, 'base64')));
  if (bytes.length > MOST_BYTES) return held('content-too-large', `The document is larger than ${MOST_BYTES / 1024 / 1024} MB.`);
  // Whatever the sender calls it: only what begins as its kind does is stored as one (abuse case 52).
  if (kind.begins !== null && !bytes.subarray(0, kind.begins.length).equals(kind.begins)) {
    return held('content-invalid', `OBX-5 says ${kind.name}, its content is none.`);
  }
  return { mediaType: kind.mediaType, bytes };
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}
