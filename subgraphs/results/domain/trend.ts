import { isUniversal } from './code-systems.ts';
import { readNumber } from './reference-range.ts';
import { isGone, ResultStatus, type Flag, type ReadObservation } from './report.ts';

export interface TrendPoint {
  readonly at: Date;
  /** As far as the sender gave it (ING-5). */
  readonly atText: string | null;
  /** Null when the result is no plain number, as `<15`; `text` is always as sent. */
  readonly value: number | null;
  readonly text: string;
  readonly flag: Flag | null;
  /** An early result that may still change. */
  readonly preliminary: boolean;
  readonly reportId: string;
}

/** A result with the organisation that sent it. */
export interface TrendResult extends ReadObservation {
  readonly organisation: string;
}

/** One test over time in one unit (RES-2). */
export interface Trend {
  /** ODS code of the organisation whose own code it is; null when the code means one test everywhere. */
  readonly organisation: string | null;
  readonly code: string;
  readonly name: string;
  readonly unit: string | null;
  /** The reference band of the latest result that has one. */
  readonly low: number | null;
  readonly high: number | null;
  readonly points: readonly TrendPoint[];
}

/**
 * Groups the results of one code, oldest first, into trends (RES-2). Units are never joined, nor are code systems, nor
 * the local codes of two organisations: laboratories use one code for different tests. What was cancelled or withdrawn is no
 * result. The trend with the latest result comes first.
 */
export function trendsOf(results: readonly TrendResult[]): Trend[] {
  const series = new Map<string, TrendResult[]>();
  for (const each of results) {
    if (each.value === null || isGone(each.status)) continue;
    const key = JSON.stringify([each.codeSystem, each.unit, ownerOf(each)]);
    series.set(key, [...(series.get(key) ?? []), each]);
  }
  return [...series.values()].map(trendOf).sort((one, other) => latest(other) - latest(one));
}

const ownerOf = ({ codeSystem, organisation }: TrendResult): string | null => (isUniversal(codeSystem) ? null : organisation);

function trendOf(results: readonly TrendResult[]): Trend {
  const ordered = [...results].sort((one, other) => one.observedAt.getTime() - other.observedAt.getTime());
  const last = ordered.at(-1);
  const band = ordered.findLast(({ low, high }) => low !== null || high !== null);
  return {
    organisation: last === undefined ? null : ownerOf(last),
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
      preliminary: isEarly(each.status),
      reportId: each.reportId,
    })),
  };
}

const isEarly = (status: ResultStatus) => status < ResultStatus.final;

const latest = (trend: Trend) => trend.points.at(-1)?.at.getTime() ?? 0;
