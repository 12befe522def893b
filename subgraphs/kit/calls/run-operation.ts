import { GraphQLError, parse, validate, type ExecutionResult } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { AccessContext } from '../access-context.ts';
import { CieError, errorKind } from '../errors.ts';
import type { Room, RoomOperation } from '../room.ts';

/** Plans of the gateway repeat; their documents are parsed, checked and compiled once. */
const operationsKept = 500;

export type ReportFault = (fault: { room: string; kind: string; code?: string }) => void;

/** Executes operations on one room's schema, in whatever process the room runs. */
export function createOperationRunner(room: Room, report: ReportFault) {
  const compiledOperations = new Map<string, CompiledQuery>();

  function compiled({ query, operationName }: RoomOperation): CompiledQuery {
    const key = `${operationName ?? ''}\n${query}`;
    const known = compiledOperations.get(key);
    if (known) return known;
    const document = parse(query);
    const [fault] = validate(room.schema, document);
    if (fault) throw fault;
    const made = compileQuery(room.schema, document, operationName);
    if (!isCompiledQuery(made)) throw made.errors?.[0] ?? new GraphQLError('This operation cannot be run.');
    if (compiledOperations.size >= operationsKept) compiledOperations.clear();
    compiledOperations.set(key, made);
    return made;
  }

  return async (operation: RoomOperation, access: AccessContext): Promise<ExecutionResult> => {
    const result = await compiled(operation).query(undefined, room.createContext(access), operation.variables ?? {});
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
