import { randomUUID } from 'node:crypto';
import { errorKind } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { keepDoing } from './keep-doing.ts';

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
  return keepDoing({
    every,
    turn: async () => {
      await sharing.command('proxy-warnings', {}, { requestId: randomUUID(), viewer: null, now: clock() });
    },
    failed: (error) => log.warn(errorKind(error), 'proxies could not be warned'),
  });
}
