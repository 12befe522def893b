import type { IncomingHttpHeaders } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { clientHeader } from '../pages/own-origin.ts';
import type { GraphContext } from './room-data-source.ts';

/** The one page that shows a record through the eyes of somebody else, and its parameter that says whose (ACS-7). */
const path = '/record';
const viewAsParameter = 'as';

/**
 * As whom the page that asks shows the record, from its address, which our pages send as what they are. Whatever stands there counts,
 * so that a name that is nobody's opens nothing; undefined where the reader looks as themself.
 */
export function viewAsOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers[clientHeader];
  const page = typeof given === 'string' ? URL.parse(given) : null;
  return page?.pathname === path ? (page.searchParams.get(viewAsParameter) ?? undefined) : undefined;
}

/** Whoever looks as somebody else changes nothing, in any room. */
export const changeNothingAs: ApolloServerPlugin<GraphContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, contextValue: { access } }) => {
      if (access.viewAs === undefined || operation?.operation !== 'mutation') return;
      throw new GraphQLError('You are looking at your record as somebody else would. Go back to your own view to change something.', { extensions: { code: 'VIEWED_AS' } });
    },
  }),
};
