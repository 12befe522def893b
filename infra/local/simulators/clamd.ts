import { createServer, type Socket } from 'node:net';

/** The test file of the European Institute for Computer Antivirus Research, in two halves, so that no scanner takes this source for it. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
/** As ClamAV is delivered: StreamMaxLength 25 MB. */
const streamMaxLength = 25 * 1024 * 1024;

export interface ClamdSimulator {
  close(): Promise<void>;
}

/**
 * A scanner that speaks the protocol of ClamAV's daemon (clamd(8): PING, INSTREAM) and knows one virus, the harmless EICAR
 * test file. It keeps nothing of what it is sent.
 */
export async function startClamd(port: number, host = '127.0.0.1'): Promise<ClamdSimulator> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in the middle is its own affair.
    socket.on('error', () => socket.destroy());
    void answer(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Bytes of a socket, as many as are asked for at a time. */
function reader(socket: Socket) {
  // A socket without an encoding gives buffers.
  const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done === true) return false;
    held = Buffer.concat([held, next.value]);
    return true;
  };
  return {
    async take(length: number): Promise<Buffer | null> {
      while (held.length < length) if (!(await more())) return null;
      const taken = held.subarray(0, length);
      held = held.subarray(length);
      return taken;
    },
    async command(): Promise<string | null> {
      for (;;) {
        const end = held.indexOf(0);
        if (end >= 0) return (await this.take(end + 1))?.toString('latin1').slice(0, -1) ?? null;
        if (held.length > 64 || !(await more())) return null;
      }
    },
  };
}

async function answer(socket: Socket): Promise<void> {
  const input = reader(socket);
  try {
    const command = await input.command();
    if (command === 'zPING') socket.end('PONG\0');
    else if (command === 'zINSTREAM') socket.end(`${await scan(input)}\0`);
    else socket.end('UNKNOWN COMMAND\0');
  } catch {
    socket.destroy();
  }
}

async function scan(input: ReturnType<typeof reader>): Promise<string> {
  let size = 0;
  // What the last chunk ended with, since the signature may be cut over two.
  let tail = '';
  for (;;) {
    const length = (await input.take(4))?.readUInt32BE();
    if (length === undefined) return 'stream: incomplete ERROR';
    if (length === 0) return 'stream: OK';
    size += length;
    if (size > streamMaxLength) return 'INSTREAM size limit exceeded. ERROR';
    const chunk = await input.take(length);
    if (chunk === null) return 'stream: incomplete ERROR';
    const text = tail + chunk.toString('latin1');
    if (text.includes(eicar)) return 'stream: Win.Test.EICAR_HDB-1 FOUND';
    tail = text.slice(-eicar.length);
  }
}
