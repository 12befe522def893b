import { CieError, errorKind } from '@cie/kit/errors.ts';
import { WakeUp } from '../feeds/wake-up.ts';
import { ExportLost } from './export-file.store.ts';
import { failures, type ClaimedJob, type Failure } from './export-job.ts';
import { makeFile, type ExportParts } from './make-file.ts';

export interface ExportWorkerOptions extends ExportParts {
  readonly log: { warn(fields: object, message: string): void };
  /** How often it looks for what another process left, in milliseconds. */
  readonly every?: number;
}

export interface ExportWorker {
  /** There is something to do. */
  wake(): void;
  /** Stops after the page that is being read; the file is begun anew by the next process. */
  close(): Promise<void>;
}

/** Makes files, one at a time: reading a page is cheap, drawing it is not, and others wait for the same processor. */
export function startExportWorker(options: ExportWorkerOptions): ExportWorker {
  const { store, log, clock, every = 5000 } = options;
  const wakeUp = new WakeUp();
  const closing = new AbortController();

  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await store.sweep(clock());
        for (let job = await store.claim(clock()); job !== null; job = closing.signal.aborted ? null : await store.claim(clock())) await work(options, job, closing.signal);
      } catch (error) {
        log.warn(errorKind(error), 'downloads could not be looked after');
      }
      if (!closing.signal.aborted) await wakeUp.wait(every);
    }
  };
  const running = loop();
  return {
    wake: () => wakeUp.wake(),
    close: async () => {
      closing.abort();
      wakeUp.wake();
      await running;
    },
  };
}

async function work(options: ExportWorkerOptions, job: ClaimedJob, closing: AbortSignal): Promise<void> {
  const { store, log, clock } = options;
  try {
    await makeFile(options, job, closing);
  } catch (error) {
    if (closing.aborted) await store.release(job);
    // Whoever asked has gone, or another process makes it: there is nobody to tell.
    else if (error instanceof ExportLost) await store.giveUp(job, 'DOWNLOAD_CLOSED', clock());
    else {
      const failure = failureOf(error);
      if (failure === null) log.warn(errorKind(error), 'a download failed');
      await store.giveUp(job, failure, clock());
    }
  }
}

/** What a person is told; null for a fault of ours, after which the file is begun anew. */
function failureOf(error: unknown): Failure | null {
  const code = error instanceof CieError ? error.code : '';
  return failures.find((each) => each === code) ?? null;
}
