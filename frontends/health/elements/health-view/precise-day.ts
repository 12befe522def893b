import { day } from '@cie/web-kit/language/dates.ts';
import { words as kit } from '@cie/web-kit/language/kit.en.ts';

/** A date in words, as far as it is known (ING-5): `2016`, `May 2016`, `4 May 2016`. */
export function preciseDay(text: string): string {
  const [year = '', month, date] = text.slice(0, 10).split('-');
  if (month === undefined) return year;
  return date === undefined ? `${kit.months[Number(month) - 1] ?? month} ${year}` : day(text.slice(0, 10));
}
