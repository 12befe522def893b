import { createHash } from 'node:crypto';
import type { ResultFile } from './report.ts';

/** Largest file inside a report, in bytes. */
export const largestFile = 20 * 1024 * 1024;

/** How files begin that a reader is offered: nothing in them runs by itself when they are opened. */
const beginnings: readonly (readonly [mediaType: string, bytes: Buffer])[] = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
];

/** A file of a kind that is kept; null for any other. Whatever the sender calls it, its first bytes say what it is (abuse case 52). */
export function readResultFile(bytes: Buffer): ResultFile | null {
  const known = beginnings.find(([, begin]) => bytes.subarray(0, begin.length).equals(begin));
  return known === undefined ? null : { digest: createHash('sha256').update(bytes).digest('hex'), mediaType: known[0], bytes };
}
