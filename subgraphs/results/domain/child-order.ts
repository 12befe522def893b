import { Label } from '@cie/kit/names.ts';
import { emptied } from './left-out.ts';
import { keyOf, type FiledState } from './merge-report.ts';
import { isGone, type FiledObservation, type FiledReport, type ParentResult } from './report.ts';
import { supersedes } from './supersede.ts';

/** The test that an order answers, among those of another order. */
export function answeredBy<Test extends FiledObservation>({ code, subId }: ParentResult, tests: readonly Test[]): Test | undefined {
  return tests.find((each) => each.subId === subId && (code === '' || each.code === code));
}

/**
 * Puts the tests of a child order below the result that it answers (RES-1): the medicines below the germ that they were tried on.
 * A test keeps its identity whatever else is sent with it: the parent's sub-id and its own, never its place in the message. Of
 * two orders that tested one medicine, the version counts that would stand had they come one by one. A child order that was
 * cancelled or withdrawn takes its tests along.
 */
export function joinChild(parent: FiledReport, child: FiledReport, subId: string): FiledReport {
  const childOrder = JSON.stringify([child.filler, child.code]);
  const tests = new Map(parent.observations.map((each) => [keyOf(each), each]));
  for (const each of child.observations) {
    const next = asItsOrder({ ...each, subId: each.subId === '' ? subId : `${subId}.${each.subId}`, childOrder }, child);
    const before = tests.get(keyOf(next));
    if (before === undefined || (!repeatsParent(next, before) && supersedes(next, before))) tests.set(keyOf(next), next);
  }
  const { status, issuedAt, sentAt } = child;
  return {
    ...parent,
    label: parent.label === Label.general ? child.label : parent.label,
    observations: [...tests.values()],
    files: [...parent.files, ...child.files],
    comments: [...parent.comments, ...child.comments.filter((comment) => !parent.comments.includes(comment))],
    voided: [...(parent.voided ?? []), ...(isGone(status) ? [{ childOrder, subId, status, issuedAt, sentAt }] : [])],
  };
}

/** A test that says final inside an order that was cancelled or withdrawn went with it. */
function asItsOrder(test: FiledObservation, child: FiledReport): FiledObservation {
  return isGone(child.status) && !isGone(test.status) ? emptied(test, child, child.status) : test;
}

/** Some laboratories repeat the germ in the order of its medicines: the culture's own word on it stands. */
function repeatsParent(next: FiledObservation, { susceptibility, childOrder = null }: FiledObservation): boolean {
  return childOrder === null && susceptibility === null && next.susceptibility === null;
}

/** A child order as the next version of the report that holds its parent result: only its own tests, and nothing else of the report. */
export function asVersionOf({ report, observations }: FiledState, child: FiledReport, subId: string): FiledReport {
  const joined = joinChild({ ...report, observations, files: [] }, child, subId);
  const stored: ReadonlySet<FiledObservation> = new Set(observations);
  return { ...joined, observations: joined.observations.filter((each) => !stored.has(each)) };
}
