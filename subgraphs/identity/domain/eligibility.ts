import { qualifies } from '@cie/kit/organisations.ts';
import type { Treatment } from '@cie/kit/treatment.ts';

/** First day that counts, in London. */
const since = Temporal.PlainDate.from('2018-01-01');

/** REG-3: anything dated on or after 2018-01-01, future appointments included, at an organisation that qualifies. */
export function isEligible(treatments: readonly Treatment[]): boolean {
  return treatments.some(({ organisation, at }) => qualifies(organisation) && Temporal.PlainDate.compare(londonDay(at), since) >= 0);
}

function londonDay(at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/London').toPlainDate();
}
