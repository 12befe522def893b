import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { AccessContext } from './access-context.ts';
import type { RoomName } from './names.ts';

/**
 * A call from the gateway that is not GraphQL: filing a message, signing somebody in. `access` says who asks and the time that
 * all rules go by; null where nobody does, as when a feed files.
 */
export type Command = (input: unknown, access?: AccessContext | null) => Promise<unknown>;

/** One started subgraph. */
export interface Room {
  readonly name: RoomName;
  readonly schema: GraphQLSchema;
  /** The subgraph's SDL, federation directives included; input of the composition. */
  readonly typeDefs: string;
  /** A fresh context for one operation: loaders must never outlive it. */
  createContext(access: AccessContext): object;
  readonly commands: Readonly<Record<string, Command>>;
  /** Resolves when the room's database answers. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface RoomOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** How the gateway reaches a room, in the same process or over signed HTTP. */
export interface RoomLink {
  readonly name: RoomName;
  graphql(operation: RoomOperation, access: AccessContext): Promise<ExecutionResult>;
  command(name: string, input: unknown, access?: AccessContext): Promise<unknown>;
  ready(): Promise<void>;
  close(): Promise<void>;
}

export type RoomLinks = Readonly<Record<RoomName, RoomLink>>;
