import { gatherCultures, type Culture } from './cultures.ts';
import { narrativeTypes } from './left-out.ts';
import { ReportKind, ResultStatus, type ReadObservation } from './report.ts';

/** A report's text and its tests, as a reader meets them. */
export interface ReportContent {
  /** The words of a radiology report; null for a laboratory report, whose words stand with their tests. */
  readonly text: string | null;
  /** Germs with the medicines that were tried on them. */
  readonly cultures: readonly Culture[];
  /** Tests that stand neither in the text nor in a culture, nor are files. */
  readonly observations: readonly ReadObservation[];
}

/**
 * Radiology sends its report as many lines of text, and some senders number the lines of one text with OBX-4: such lines
 * are joined again for reading. Rows stay apart in the record, so that a correction of one line replaces that line only.
 */
export function presentReport(kind: ReportKind, stored: readonly ReadObservation[]): ReportContent {
  const ordered = [...stored].sort((one, other) => one.position - other.position);
  const shown = ordered.filter((each) => each.fileDigest === null && !isDroppedLine(each, ordered));
  const { cultures, others } = gatherCultures(shown);
  if (kind === ReportKind.laboratory) return { text: null, cultures, observations: joinLines(others) };
  const isText = (each: ReadObservation) => narrativeTypes.has(each.type) || (each.type === 'ST' && each.unit === null && each.referenceRange === null);
  const lines = others.filter(isText).map((each) => each.value).filter((value) => value !== null);
  return { text: lines.length === 0 ? null : lines.join('\n'), cultures, observations: others.filter((each) => !isText(each)) };
}

/** A line that a newer text no longer has; the text itself is there. */
function isDroppedLine({ type, status, code, subId }: ReadObservation, all: readonly ReadObservation[]): boolean {
  return narrativeTypes.has(type) && subId !== '' && status === ResultStatus.withdrawn && all.some((each) => each.code === code && each.status !== ResultStatus.withdrawn);
}

function joinLines(ordered: readonly ReadObservation[]): ReadObservation[] {
  const shown: ReadObservation[] = [];
  for (const each of ordered) {
    const before = shown.at(-1);
    const continues = before !== undefined && before.code === each.code && narrativeTypes.has(each.type) && narrativeTypes.has(before.type) && before.status === each.status;
    if (continues) shown[shown.length - 1] = joined(before, each);
    else shown.push(each);
  }
  return shown;
}

function joined(before: ReadObservation, next: ReadObservation): ReadObservation {
  const previous = before.previousValue === null && next.previousValue === null ? null : lines(before.previousValue ?? before.value, next.previousValue ?? next.value);
  return {
    ...before,
    value: lines(before.value, next.value),
    previousValue: previous,
    corrected: before.corrected || next.corrected,
    comments: [...before.comments, ...next.comments],
  };
}

function lines(one: string | null, other: string | null): string | null {
  return one === null || other === null ? (one ?? other) : `${one}\n${other}`;
}
