import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { CieError } from '../errors.ts';
import type { Scan, Verdict } from './scan.ts';

/** Longest that the scanner may be silent, in milliseconds: it reads the whole file before it answers. */
const patience = 120_000;
/** How long an answer may take to arrive once sending has failed. */
const graceTime = 1000;
const longestAnswer = 4096;

/**
 * A scan by ClamAV's daemon (clamd(8), INSTREAM): the file goes over a socket in pieces, each with its length before it, and
 * a length of zero ends it. `address` is host:port, or the path of a Unix socket. Rejects with SCANNER_UNAVAILABLE.
 */
export function clamdScan(address: string): Scan {
  return async (parts) => {
    const socket = open(address);
    try {
      const answer = answerOf(socket);
      // Nobody waits for it while parts are sent; its failure is met below.
      answer.catch(() => undefined);
      try {
        await send(socket, parts);
      } catch (cause) {
        // One that takes no more may have said why: too large. Its answer then counts; it is there already, or on its way.
        socket.setTimeout(graceTime);
        return verdictOf(await answer.catch(() => Promise.reject(unavailable(cause))));
      }
      return verdictOf(await answer);
    } finally {
      socket.destroy();
    }
  };
}

function open(address: string): Socket {
  const [, host = '', port = ''] = /^([^/\\]+):(\d{1,5})$/.exec(address) ?? [];
  const socket = port === '' ? connect({ path: address }) : connect({ host, port: Number(port) });
  return socket.setTimeout(patience, () => socket.destroy(unavailable(new Error('silent'))));
}

async function send(socket: Socket, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (socket.errored !== null || socket.destroyed || socket.writableEnded) throw socket.errored ?? new Error('closed');
    // Waits while the scanner is slower than we are: memory holds one part, not the file.
    if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close').then(() => Promise.reject(new Error('closed')))]);
  };
  await write(Buffer.from('zINSTREAM\0'));
  for await (const part of parts) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.byteLength);
    await write(length);
    await write(part);
  }
  await write(Buffer.alloc(4));
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      text += String(data);
      if (text.includes('\0') || text.includes('\n')) resolve(text);
      else if (text.length > longestAnswer) reject(unavailable(new Error('long answer')));
    });
    socket.on('error', (cause) => reject(unavailable(cause)));
    socket.on('close', () => reject(unavailable(new Error('closed'))));
  });
}

/** `stream: OK`, `stream: <name> FOUND`, `INSTREAM size limit exceeded. ERROR`. Any other answer says nothing about the file. */
function verdictOf(answer: string): Verdict {
  const text = answer.replace(/[\0\r\n]+$/, '');
  if (text === 'stream: OK') return 'clean';
  if (/^stream: .+ FOUND$/.test(text)) return 'infected';
  if (/size limit exceeded/i.test(text)) return 'too-large';
  throw unavailable(new Error('another answer'));
}

function unavailable(cause: unknown): CieError {
  return cause instanceof CieError ? cause : new CieError('SCANNER_UNAVAILABLE', 'The scanner for malware does not answer as it should. Look at clamd, and at the setting CIE_CLAMD.', { cause });
}
