import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';

/** One line of the start-up list. */
export interface Part {
  /** What the progress line says. */
  name: string;
  /** Starts the part; what it returns ends it. */
  start(): Promise<{ close(): Promise<void> }>;
}

interface StartedPart {
  name: string;
  running: { close(): Promise<void> };
}

export interface RunningParts {
  /** Ends what has been started, the last first. */
  close(): Promise<void>;
}

/** A part that does not end in this time is left: the process ends anyway, and PostgreSQL is waited for separately. */
const closeLimit = 15_000;

async function closeAll(started: StartedPart[], log: Log): Promise<void> {
  for (const part of started.toReversed()) {
    const limit = new AbortController();
    try {
      const late = sleep(closeLimit, 'late', { signal: limit.signal, ref: false });
      const outcome = await Promise.race([part.running.close(), late]);
      if (outcome === 'late') log.warn({ part: part.name }, 'a part did not stop in time');
    } catch (error) {
      log.error({ part: part.name, kind: error instanceof Error ? error.name : typeof error }, 'a part did not stop cleanly');
    } finally {
      limit.abort();
    }
  }
}

/**
 * Starts the parts one after the other, saying each with its time in milliseconds. When one fails, or `cancelled` turns
 * true in between, what had started is ended again; null says that it was cancelled.
 */
export async function startParts(parts: readonly Part[], log: Log, cancelled: () => boolean): Promise<RunningParts | null> {
  const started: StartedPart[] = [];
  for (const part of parts) {
    const begin = performance.now();
    try {
      started.push({ name: part.name, running: await part.start() });
    } catch (error) {
      console.error(`  ${part.name} failed`);
      await closeAll(started, log);
      throw error;
    }
    console.info(`  ${part.name.padEnd(48)} ${String(Math.round(performance.now() - begin)).padStart(6)} ms`);
    if (cancelled()) {
      await closeAll(started, log);
      return null;
    }
  }
  return { close: async () => await closeAll(started, log) };
}
