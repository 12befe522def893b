import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** How a scanner behaves when a whole stream has come: what it answers, or that it hangs up. */
export type Behaviour = { readonly answers: string } | 'hangs-up' | 'hangs-up-early' | { readonly cutsOffAt: number; readonly answers: string };

export interface FakeScanner {
  readonly address: string;
  behaviour: Behaviour;
  /** Bytes of files it was sent. */
  received: Buffer;
  close(): Promise<void>;
}

/** Something that listens where clamd would and does as it is told, to see what becomes of a file then. */
export async function startFakeScanner(): Promise<FakeScanner> {
  const server = createServer((socket) => serve(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a port, so its address is no path.
  const { port } = server.address() as AddressInfo;
  const scanner: FakeScanner = {
    address: `127.0.0.1:${port}`, behaviour: { answers: 'stream: OK' }, received: Buffer.alloc(0),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  function serve(socket: Socket): void {
    let bytes = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      bytes = Buffer.concat([bytes, data]);
      const { behaviour } = scanner;
      if (behaviour === 'hangs-up-early') socket.destroy();
      else if (typeof behaviour === 'object' && 'cutsOffAt' in behaviour && bytes.length > behaviour.cutsOffAt) socket.end(`${behaviour.answers}\0`);
      else if (bytes.subarray(-4).equals(Buffer.alloc(4))) {
        scanner.received = unframed(bytes);
        if (behaviour === 'hangs-up') socket.destroy();
        else socket.end(`${behaviour.answers}\0`);
      }
    });
  }
  return scanner;
}

function unframed(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 'zINSTREAM\0'.length; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    pieces.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return Buffer.concat(pieces);
}
