import { dayOf, endOfDay } from '@cie/kit/days.ts';
import { answerWorkingDays } from '@cie/kit/privacy.ts';
import { isWorkingDay, type HolidayExceptions } from '../bank-holidays.ts';

/** The end of the tenth working day after the day of a dispute, in London: by then the patient has an answer (ACS-5). */
export function answerBy(disputedAt: Date, holidays: HolidayExceptions): Date {
  let day = Temporal.PlainDate.from(dayOf(disputedAt));
  for (let passed = 0; passed < answerWorkingDays; ) {
    day = day.add({ days: 1 });
    if (isWorkingDay(day.toString(), holidays)) passed += 1;
  }
  return endOfDay(day.toString());
}
