import { words } from '../language/kit.en.ts';

/** A day as it was typed, kept while it is being corrected. */
export interface TypedDay {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export const noDay: TypedDay = { day: '', month: '', year: '' };

/** `3`, `March` or `Mar` as a number; anything else as it was typed. Three letters are the fewest that name one month. */
function monthNumber(typed: string): string {
  const word = typed.toLowerCase().replace(/\.$/, '');
  const index = word.length < 3 ? -1 : words.months.findIndex((name) => name.toLowerCase().startsWith(word));
  return index < 0 ? typed : String(index + 1);
}

/** `yyyy-mm-dd`, or null when there is no such day. The month may be a number or its English name, whole or cut short. */
export function dateOf({ day, month: typedMonth, year }: TypedDay): string | null {
  const month = monthNumber(typedMonth);
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? null : date;
}

/** What was typed into a field, without the spaces around it. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

export const dayOf = (form: FormData): TypedDay => ({ day: textOf(form, 'day'), month: textOf(form, 'month'), year: textOf(form, 'year') });
