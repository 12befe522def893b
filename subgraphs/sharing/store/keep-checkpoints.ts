import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckpointStore } from './checkpoint.store.ts';

/** Time between two checkpoints, in milliseconds (ACS-6). */
const every = 300_000;

export interface KeptCheckpoints {
  /** Ends after the checkpoint under way. */
  close(): Promise<void>;
}

/** Writes a checkpoint at once, then every five minutes until it is closed. One that fails is made up for by the next. */
export function keepCheckpoints(store: CheckpointStore, report: (error: unknown) => void, clock: () => Date = () => new Date()): KeptCheckpoints {
  const closing = new AbortController();
  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await store.write(clock()).catch(report);
      // Aborted by close, which is how the loop ends.
      await sleep(every, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
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
