import { createServer } from 'node:net';

/** Whether nothing listens on this port of the local machine. */
export async function isFree(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      // A machine without IPv6 has no ::1 that anybody could listen on.
      else if (error.code === 'EADDRNOTAVAIL') resolve(true);
      else reject(error);
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port that was free a moment ago, for tests. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}

/** The first of a row of ports that were free a moment ago, for tests: below those that this machine gives to outgoing connections. */
export async function freeRow(length: number): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const first = 10_000 + Math.floor(Math.random() * 500) * 20;
    const free = await Promise.all(Array.from({ length }, (_each, index) => isFree(first + index, '127.0.0.1')));
    if (free.every(Boolean)) return first;
  }
  throw new Error('No row of free ports was found.');
}
