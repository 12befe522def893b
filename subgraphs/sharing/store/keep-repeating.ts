import { setTimeout as sleep } from 'node:timers/promises';

export interface Repeating {
  /** One turn. Whatever it throws is handed to `report`, and the next turn comes all the same. */
  readonly turn: () => Promise<unknown>;
  readonly report: (error: unknown) => void;
  /** Time between two turns, in milliseconds. */
  readonly every: number;
}

export interface Repeated {
  /** Ends after the turn under way. */
  close(): Promise<void>;
}

/** Does something at once, then again and again until it is closed. It keeps no process alive. */
export function keepRepeating({ turn, report, every }: Repeating): Repeated {
  const closing = new AbortController();
  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await turn().catch(report);
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
