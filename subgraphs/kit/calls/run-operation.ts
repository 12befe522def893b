import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import type { AccessContext } from '../access-context.ts';
import { CieError, errorKind } from '../errors.ts';
import type { Room, RoomOperation } from '../room.ts';

/** Plans of the gateway repeat; their documents are parsed and checked once. */
const documentsKept = 500;

export type ReportFault = (fault: { room: string; kind: string; code?: string }) => void;

/** Executes operations on one room's schema, in whatever process the room runs. */
export function createOperationRunner(room: Room, report: ReportFault) {
  const documents = new Map<string, DocumentNode>();

  function documentOf(query: string): DocumentNode {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const faults = validate(room.schema, document);
    if (faults[0]) throw faults[0];
    if (documents.size >= documentsKept) documents.clear();
    documents.set(query, document);
    return document;
  }

  return async (operation: RoomOperation, access: AccessContext): Promise<ExecutionResult> => {
    const result = await execute({
      schema: room.schema,
      document: documentOf(operation.query),
      contextValue: room.createContext(access),
      variableValues: operation.variables,
      operationName: operation.operationName,
    });
    return result.errors ? { ...result, errors: result.errors.map((error) => publicError(error, room.name, report)) } : result;
  };
}

/** Errors with a stable code go out as they are; anything else might quote a row, so only its kind is reported, to us. */
function publicError(error: GraphQLError, room: string, report: ReportFault): GraphQLError {
  const { originalError } = error;
  const place = { ...(error.nodes ? { nodes: error.nodes } : {}), ...(error.path ? { path: error.path } : {}) };
  if (originalError instanceof CieError) {
    return new GraphQLError(originalError.message, { ...place, extensions: { code: originalError.code } });
  }
  if (originalError === undefined || originalError instanceof GraphQLError) return error;
  report({ room, ...errorKind(originalError) });
  return new GraphQLError('This part of the record cannot be shown right now. Try again in a moment.', {
    ...place,
    extensions: { code: 'ROOM_FAILED' },
  });
}
