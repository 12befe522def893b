import { connect } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { CieError } from '@cie/kit/errors.ts';
import { frameMllp, MllpFraming } from './mllp-framing.ts';

export interface MllpSend {
  readonly host: string;
  readonly port: number;
  /** Client certificate, its key and the authority of the receiver; absent for a connection without TLS. */
  readonly tls?: Pick<ConnectionOptions, 'cert' | 'key' | 'ca'>;
  readonly messages: readonly Uint8Array[];
  /** Messages under way at one time; answers come in the order sent. Default 32. */
  readonly pipeline?: number;
  /** How long one answer may take, in milliseconds. Default 30 s. */
  readonly timeoutMs?: number;
  /** Called with each answer in order. */
  readonly onAnswer: (answer: string, index: number) => void;
}

const LARGEST_ANSWER = 1024 * 1024;

/**
 * Sends messages over one MLLP connection and resolves when all are answered. Throws MLLP_UNREACHABLE, MLLP_TIMEOUT
 * or MLLP_CLOSED; what was answered before has been told to `onAnswer`.
 */
export async function sendOverMllp({ host, port, tls, messages, pipeline = 32, timeoutMs = 30_000, onAnswer }: MllpSend): Promise<void> {
  if (messages.length === 0) return;
  const socket = tls === undefined ? connect({ host, port, noDelay: true }) : connectTls({ host, port, ...tls });
  const framing = new MllpFraming(LARGEST_ANSWER);
  let sent = 0;
  let answered = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const sendMore = (): void => {
        while (sent < messages.length && sent - answered < pipeline) socket.write(frameMllp(messages[sent++] ?? ''));
      };
      socket.setTimeout(timeoutMs, () => reject(new CieError('MLLP_TIMEOUT', `No answer came from ${host}:${port} within ${timeoutMs / 1000} seconds. Send again; what was stored is not doubled.`)));
      socket.on(tls === undefined ? 'connect' : 'secureConnect', sendMore);
      socket.on('data', (packet: Buffer) => {
        try {
          for (const event of framing.push(packet)) onAnswer(event.bytes.toString('utf8'), answered++);
        } catch (error) {
          reject(error instanceof Error ? error : new Error('An answer could not be taken.', { cause: error }));
        }
        if (answered >= messages.length) resolve();
        else sendMore();
      });
      socket.on('error', (cause) => reject(new CieError('MLLP_UNREACHABLE', `${host}:${port} cannot be reached over MLLP. Start the exchange first, or check CIE_PORT.`, { cause })));
      socket.on('close', () => reject(new CieError('MLLP_CLOSED', `${host}:${port} closed the connection with ${messages.length - answered} messages unanswered. Send them again; what was stored is not doubled.`)));
    });
  } finally {
    socket.destroy();
  }
}
