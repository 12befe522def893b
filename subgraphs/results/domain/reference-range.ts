/** Bounds of a reference range, in the unit of its result; null where there is none. */
export interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

const number = String.raw`(-?\d+(?:\.\d+)?)`;
const between = new RegExp(`^${number}\\s*(?:-|–|to)\\s*${number}$`, 'i');
const below = new RegExp(`^(?:<|≤|<=)\\s*${number}$`);
const above = new RegExp(`^(?:>|≥|>=)\\s*${number}$`);

/**
 * Reads the bounds of a reference range as laboratories write it: `49 - 92`, `[ < 4.5]`, `>60`, `<=5` (OBX-7). Anything
 * else, words included, has no bounds: a band drawn from a guess would mislead.
 */
export function readBounds(text: string): Bounds {
  const range = text.trim().replace(/^[[(]\s*(.*?)\s*[\])]$/, '$1');
  const [, low, high] = between.exec(range) ?? [];
  if (low !== undefined && high !== undefined && Number(low) <= Number(high)) return { low: Number(low), high: Number(high) };
  const [, most] = below.exec(range) ?? [];
  if (most !== undefined) return { low: null, high: Number(most) };
  const [, least] = above.exec(range) ?? [];
  return { low: least === undefined ? null : Number(least), high: null };
}

/** The number that a value is, for a chart only; null for `<15`, a ratio or words. */
export function readNumber(value: string | null): number | null {
  return value !== null && /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/.test(value) ? Number(value) : null;
}
