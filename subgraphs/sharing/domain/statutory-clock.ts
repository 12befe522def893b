import { dayOf } from '@cie/kit/days.ts';
import type { RequestBasis } from '@cie/kit/records-requests.ts';
import { isWorkingDay, type HolidayExceptions } from './bank-holidays.ts';

/** Months in which a request is answered, and in which one is that was extended (UK GDPR, article 12(3)). */
export const answerMonths = 1;
export const extendedMonths = 3;
/**
 * Days for the records of somebody who has died (Access to Health Records Act 1990, section 3(5)). It allows 40 where no part of the record
 * was made in the 40 days before; nobody looks into the record to find that out, so the shorter time counts always.
 */
export const deceasedDays = 21;

/**
 * SAR-1: the last day for an answer, ISO date. One month runs from the day on which the request, or the evidence of who asks, came in
 * to the same date of the next month, or its last day where it has no such date; a weekend or bank holiday ends on the next working day.
 */
export function lastDayToAnswer(basis: RequestBasis, clockFrom: Date, extended: boolean, exceptions: HolidayExceptions): string {
  const from = Temporal.PlainDate.from(dayOf(clockFrom));
  // No working day is waited for: the Act knows none.
  if (basis === 'personal-representative') return from.add({ days: deceasedDays }).toString();
  let last = from.add({ months: extended ? extendedMonths : answerMonths }, { overflow: 'constrain' });
  while (!isWorkingDay(last.toString(), exceptions)) last = last.add({ days: 1 });
  return last.toString();
}

/** Whether the time for an answer may still be made longer: that is told within the first month, once, and never for somebody who has died. */
export function mayExtend({ basis, clockFrom, extendedAt }: Clocked, now: Date, exceptions: HolidayExceptions): boolean {
  if (basis === 'personal-representative' || clockFrom === null || extendedAt !== null) return false;
  return dayOf(now) <= lastDayToAnswer(basis, clockFrom, false, exceptions);
}

/** What the clock of a request goes by. */
export interface Clocked {
  readonly basis: RequestBasis;
  /** Null while who asks has not shown who they are: no time runs. */
  readonly clockFrom: Date | null;
  readonly extendedAt: Date | null;
}
