import type { Held } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Repetition, Segment } from '@cie/kit/hl7/hl7-message.ts';
import type { DocumentContent } from '../domain/document.ts';

/** Largest decoded document. */
export const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Reads the content of a document from its OBX segments: lines of text (TX, FT, ST), and a PDF in ED, which senders cut over
 * repetitions or over several OBX because receivers limit the length of a segment.
 */
export function readContent(segments: readonly Segment[]): DocumentContent | Held {
  const ofType = (...types: string[]) => segments.filter((segment) => types.includes(segment.field(2).text.toUpperCase()));
  const lines = ofType('TX', 'FT', 'ST').map((segment) => segment.field(5).wholeText);
  const text = lines.join('\n').trim() === '' ? null : lines.join('\n');
  const pieces = ofType('ED').flatMap((segment) => segment.field(5).repetitions).filter((piece) => !piece.isEmpty);
  const pdf = pieces.length === 0 ? null : readPdf(pieces);
  if (pdf !== null && 'outcome' in pdf) return pdf;
  if (text === null && pdf === null) return held('required-field-missing', 'No OBX-5 holds text (TX, FT, ST) or a document (ED).');
  return { text, pdf };
}

/** ED: source, type, subtype, encoding, data; a piece without the first four continues the one before. */
function readPdf(pieces: readonly Repetition[]): Buffer | Held {
  const data = pieces.map((piece) => (piece.componentCount >= 5 ? piece.component(5) : piece.component(1)).replace(/\s+/g, ''));
  const headers = pieces.filter((piece) => piece.componentCount >= 5);
  if (headers.length === 0) return held('content-unsupported', 'OBX-5 of type ED does not say what it holds.');
  if (!headers.every((piece) => [2, 3].some((part) => piece.component(part).toUpperCase().includes('PDF')))) {
    return held('content-unsupported', 'OBX-5 of type ED holds something other than a PDF.');
  }
  if (!headers.every((piece) => piece.component(4).toUpperCase() === 'BASE64')) {
    return held('content-unsupported', 'OBX-5 of type ED is not encoded as Base64.');
  }
  const distinct = [...new Set(data.filter((piece) => piece !== ''))];
  const [first, second] = distinct;
  if (first === undefined) return held('required-field-missing', 'OBX-5 of type ED is empty.');
  // A second piece that begins as a PDF does is another document, and one TXA describes one document.
  if (second !== undefined && distinct.slice(1).some((piece) => piece.startsWith(PDF_IN_BASE64))) {
    return held('content-unsupported', 'The message holds several different PDFs; send one document a message.');
  }
  // Of a document sent twice one copy is enough; pieces of one document may be alike and all count.
  return decode(second === undefined && first.startsWith(PDF_IN_BASE64) ? [first] : data);
}

const PDF_IN_BASE64 = 'JVBER';

function decode(pieces: readonly string[]): Buffer | Held {
  const length = pieces.reduce((total, piece) => total + piece.length, 0);
  if ((length / 4) * 3 > MOST_BYTES + 2) return held('content-too-large', `The document is larger than ${MOST_BYTES / 1024 / 1024} MB.`);
  // Cut before it was encoded, each piece ends in padding of its own; cut after, only the last one does.
  const cutBefore = pieces.slice(0, -1).some((piece) => piece.endsWith('='));
  const wholes = cutBefore ? pieces : [pieces.join('')];
  if (!wholes.every(isBase64)) return held('content-invalid', 'OBX-5 of type ED is not valid Base64.');
  const bytes = Buffer.concat(wholes.map((whole) => Buffer.from(whole, 'base64')));
  if (bytes.length > MOST_BYTES) return held('content-too-large', `The document is larger than ${MOST_BYTES / 1024 / 1024} MB.`);
  // Whatever the sender calls it: only what begins as a PDF does is stored as one (abuse case 52).
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return held('content-invalid', 'OBX-5 says PDF, its content is none.');
  return bytes;
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}
