import { GraphQLError } from 'graphql';
import { isRecordId } from '../record-id.ts';
import { decodeCursor, encodeCursor } from './page.ts';

export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Cuts rows, fetched with one more than wanted, into a page; the cursor of a row is its own sort key and counts nothing (RES-5). */
export function toConnection<T>(rows: readonly T[], first: number, sortKey: (row: T) => readonly string[]): Connection<T> {
  const edges = rows.slice(0, first).map((node) => ({ cursor: encodeCursor(sortKey(node)), node }));
  return { edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}

/** Where a row stands in a list ordered by time and id. */
export interface TimePosition {
  readonly at: Date;
  readonly id: string;
}

/** The position a cursor of `toConnection` with [ISO time, id] names; null without a cursor. Throws CURSOR_INVALID. */
export function readTimePosition(cursor: string | null | undefined): TimePosition | null {
  if (cursor === null || cursor === undefined) return null;
  const [time = '', id = ''] = decodeCursor(cursor, 2);
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !isRecordId(id)) {
    throw new GraphQLError('This cursor is not from this list. Start again without "after".', { extensions: { code: 'CURSOR_INVALID' } });
  }
  return { at, id };
}
