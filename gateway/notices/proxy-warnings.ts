import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorKind } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';

export interface ProxyWarningsOptions {
  readonly sharing: Pick<RoomLink, 'command'>;
  readonly log: { warn(fields: object, message: string): void };
  readonly clock: () => Date;
  /** Time between two looks, in milliseconds; an hour when left out. Doors shut by their date, whatever this does. */
  readonly every?: number;
}

const hour = 3_600_000;

/**
 * Lets sharing warn proxies and patients of reviews and ends (ACC-4): at once, then every hour. Sharing says each thing once, however
 * many gateways ask; one that fails is asked again an hour later.
 */
export function startProxyWarnings({ sharing, log, clock, every = hour }: ProxyWarningsOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await sharing.command('proxy-warnings', {}, { requestId: randomUUID(), viewer: null, now: clock() });
      } catch (error) {
        log.warn(errorKind(error), 'proxies could not be warned');
      }
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
