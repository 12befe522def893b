/** Whole minutes until `until`, rounded up so that the last one is not said to be none; 0 when it has passed. */
export const minutesLeft = (until: string, now: number): number => Math.max(0, Math.ceil((Date.parse(until) - now) / 60_000));
