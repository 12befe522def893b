import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

export interface LongRequests {
  /** Lets the body of this request take longer than other requests; whoever reads it has to give up on a sender that stands still. */
  allow(request: IncomingMessage): void;
  /** What the server does about a connection that breaks the protocol or takes too long. */
  onClientError(error: Error & { code?: string }, socket: Socket): void;
}

const ANSWERS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/**
 * Node ends every request that has not come in whole after one time limit. A file of a hundred megabytes that is stored as it comes
 * needs longer, and everything else must not (abuse case 46), so the limit is lifted for single requests.
 */
export function createLongRequests(): LongRequests {
  const longer = new WeakSet<Socket>();
  return {
    allow: (request) => {
      const { socket } = request;
      longer.add(socket);
      request.on('close', () => longer.delete(socket));
    },
    onClientError: (error, socket) => {
      if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && longer.has(socket)) return;
      if (error.code === 'ECONNRESET' || socket.destroyed) return;
      const status = ANSWERS[error.code ?? ''] ?? '400 Bad Request';
      if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      socket.destroy(error);
    },
  };
}
