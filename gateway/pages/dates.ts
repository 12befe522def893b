import * as written from '@cie/web-kit/language/dates.ts';

/** `12 December 2026 at 2:30pm`, in London. */
export const dayAndTime = (at: Date | string): string => written.dayAndTime(new Date(at).toISOString());

/** `2:30pm`, `midday`, in London. */
export const timeOfDay = (at: Date): string => written.time(at.toISOString());

/** `11 December 2026`: the last day of what ends as the 12th begins, in London. */
export const lastDayOf = (at: string): string => written.lastDay(at);

/** `2026-12-12`, in London. */
export const isoDayOf = (at: Date | string): string => written.isoDay(new Date(at).toISOString());

/** `12 December 2026`, in London. */
export const dayOf = (at: Date | string): string => written.day(new Date(at).toISOString());
