import { Writable } from 'node:stream';
import type { ClientBase } from 'pg';

/**
 * Sends what a connection is asked in one turn of the event loop as one write. Statements that are pipelined would otherwise each
 * cost a call into the system, which is most of what a small statement costs; the order of the bytes stays as it is.
 */
export function coalesceWrites(client: ClientBase): void {
  const connection: unknown = Reflect.get(client, 'connection');
  const stream: unknown = typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : undefined;
  // A pg that keeps its socket elsewhere goes on as it always did.
  if (stream instanceof Writable) coalesceStream(stream);
}

export function coalesceStream(stream: Writable): void {
  const write = stream.write.bind(stream);
  let isWaiting = false;
  const later = (...given: Parameters<typeof write>): boolean => {
    if (!isWaiting) {
      isWaiting = true;
      stream.cork();
      // Runs after every promise that is settled by now has asked for more.
      process.nextTick(() => {
        isWaiting = false;
        stream.uncork();
      });
    }
    return write(...given);
  };
  Object.assign(stream, { write: later });
}
