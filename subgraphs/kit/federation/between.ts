/** Days of a list that begins with the latest; either end may be open. ISO dates in London. */
export interface Between {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const smallestId = '00000000-0000-0000-0000-000000000000';

/** Where a list that begins with the latest stands when it comes to the end of this day. */
export function positionAfter(day: string): { readonly at: Date; readonly id: string } {
  return { at: midnight(Temporal.PlainDate.from(day).add({ days: 1 })), id: smallestId };
}

/** Whether a moment lies on this day or after it. */
export function isSince(day: string | undefined, at: Date): boolean {
  return day === undefined || at >= midnight(Temporal.PlainDate.from(day));
}

function midnight(day: Temporal.PlainDate): Date {
  return new Date(day.toZonedDateTime('Europe/London').epochMilliseconds);
}
