import { ResultStatus, type FiledObservation, type FiledReport, type StoredObservation } from './report.ts';

/** Lines of text, by OBX-2; other types hold one value. */
export const narrativeTypes: ReadonlySet<string> = new Set(['TX', 'FT']);

/**
 * What a message says, without a word, of tests that it leaves out. As a rule nothing (they stay), with two exceptions:
 * - A report that was withdrawn or cancelled as a whole takes all its tests along.
 * - A text whose lines are numbered with OBX-4 and that is sent anew, its first line included, is sent whole: lines of the former
 *   text that it no longer has would otherwise stay below the new one and say the opposite.
 */
export function goneWithout(stored: readonly StoredObservation[], incoming: FiledReport): FiledObservation[] {
  const sent = incoming.observations;
  const leftOut = stored.filter((each) => !sent.some(({ code, subId }) => code === each.code && subId === each.subId));
  if (incoming.status === ResultStatus.withdrawn || incoming.status === ResultStatus.cancelled) {
    return leftOut.map((each) => emptied(each, incoming, incoming.status));
  }
  return leftOut.filter((each) => isReplacedText(each, stored, sent)).map((each) => emptied(each, incoming, ResultStatus.withdrawn));
}

function isReplacedText(line: StoredObservation, stored: readonly StoredObservation[], sent: readonly FiledObservation[]): boolean {
  const ofText = <Line extends FiledObservation>(lines: readonly Line[]): Line[] => lines.filter(({ code, type, subId }) => code === line.code && subId !== '' && narrativeTypes.has(type));
  const [first] = ofText(stored).toSorted((one, other) => one.position - other.position);
  const anew = ofText(sent);
  return narrativeTypes.has(line.type) && line.subId !== '' && anew.length > 1 && anew.some(({ subId }) => subId === first?.subId);
}

function emptied(each: StoredObservation, { issuedAt, sentAt }: FiledReport, status: ResultStatus): FiledObservation {
  const { code, codeSystem, name, subId, type, unit, referenceRange, low, high, observedAt, observedAtText } = each;
  return {
    code, codeSystem, name, subId, type, unit, referenceRange, low, high, observedAt, observedAtText,
    status, issuedAt, sentAt, value: null, flag: null, susceptibility: null, fileDigest: null, comments: [],
  };
}
