import { composeServices } from '@apollo/composition';
import { CieError } from '@cie/kit/errors.ts';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';

/** A room's share of the graph. */
export interface RoomSchema {
  readonly name: string;
  /** SDL with federation directives. */
  readonly typeDefs: string;
}

export interface ComposedGraph {
  /** What the gateway plans with. */
  readonly supergraph: string;
  /** What clients may ask: the graph without its internal parts. */
  readonly publicSchema: string;
}

/** Composes the rooms' schemas. Throws GRAPH_NOT_COMPOSED with what the composition objects to. */
export function composeGraph(rooms: readonly RoomSchema[]): ComposedGraph {
  const composed = composeServices(
    rooms.map((room) => ({ name: room.name, typeDefs: parse(room.typeDefs), url: `room://${room.name}` })),
  );
  if (composed.errors !== undefined) {
    const objections = composed.errors.map((error) => error.message).join('\n');
    throw new CieError('GRAPH_NOT_COMPOSED', `The rooms' schemas do not fit together:\n${objections}`);
  }
  const publicSchema = composed.schema.toAPISchema().toGraphQLJSSchema();
  return { supergraph: composed.supergraphSdl, publicSchema: `${printSchema(lexicographicSortSchema(publicSchema))}\n` };
}
