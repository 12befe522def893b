import { randomUUID } from 'node:crypto';
import { errorKind } from '@cie/kit/errors.ts';
import { keepDoing } from './keep-doing.ts';
import type { ProxyWarningsOptions } from './proxy-warnings.ts';

const hour = 3_600_000;

/** Lets sharing remind the privacy officer of answers that are due (ACS-5): at once, then every hour. Sharing says it once a day, however many gateways ask. */
export function startPrivacyReminders({ sharing, log, clock, every = hour }: ProxyWarningsOptions): { close(): Promise<void> } {
  return keepDoing({
    every,
    turn: async () => {
      await sharing.command('privacy-reminders', {}, { requestId: randomUUID(), viewer: null, now: clock() });
    },
    failed: (error) => log.warn(errorKind(error), 'the privacy officer could not be reminded'),
  });
}
