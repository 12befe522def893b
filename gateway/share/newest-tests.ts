import { isGone } from '../export/judgement.ts';
import type { Observation, Report } from '../export/record.ts';

/** A test as it was last done. */
export interface NewestTest {
  readonly test: Observation;
  readonly report: Report;
}

/**
 * The newest value of each test; reports come newest first. A test in another unit is another test (RES-2). What was taken back or has no
 * value says nothing in a summary.
 */
export function newestTests(reports: readonly Report[]): readonly NewestTest[] {
  const newest = new Map<string, NewestTest>();
  for (const report of reports) {
    for (const test of report.observations) {
      const key = `${report.organisation.odsCode} ${test.code} ${test.unit ?? ''}`;
      if (!isGone(test) && test.value !== null && !newest.has(key)) newest.set(key, { test, report });
    }
  }
  return [...newest.values()];
}
