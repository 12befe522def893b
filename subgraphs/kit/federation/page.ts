import { GraphQLError } from 'graphql';
import { ArgsType, Directive, Field, Int, ObjectType } from 'type-graphql';

export const pageSize = { least: 1, most: 100, usual: 20 } as const;

/** Arguments of every connection: forward paging by an opaque cursor. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: `How many items at the most; more than ${pageSize.most} counts as ${pageSize.most}.`, defaultValue: pageSize.usual })
  readonly first: number = pageSize.usual;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item already known; items after it are returned.' })
  readonly after?: string | null;
}

@ObjectType('PageInfo', { description: 'Where a page of a connection ends.' })
@Directive('@shareable')
export class PageInfoType {
  @Field(() => Boolean, { description: 'Whether further items follow.' })
  readonly hasNextPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item of this page; null for an empty page.' })
  readonly endCursor: string | null;

  constructor(hasNextPage: boolean, endCursor: string | null) {
    this.hasNextPage = hasNextPage;
    this.endCursor = endCursor;
  }
}

/** The asked-for size, at most 100 (abuse case 45). Throws PAGE_SIZE_INVALID below 1. */
export function checkedFirst(page: PageArgs): number {
  if (page.first < pageSize.least) {
    throw new GraphQLError(`Ask for ${pageSize.least} to ${pageSize.most} items at a time.`, { extensions: { code: 'PAGE_SIZE_INVALID' } });
  }
  return Math.min(page.first, pageSize.most);
}

/** A cursor is the item's sort key; it names nothing that the viewer could not see. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The parts of a cursor. Throws CURSOR_INVALID when it was not made by `encodeCursor` with that many parts. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string')) return parts;
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw new GraphQLError('This cursor is not from this list. Start again without "after".', { extensions: { code: 'CURSOR_INVALID' } });
}
