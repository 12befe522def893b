import type { Side } from './hidden-item-readers.ts';

const moment = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** When the questions were asked; the hidden items are days older. */
const isNow = (text: string): boolean => Math.abs(Date.now() - new Date(text).getTime()) < 900_000;
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** An answer without what differs between any two records: numbers, ids, ids within cursors, and the time of the question. */
export function withoutIdentity(answer: unknown, { person: { nhsNumber } }: Side): string {
  const spoken = `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`;
  return JSON.stringify(answer)
    .replaceAll(/\bWyI[\w-]{20,}/g, (cursor) => Buffer.from(cursor, 'base64url').toString('utf8').replaceAll('"', "'"))
    .replaceAll(moment, (text) => (isNow(text) ? 'now' : text))
    .replaceAll(nhsNumber, 'number')
    .replaceAll(spoken, 'number')
    .replaceAll(Array.from(nhsNumber).join(' '), 'number')
    .replaceAll(uuid, 'id');
}

/** Where two answers part, with what stands around; null for one answer. */
export function differenceOf(one: string, other: string): readonly [string, string] | null {
  if (one === other) return null;
  const at = one.split('').findIndex((letter, index) => letter !== other[index]);
  const around = (text: string): string => text.slice(Math.max(0, at - 150), at + 150);
  return [around(one), around(other)];
}
