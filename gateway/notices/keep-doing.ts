import { setTimeout as sleep } from 'node:timers/promises';

export interface Doing {
  /** One turn. Whatever it throws is handed to `failed`, and the next turn comes all the same. */
  readonly turn: () => Promise<void>;
  readonly failed: (error: unknown) => void;
  /** Time between two turns, in milliseconds. */
  readonly every: number;
}

/** Does something at once, then again and again until it is closed, which waits for the turn under way. */
export function keepDoing({ turn, failed, every }: Doing): { close(): Promise<void> } {
  const closing = new AbortController();
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await turn().catch(failed);
      // Aborted by close, which is how the loop ends.
      await sleep(every, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}
