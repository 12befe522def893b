import { randomUUID } from 'node:crypto';
import { errorKind } from '@cie/kit/errors.ts';
import { keepDoing } from './keep-doing.ts';
import type { ProxyWarningsOptions } from './proxy-warnings.ts';

const hour = 3_600_000;

/**
 * Lets sharing remind the records team of requests that are due soon (SAR-1): at once, then every hour. Sharing says each thing once,
 * however many gateways ask.
 */
export function startRecordsReminders({ sharing, log, clock, every = hour }: ProxyWarningsOptions): { close(): Promise<void> } {
  return keepDoing({
    every,
    turn: async () => {
      await sharing.command('records-reminders', {}, { requestId: randomUUID(), viewer: null, now: clock() });
    },
    failed: (error) => log.warn(errorKind(error), 'the records team could not be reminded'),
  });
}
