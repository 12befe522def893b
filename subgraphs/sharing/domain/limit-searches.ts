import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { accessEntry } from './access-entry.ts';
import { professionalOf } from './emergency-access.ts';
import type { DoorStore } from './open-record.ts';

/** How often a professional may search without a record opening: who cares for people finds them, who walks through numbers does not. */
export interface SearchLimit {
  readonly misses: number;
  readonly minutes: number;
}

export const searchLimits: readonly SearchLimit[] = [
  { misses: 10, minutes: 10 },
  { misses: 30, minutes: 24 * 60 },
];

/** The longest of the limits: what is older counts nowhere. */
export const longestMinutes = Math.max(...searchLimits.map(({ minutes }) => minutes));

/** A limit that is used up, and until when. */
export interface SearchRefusal {
  readonly until: Date;
  readonly limit: SearchLimit;
}

/** Decides by the times of earlier misses, newest first; null allows another search. With several limits used up, the one that lasts longest. */
export function refusalOf(misses: readonly Date[], now: Date): SearchRefusal | null {
  const refusals = searchLimits.flatMap((limit): SearchRefusal[] => {
    // The limit is free again when the oldest of as many misses as it allows has left its time.
    const oldest = misses[limit.misses - 1];
    if (oldest === undefined) return [];
    const until = new Date(oldest.getTime() + limit.minutes * 60_000);
    return until > now ? [{ until, limit }] : [];
  });
  return refusals.toSorted((one, other) => other.until.getTime() - one.until.getTime())[0] ?? null;
}

export interface SearchStore {
  /**
   * Counts a search as a miss before anything is looked for, so that many at once are many in the count; or refuses it, and
   * alerts the privacy officer once while a limit lasts.
   */
  begin(access: AccessContext, accountId: string): Promise<{ readonly id: string } | SearchRefusal>;
  /** The search was no miss. */
  found(accountId: string, id: string): Promise<void>;
}

/**
 * Abuse case 21: runs a search for one record within the limits. It answers null for a miss; whether there was nobody or no open door makes no
 * difference to the count. A refused search looks for nobody and is in the access log. Throws PROFESSIONALS_ONLY and SEARCH_TOO_OFTEN.
 */
export async function searchWithinLimits(
  access: AccessContext, searches: SearchStore, log: Pick<DoorStore, 'logRefusal'>, search: () => Promise<string | null>,
): Promise<string | null> {
  const { accountId } = professionalOf(access);
  const begun = await searches.begin(access, accountId);
  if ('until' in begun) {
    await log.logRefusal(access, null, accessEntry(access, 'refused', { reason: 'Too many searches without a result' }));
    throw new CieError(
      'SEARCH_TOO_OFTEN',
      `You have searched many times without opening a record, so searching is paused until ${timeOf(begun.until, access.now)}. Check the details with the patient meanwhile. Records that are open to you stay open.`,
    );
  }
  const found = await search();
  if (found !== null) await searches.found(accountId, begun.id);
  return found;
}

/** `14:32`, or `14:32 tomorrow`; the limits last a day at the longest. The minute after, so that trying then works. */
function timeOf(until: Date, now: Date): string {
  const inLondon = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/London');
  const end = inLondon(new Date(Math.ceil(until.getTime() / 60_000) * 60_000));
  const isToday = end.toPlainDate().equals(inLondon(now).toPlainDate());
  return `${end.toPlainTime().toString({ smallestUnit: 'minute' })}${isToday ? '' : ' tomorrow'}`;
}
