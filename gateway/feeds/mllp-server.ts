import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { plainFingerprint } from './check-sender.ts';
import type { FeedLog } from './feed-log.ts';
import { anyCaller, type Caller } from './judge-arrival.ts';
import { serveMllpConnection, type FrameReceiver, type MemoryAccount, type MllpLimits } from './mllp-connection.ts';
import type { MllpTls } from './mllp-ports.ts';

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
  /** Shared by all ports, so that more ports hold no more memory. */
  readonly memory?: MemoryAccount;
  /** Message types that it takes; absent or null for all. */
  readonly types?: readonly string[] | null;
  /** Absent or null for a port without TLS. */
  readonly tls?: MllpTls | null;
  readonly receiver: FrameReceiver;
  readonly log: FeedLog;
}

/** How long a sender may take to agree on TLS, in milliseconds. */
const HANDSHAKE_MS = 10_000;

/** Opens an MLLP port. Throws MLLP_PORT_UNAVAILABLE, or MLLP_TLS_INVALID for a certificate or key that is none. */
export async function startMllpServer({ host, port, limits, memory = { held: 0 }, types = null, tls = null, receiver, log }: MllpServerPlan): Promise<MllpServer> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket, caller: Caller): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveMllpConnection(socket, { receiver, limits, memory, caller });
  };
  const server = tls === null
    ? createServer({ allowHalfOpen: true }, (socket) => serve(socket, { ...anyCaller, types }))
    : openTls(tls, log, (socket, certificate) => serve(socket, { ...anyCaller, types, certificate }));
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

/** A server that talks only to senders with a certificate of a known authority; whose it is decides each message (abuse case 23). */
function openTls(tls: MllpTls, log: FeedLog, serve: (socket: Socket, certificate: string) => void): Server {
  try {
    const server = createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS, allowHalfOpen: true }, (socket: TLSSocket) => {
      const certificate = socket.getPeerX509Certificate();
      // The handshake has refused who shows none; a connection whose certificate cannot be told proves nothing.
      if (certificate === undefined) socket.destroy();
      else serve(socket, plainFingerprint(certificate.fingerprint256));
    });
    server.on('tlsClientError', (error) => log.warn({ error: errorKind(error) }, 'MLLP connection refused: no TLS with a client certificate was agreed'));
    return server;
  } catch (error) {
    throw new CieError('MLLP_TLS_INVALID', 'The files of CIE_MLLP_TLS_CERT, CIE_MLLP_TLS_KEY and CIE_MLLP_TLS_CA must hold a PEM certificate, its key, and the certificates of the authorities.', { cause: error });
  }
}
