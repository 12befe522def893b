import type { ExecutionResult } from 'graphql';
import { Pool } from 'undici';
import { CieError } from '../errors.ts';
import type { Room, RoomLink } from '../room.ts';
import type { RoomName } from '../names.ts';
import type { Settings } from '../settings.ts';
import { createOperationRunner, type ReportFault } from './run-operation.ts';
import { accessHeader, createCallSigner, signatureHeader, writeAccess } from './signed-call.ts';

/** How long the gateway waits for a room's part of a record, in milliseconds. */
export const roomTimeout = 1500;
/** How long it waits for a command: filing a large message takes longer than a read. */
const commandTimeout = 15_000;

/** Reaches a room in this process: no HTTP, the same time-out. */
export function linkInProcess(room: Room, report: ReportFault): RoomLink {
  const run = createOperationRunner(room, report);
  return {
    name: room.name,
    graphql: (operation, access) => withTimeout(room.name, roomTimeout, run(operation, access)),
    command: async (name, input, access) => {
      const command = room.commands[name];
      if (!command) throw new CieError('COMMAND_UNKNOWN', `The room ${room.name} has no command of this name.`);
      return command(input, access ?? null);
    },
    ready: () => room.ready(),
    close: () => room.close(),
  };
}

/** Reaches a room that runs as a service: signed calls over undici with keep-alive. */
export function linkOverHttp(name: RoomName, url: string, settings: Settings): RoomLink {
  const pool = new Pool(new URL(url).origin, { connections: 32, pipelining: 1, connect: { timeout: 1000 } });
  const sign = createCallSigner(settings);

  async function call(path: string, content: unknown, access: string, timeout: number): Promise<unknown> {
    const body = Buffer.from(JSON.stringify(content ?? null));
    const headers = {
      'content-type': 'application/json',
      [accessHeader]: access,
      [signatureHeader]: sign({ room: name, method: 'POST', path, body, access }),
    };
    // Aborted only after the time-out below has spoken, to free the connection: two clocks would make the error a matter of luck.
    const signal = AbortSignal.timeout(timeout + 100);
    const exchange = async () => {
      const { statusCode, body: answer } = await pool.request({ method: 'POST', path, headers, body, signal });
      return { statusCode, content: await answer.json() };
    };
    const { statusCode, content: answered } = await withTimeout(name, timeout, exchange());
    if (statusCode === 200) return answered;
    throw refusal(name, answered);
  }

  return {
    name,
    // The service answers with what its GraphQL execution gave.
    graphql: async (operation, access) => (await call('/graphql', operation, writeAccess(access), roomTimeout)) as ExecutionResult,
    command: async (command, input, access) => {
      const { answer } = (await call(`/commands/${command}`, input, access === undefined ? '' : writeAccess(access), commandTimeout)) as { answer: unknown };
      return answer;
    },
    ready: async () => {
      const answer = await pool.request({ method: 'GET', path: '/ready', signal: AbortSignal.timeout(roomTimeout) });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new CieError('ROOM_NOT_READY', `The room ${name} is not ready yet.`);
    },
    close: () => pool.close(),
  };
}

/** The code and message that the service gave, or a general one when it gave none. */
function refusal(name: RoomName, content: unknown): CieError {
  if (typeof content === 'object' && content !== null && 'code' in content && 'message' in content) {
    return new CieError(String(content.code), String(content.message));
  }
  return new CieError('ROOM_FAILED', `The room ${name} could not answer. Try again in a moment.`);
}

/** Settles with the answer or, when it does not come in time, with ROOM_TIMEOUT; a late answer is dropped. */
async function withTimeout<T>(name: RoomName, milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new CieError('ROOM_TIMEOUT', `The part "${name}" did not answer in time. Try again in a moment.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
