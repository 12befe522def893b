import type { ClientBase } from 'pg';

/**
 * Option of every pool. pg takes its own listener for errors off a connection when it hands it out, and who asked for it with a
 * promise adds theirs a moment later. A server that dies in that moment (its last words come in the same packet as "ready")
 * would end this process by an error that nobody listens to. The query that uses the connection next fails all the same.
 */
export const survivesLostConnections = {
  onConnect: (client: ClientBase): void => {
    client.on('error', () => undefined);
  },
};
