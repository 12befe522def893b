import { dayOf, isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { CareKind, type CareDate } from './care-item.ts';

/** What people enter themselves; a care plan is made by those who care for them. */
export type EnteredKind = Exclude<CareKind, typeof CareKind.carePlan>;

export interface EnteredCareItem {
  readonly kind: EnteredKind;
  readonly name: string;
  /** Whether it still holds: taken now, still allergic, not over. */
  readonly current: boolean;
  /** As far as the person knows: `2016`, `2016-05`, `2016-05-01` (ING-5). */
  readonly startedOn: CareDate | null;
  readonly endedOn: CareDate | null;
  /** How a medicine is taken, or what an allergy does; a condition has none. */
  readonly detail: string | null;
  readonly note: string | null;
}

export const longestName = 200;
export const longestText = 500;

/**
 * The entry as it is kept. Throws a CieError whose code names the field: CARE_ITEM_NAME_INVALID, CARE_ITEM_START_INVALID,
 * CARE_ITEM_END_INVALID, CARE_ITEM_DETAIL_INVALID, CARE_ITEM_NOTE_INVALID.
 */
export function checkedEntry(entered: EnteredCareItem, now: Date): EnteredCareItem {
  const name = entered.name.trim().replaceAll(/\s+/g, ' ');
  if (name === '') throw new CieError('CARE_ITEM_NAME_INVALID', emptyName[entered.kind]);
  if (name.length > longestName) throw new CieError('CARE_ITEM_NAME_INVALID', `Keep the name to ${longestName} characters.`);
  const today = dayOf(now);
  const startedOn = checkedDate(entered.startedOn, today, 'CARE_ITEM_START_INVALID', 'when it began');
  const endedOn = checkedDate(entered.endedOn, today, 'CARE_ITEM_END_INVALID', 'when it ended');
  if (entered.current && endedOn !== null) throw new CieError('CARE_ITEM_END_INVALID', 'What you have now has no end yet.');
  if (startedOn !== null && endedOn !== null && isBefore(endedOn, startedOn)) throw new CieError('CARE_ITEM_END_INVALID', 'The end cannot be before the start.');
  if (entered.kind === CareKind.condition && textOf(entered.detail) !== null) throw new CieError('CARE_ITEM_DETAIL_INVALID', 'A condition has a note only.');
  return {
    ...entered, name, startedOn, endedOn,
    detail: checkedText(entered.detail, 'CARE_ITEM_DETAIL_INVALID'),
    note: checkedText(entered.note, 'CARE_ITEM_NOTE_INVALID'),
  };
}

const emptyName: Readonly<Record<EnteredKind, string>> = {
  [CareKind.medication]: 'Enter the name of the medicine.',
  [CareKind.allergy]: 'Enter what you are allergic to.',
  [CareKind.condition]: 'Enter the name of the condition.',
};

function textOf(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function checkedText(text: string | null, code: string): string | null {
  const trimmed = textOf(text);
  if (trimmed !== null && trimmed.length > longestText) throw new CieError(code, `Keep it to ${longestText} characters.`);
  return trimmed;
}

const dateForm = /^(?:19|20)\d{2}(?:-\d{2}(?:-\d{2})?)?$/;

function checkedDate(text: CareDate | null, today: string, code: string, what: string): CareDate | null {
  const date = textOf(text);
  if (date === null) return null;
  if (!dateForm.test(date) || !isDay(`${date}-01-01`.slice(0, 10))) throw new CieError(code, `Enter ${what} as a year, a month and year, or a date.`);
  if (isBefore(today, date)) throw new CieError(code, `Enter ${what} as a date that is not in the future.`);
  return date;
}

/** Compares as far as both go: 2016 is not before May 2016. */
function isBefore(one: CareDate, other: CareDate): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length) < other.slice(0, length);
}

