import { setTimeout as sleep } from 'node:timers/promises';

const pause = 20;
const afterFault = 5000;

/**
 * Seals what an earlier release stored as it came, a few versions at a time while the room is at work, until none is left. It
 * is read either way; a fault of the moment only puts it off, and is reported.
 */
export function startSealing(sealSome: () => Promise<number>, report: (error: unknown) => void): { close(): Promise<void> } {
  const closing = new AbortController();
  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const count = await sealSome().catch((error: unknown) => {
        report(error);
        return null;
      });
      if (count === 0) return;
      await sleep(count === null ? afterFault : pause, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  }
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}
