import { dateOf } from '@cie/web-kit/controls/typed.ts';

const zone = 'Europe/London';
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `2026-03-27` and `08:30` as the clocks in London show a moment. */
export function londonParts(iso: string): { readonly date: string; readonly time: string } {
  const parts = Object.fromEntries(clock.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const of = (name: string): string => parts[name] ?? '';
  return { date: `${of('year')}-${of('month')}-${of('day')}`, time: `${of('hour')}:${of('minute')}` };
}

const form = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i;

/** `8:30am`, `8.30 pm`, `14:30`, `2pm`, `midday`, `midnight` as `hh:mm`; null for what is no time. */
export function timeOf(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  if (text === 'midday') return '12:00';
  if (text === 'midnight') return '00:00';
  const [, hours, minutes, half] = form.exec(text) ?? [];
  // A bare `8` may be a slip; with am or pm it is a time.
  if (hours === undefined || (minutes === undefined && half === undefined)) return null;
  const hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const inDay = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  if (inDay > 23 || Number(minutes ?? 0) > 59) return null;
  return `${String(inDay).padStart(2, '0')}:${minutes ?? '00'}`;
}

/** The moment at which clocks in London show this; null for an hour that is skipped in spring. Of an hour shown twice it is the first. */
export function momentOf(date: string, time: string): string | null {
  for (const offset of ['+01:00', '+00:00']) {
    const moment = new Date(`${date}T${time}:00${offset}`);
    if (Number.isNaN(moment.getTime())) return null;
    const shown = londonParts(moment.toISOString());
    if (shown.date === date && shown.time === time) return moment.toISOString();
  }
  return null;
}

/** `2019`, `May 2019`, `5/2019`, `4 May 2019`, `4/5/2019` as `2019`, `2019-05`, `2019-05-04` (ING-5); null for what is none of them. */
export function preciseDateOf(typed: string): string | null {
  const parts = typed.trim().split(/[\s/.-]+/);
  const year = parts.at(-1) ?? '';
  if (parts.length > 3 || !/^\d{4}$/.test(year)) return null;
  const [day, month] = parts.length === 3 ? [parts[0] ?? '', parts[1] ?? ''] : ['1', parts.length === 2 ? (parts[0] ?? '') : '1'];
  return dateOf({ day, month, year })?.slice(0, [4, 7, 10][parts.length - 1]) ?? null;
}
