import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray, type ContainerType } from 'type-graphql';

const federationLink = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@inaccessible", "@shareable"]
)`;

/** Builds the object that a representation from another subgraph stands for; must not read anything. */
export type ReferenceResolver = (reference: Readonly<Record<string, unknown>>) => object | null;

export interface RoomSchemaPlan {
  // type-graphql's own signature for resolver classes.
  readonly resolvers: NonEmptyArray<Function>;
  readonly container: ContainerType;
  readonly references: Readonly<Record<string, ReferenceResolver>>;
  /** Entity classes that no query of this room leads to; type-graphql would leave them out of the schema. */
  readonly entities?: readonly Function[];
}

/**
 * Makes a federation subgraph of type-graphql classes. Reference resolvers run outside type-graphql's middleware, so they
 * only turn a representation into an object; every read happens in a field, under the pass that came with the reference.
 */
export function buildRoomSchema(plan: RoomSchemaPlan): { schema: GraphQLSchema; typeDefs: string } {
  const plain = buildSchemaSync({
    resolvers: plan.resolvers,
    container: plan.container,
    // Federation completes the types of other subgraphs; checks that want them whole run on the supergraph.
    skipCheck: true,
    validate: false,
    orphanedTypes: [...(plan.entities ?? [])],
  });
  const typeDefs = `${federationLink}\n\n${printSchemaWithDirectives(plain)}`;
  const resolvers = createResolversMap(plain);
  for (const [type, resolve] of Object.entries(plan.references)) {
    // createResolversMap gives object types a plain record of field resolvers.
    const fields = resolvers[type] as Record<string, unknown> | undefined;
    resolvers[type] = { ...fields, __resolveReference: resolve };
  }
  // The array form is the one whose resolver type admits type-graphql's map without a cast of each field.
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]);
  return { schema, typeDefs };
}
