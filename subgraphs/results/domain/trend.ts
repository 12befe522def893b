import type { Flag, ReadObservation } from './report.ts';
import { readNumber } from './reference-range.ts';

export interface TrendPoint {
  readonly at: Date;
  /** As far as the sender gave it (ING-5). */
  readonly atText: string | null;
  /** Null when the result is no plain number, as `<15`; `text` is always as sent. */
  readonly value: number | null;
  readonly text: string;
  readonly flag: Flag | null;
  readonly reportId: string;
}

/** One test over time in one unit (RES-2). */
export interface Trend {
  readonly code: string;
  readonly name: string;
  readonly unit: string | null;
  /** The reference band of the latest result that has one. */
  readonly low: number | null;
  readonly high: number | null;
  readonly points: readonly TrendPoint[];
}

/**
 * Groups the results of one code, oldest first, into trends (RES-2). Units are never joined, nor are code systems: two
 * laboratories use one local code for different tests. The trend with the latest result comes first.
 */
export function trendsOf(results: readonly ReadObservation[]): Trend[] {
  const series = new Map<string, ReadObservation[]>();
  for (const each of results) {
    if (each.value === null) continue;
    const key = JSON.stringify([each.codeSystem, each.unit]);
    series.set(key, [...(series.get(key) ?? []), each]);
  }
  return [...series.values()].map(trendOf).sort((one, other) => latest(other) - latest(one));
}

function trendOf(results: readonly ReadObservation[]): Trend {
  const ordered = [...results].sort((one, other) => one.observedAt.getTime() - other.observedAt.getTime());
  const last = ordered.at(-1);
  const band = ordered.findLast(({ low, high }) => low !== null || high !== null);
  return {
    code: last?.code ?? '',
    name: last?.name ?? '',
    unit: last?.unit ?? null,
    low: band?.low ?? null,
    high: band?.high ?? null,
    points: ordered.map((each) => ({
      at: each.observedAt,
      atText: each.observedAtText,
      value: readNumber(each.value),
      text: each.value ?? '',
      flag: each.flag,
      reportId: each.reportId,
    })),
  };
}

const latest = (trend: Trend) => trend.points.at(-1)?.at.getTime() ?? 0;
