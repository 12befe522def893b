import { ReportKind, type ReadObservation } from './report.ts';

const narrativeTypes: ReadonlySet<string> = new Set(['TX', 'FT']);

/** A report's text and its tests, as a reader meets them. */
export interface ReportContent {
  /** The words of a radiology report; null for a laboratory report, whose words stand with their tests. */
  readonly text: string | null;
  readonly observations: readonly ReadObservation[];
}

/**
 * Radiology sends its report as many lines of text, and some senders number the lines of one text with OBX-4: such lines
 * are joined again for reading. Rows stay apart in the record, so that a correction of one line replaces that line only.
 */
export function presentReport(kind: ReportKind, stored: readonly ReadObservation[]): ReportContent {
  const ordered = [...stored].sort((one, other) => one.position - other.position);
  if (kind === ReportKind.laboratory) return { text: null, observations: joinLines(ordered) };
  const isText = (each: ReadObservation) => narrativeTypes.has(each.type) || (each.type === 'ST' && each.unit === null && each.referenceRange === null);
  const lines = ordered.filter(isText).map((each) => each.value).filter((value) => value !== null);
  return { text: lines.length === 0 ? null : lines.join('\n'), observations: ordered.filter((each) => !isText(each)) };
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
