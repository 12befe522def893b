import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { viewedAsQuery } from './operations.ts';
import type { ViewedAsQuery } from './operations.ts';

export type ViewedAs = NonNullable<NonNullable<ViewedAsQuery['patient']>['viewedAs']>;

/** Through whose eyes the reader looks at their own record; null where nobody of that name can read it now. */
export async function fetchViewedAs(ask: Ask, patient: string): Promise<ViewedAs | null> {
  return (await ask(viewedAsQuery, { patient })).patient?.viewedAs ?? null;
}
