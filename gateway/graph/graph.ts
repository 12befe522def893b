import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { isRoomName } from '@cie/kit/names.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import type { ExecutionResult } from 'graphql';
import { formatGraphError } from './graph-errors.ts';
import { limits } from './limits.ts';
import type { RegisteredOperations } from './registered-operations.ts';
import { createRoomDataSource, type GraphContext } from './room-data-source.ts';
import { changeNothingAs } from './view-as.ts';

export interface GraphPlan {
  readonly rooms: RoomLinks;
  /** Composed supergraph SDL. */
  readonly supergraph: string;
  readonly operations: RegisteredOperations;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  /** Told the kind of a fault of ours, never its text. */
  readonly report: (fault: { kind: string; code?: string }) => void;
}

export interface Graph {
  readonly server: ApolloServer<GraphContext>;
  /** Runs a registered operation in this process, for pages rendered on the server. */
  execute(operationName: string, variables: Record<string, unknown>, access: AccessContext): Promise<ExecutionResult>;
  close(): Promise<void>;
}

/** Plans and executes operations over the rooms. */
export async function createGraph(plan: GraphPlan): Promise<Graph> {
  const gateway = new ApolloGateway({
    supergraphSdl: plan.supergraph,
    buildService: ({ name }) => {
      if (!isRoomName(name)) throw new CieError('ROOM_UNKNOWN', `The supergraph names a room "${name}" that this gateway does not know.`);
      return createRoomDataSource(plan.rooms[name]);
    },
  });
  const server = new ApolloServer<GraphContext>({
    gateway,
    introspection: plan.introspection,
    formatError: formatGraphError,
    // Suggestions ("did you mean") would spell out parts of the schema to anybody (abuse case 47).
    hideSchemaDetailsFromClientErrors: !plan.introspection,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    // Who starts the gateway also stops it: Apollo's own handler would stop before the drain, and end the process.
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: limits.rules,
    plugins: [withoutLandingPage, blameRequest, changeNothingAs, { unexpectedErrorProcessingRequest: async ({ error }) => plan.report(errorKind(error)) }],
    // Apollo's own logger would print whole errors, which may quote what was asked for (abuse case 62).
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  });
  await server.start();

  return {
    server,
    execute: async (operationName, variables, access) => {
      const query = plan.operations.byName(operationName);
      const { body } = await server.executeOperation({ query, variables, operationName }, { contextValue: { access } });
      if (body.kind !== 'single') throw new CieError('OPERATION_INCREMENTAL', 'Registered operations answer in one piece.');
      const { data, errors } = body.singleResult;
      // Formatted errors and GraphQLErrors read the same to whoever renders a page.
      return { data: data ?? null, ...(errors ? { errors } : {}) } as ExecutionResult;
    },
    close: () => server.stop(),
  };
}

const silent = (): void => undefined;

/** Apollo's landing page would load scripts from another site. */
const withoutLandingPage: ApolloServerPlugin<GraphContext> = {
  serverWillStart: async () => ({ renderLandingPage: async () => ({ html: '' }) }),
};

/** An unknown operation name and the like come to light in the plan, after Apollo Server's own checks; it would answer 500. */
const blameRequest: ApolloServerPlugin<GraphContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, errors }) => {
      if (errors?.some((error) => error.extensions['code'] === 'INVALID_GRAPHQL')) response.http.status = 400;
    },
  }),
};
