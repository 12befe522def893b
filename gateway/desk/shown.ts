import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import { nhsNumber as drawnNumber } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';

const zone = 'Europe/London';
const withTime = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const inLondon = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** `23 November 2026 at 09:05`, in London; the text itself when it is no time. */
export function dateTime(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : withTime.format(at);
}

/** `31 January 1970` of an ISO date; the text itself when it is none. */
export function day(text: string): string {
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? text : dayOnly.format(at);
}

/** The last day of something that ends at this instant, in London: an end at midnight belongs to the day before. */
export const lastDay = (text: string): string => inLondon.format(new Date(Date.parse(text) - 1));

/** The day of an instant, in London. */
export const dayAt = (text: string): string => inLondon.format(new Date(text));

/** How long something has waited: minutes, then hours, then days, rounded down. */
export function waiting(since: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(since).getTime()) / 60_000));
  if (minutes === 0) return 'less than a minute';
  if (minutes < 60) return count(minutes, 'minute');
  if (minutes < 48 * 60) return count(Math.floor(minutes / 60), 'hour');
  return count(Math.floor(minutes / (24 * 60)), 'day');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

/** `Imperial College Healthcare NHS Trust (RYJ)`; the code once where its name is not known. */
export function organisation(text: string): string {
  const code = text.trim();
  const name = organisationName(code);
  return name === code ? code : `${name} (${code})`;
}

/** An NHS number as it is read and heard (ACC-1); another text as it is. */
export function nhsNumber(text: string): Html {
  const number = parseNhsNumber(text);
  return number.ok ? drawnNumber(number.value) : html`${text}`;
}
