/** Whether two kinds of measurement can be told apart, without an assumption about how they are spread. */
export interface Comparison {
  /** How often a measurement of the one kind is greater than one of the other, less the reverse: 0 when they cannot be told apart, 1 or -1 when always. */
  readonly rankBiserial: number;
  /** Two-sided, by the normal approximation of Mann and Whitney's U. */
  readonly probability: number;
  /** Difference of the medians, in the measurements' unit. */
  readonly medianDifference: number;
  readonly medians: readonly [number, number];
}

/** Mann-Whitney U test of two samples. */
export function compare(one: readonly number[], other: readonly number[]): Comparison {
  const all = [...one.map((value) => ({ value, isOne: true })), ...other.map((value) => ({ value, isOne: false }))].toSorted((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let begin = 0; begin < all.length;) {
    let end = begin;
    while (end < all.length && all[end]?.value === all[begin]?.value) end += 1;
    // Equal measurements share the middle of their ranks.
    for (let index = begin; index < end; index += 1) if (all[index]?.isOne === true) rankSum += (begin + 1 + end) / 2;
    begin = end;
  }
  const [n, m] = [one.length, other.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const z = (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  const medians = [median(one), median(other)] as const;
  return { rankBiserial: (2 * u) / (n * m) - 1, probability: 2 * (1 - normal(Math.abs(z))), medianDifference: medians[0] - medians[1], medians };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? (sorted[Math.floor(middle)] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The normal distribution below `z`; Zelen and Severo's approximation, good to 7.5e-8. */
function normal(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return 1 - density * t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
}
