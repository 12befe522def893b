import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { CieError } from '@cie/kit/errors.ts';
import type { FeedLog } from './feed-log.ts';
import { serveMllpConnection, type MemoryAccount, type MllpLimits } from './mllp-connection.ts';
import type { Receiver } from './receiver.ts';

export interface MllpServer {
  readonly port: number;
  /** Takes no more, answers what was received, then closes every connection. */
  close(): Promise<void>;
}

export interface MllpServerPlan {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly limits: MllpLimits;
  readonly receiver: Receiver;
  readonly log: FeedLog;
}

/** Opens the MLLP port. Throws MLLP_PORT_UNAVAILABLE. */
export async function startMllpServer({ host, port, limits, receiver, log }: MllpServerPlan): Promise<MllpServer> {
  const sockets = new Set<Socket>();
  const memory: MemoryAccount = { held: 0 };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveMllpConnection(socket, receiver, limits, memory);
  });
  server.maxConnections = limits.maxConnections;
  server.on('drop', () => log.warn({ most: limits.maxConnections }, 'MLLP connection refused: all are in use'));
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new CieError('MLLP_PORT_UNAVAILABLE', `The MLLP port ${port} on ${host} cannot be opened. Stop what uses it or set CIE_MLLP_PORT.`, { cause: error });
  }
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.pause();
      await receiver.idle();
      for (const socket of sockets) {
        socket.end();
        setTimeout(() => socket.destroy(), 200).unref();
      }
      await closed;
    },
  };
}
