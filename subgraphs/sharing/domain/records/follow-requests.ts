import type { AccessContext } from '@cie/kit/access-context.ts';
import { dayOf, daysBefore } from '@cie/kit/days.ts';
import { accessEntry, type AccessEntry } from '../access-entry.ts';
import { toAccount, toTeam } from './make-request.ts';
import type { RecordsRequestStore } from './records-request.ts';

/** Days before the last one on which a request is urgent, and the team is reminded. */
export const soonDays = 7;

/** The last day that counts as soon, seen from a moment. */
export const soonBy = (now: Date): string => Temporal.PlainDate.from(dayOf(now)).add({ days: soonDays }).toString();

/**
 * SAR-1: reminds the records team of what is due soon, and of reviews that nobody has answered in time, each once. Resolves with how many
 * there were.
 */
export async function remindTeam(access: AccessContext, store: RecordsRequestStore): Promise<number> {
  return (await store.remind(soonBy(access.now), toTeam)) + (await store.remindOfLate(access.now, toTeam));
}

/**
 * How long a request waits for what who asks has to show, in days since anything was last done about it: then it ends, so that copies of
 * passports of people who never went on are kept no longer.
 */
export const unsentDays = 90;
/** Requests that one turn ends; the next turn takes the next. */
const mostEnded = 100;

const exchange = 'The Care Information Exchange';

/** Ends the requests for which nothing was shown in time, and tells who asked. Resolves with how many there were. */
export async function endUnsent(access: AccessContext, store: RecordsRequestStore): Promise<number> {
  const limit = daysBefore(access.now, unsentDays);
  const entry: AccessEntry = { ...accessEntry(access, 'request-decided', { reason: 'Ended: nothing was shown for it' }), who: exchange };
  let ended = 0;
  for (const id of await store.unsentSince(limit, mostEnded)) {
    const found = await store.decide(access, id, ({ request }) => {
      // Somebody went on with it in this very moment.
      if (request.decided !== 'evidence' || request.touchedAt > limit) return null;
      return {
        change: { decided: 'refused', decidedAt: access.now, decider: exchange, refusal: 'identity-not-shown', texts: { refusal: `Nothing was sent for ${unsentDays} days. You can ask again at any time.` } },
        entry,
        notices: [toAccount(request.accountId, 'records-request-refused', { reference: request.reference })],
      };
    });
    if (found?.request.decided === 'refused') ended += 1;
  }
  return ended;
}

/** An account was closed: whoever asked by it cannot collect here any more. The records team hears of what it still has to answer, by post. */
export function closeRequester(access: AccessContext, store: RecordsRequestStore, accountId: string): Promise<void> {
  return store.closeAccount(accountId, access.now, toTeam);
}
