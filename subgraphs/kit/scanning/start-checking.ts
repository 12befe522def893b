import { setTimeout as sleep } from 'node:timers/promises';
import type { Checked } from './scan.ts';

export interface Checking {
  /** A file has come whole. */
  wake(): void;
  /** Ends after the file under way. */
  close(): Promise<void>;
}

/** Longest rest, in milliseconds: files that wait for the scanner are tried again by then if they are due. */
const rest = 2000;
const sweepEvery = 600_000;

/** Looks after the quarantine until it is closed: one file after the other. A database that is away for a moment is met again after the rest. */
export function startChecking(checkNext: () => Promise<Checked>, sweep: () => Promise<void>, report: (error: unknown) => void): Checking {
  const closing = new AbortController();
  let waking = new AbortController();
  let sweptAt = -Infinity;

  async function turn(): Promise<Checked> {
    try {
      if (performance.now() - sweptAt > sweepEvery) {
        await sweep();
        sweptAt = performance.now();
      }
      return await checkNext();
    } catch (error) {
      report(error);
      // Nothing was decided; the state of each file is in the database.
      return 'postponed';
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      waking = new AbortController();
      if ((await turn()) === 'done') continue;
      await sleep(rest, undefined, { signal: AbortSignal.any([waking.signal, closing.signal]), ref: false }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    wake: () => waking.abort(),
    close: async () => {
      closing.abort();
      await running;
    },
  };
}
