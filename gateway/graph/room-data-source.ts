import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { GraphQLError } from 'graphql';

/** What the gateway carries through one operation. */
export interface GraphContext {
  readonly access: AccessContext;
}

type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** Hands the fetches of Apollo's query plan to a room. A room that fails or hangs costs its own part of the answer only. */
export function createRoomDataSource(link: RoomLink): GraphQLDataSource<GraphContext> {
  return {
    process: async ({ request, context }: GraphQLDataSourceProcessOptions<GraphContext>): Promise<Answer> => {
      const { query, variables, operationName } = request;
      if (query === undefined) throw new CieError('QUERY_MISSING', 'The plan holds a fetch without a query.');
      try {
        // Apollo types the context of its start-up requests loosely; this gateway loads a composed file and makes none.
        const { access } = context as GraphContext;
        // GraphQL results are plain data here; Apollo's own type adds HTTP details that a direct call does not have.
        return (await link.graphql({ query, variables, operationName }, access)) as Answer;
      } catch (error) {
        return { errors: [roomError(error, link).toJSON()] };
      }
    },
  };
}

function roomError(error: unknown, link: RoomLink): GraphQLError {
  if (error instanceof CieError) return new GraphQLError(error.message, { extensions: { code: error.code } });
  return new GraphQLError(`The part "${link.name}" cannot be reached right now. Try again in a moment.`, {
    extensions: { code: 'ROOM_UNREACHABLE' },
  });
}
