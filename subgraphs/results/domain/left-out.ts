import { isGone, ResultStatus, type FiledObservation, type FiledReport, type Standing, type StoredObservation, type VoidedOrder } from './report.ts';

/** Lines of text, by OBX-2; other types hold one value. */
export const narrativeTypes: ReadonlySet<string> = new Set(['TX', 'FT']);

/**
 * What a message says, without a word, of tests that it leaves out. As a rule nothing (they stay), with four exceptions:
 * - A report that was withdrawn or cancelled as a whole takes all its tests along.
 * - A correction that was sent whole (`isWhole`) and is the newest version takes along what it no longer lists.
 * - A text whose lines are numbered with OBX-4 and that is sent anew, its first line included, is sent whole: lines of the former
 *   text that it no longer has would otherwise stay below the new one and say the opposite.
 * - A child order that was withdrawn or cancelled as a whole takes the tests along that came in it.
 */
export function goneWithout(stored: readonly StoredObservation[], incoming: FiledReport, isNewest: boolean): FiledObservation[] {
  const sent = incoming.observations;
  const leftOut = stored.filter((each) => !sent.some(({ code, subId }) => code === each.code && subId === each.subId));
  if (isGone(incoming.status)) {
    return leftOut.map((each) => emptied(each, isNewest ? notBefore(each, incoming) : incoming, incoming.status));
  }
  if (incoming.isWhole === true) return isNewest ? leftOut.map((each) => emptied(each, notBefore(each, incoming), ResultStatus.withdrawn)) : [];
  const voided = (incoming.voided ?? []).flatMap((order) => leftOut.filter((each) => cameIn(order, each)).map((each) => emptied(each, order, order.status)));
  return [...voided, ...leftOut.filter((each) => isReplacedText(each, stored, sent)).map((each) => emptied(each, incoming, ResultStatus.withdrawn))];
}

function cameIn({ childOrder, subId }: VoidedOrder, test: StoredObservation): boolean {
  return test.childOrder === childOrder && (test.subId === subId || test.subId.startsWith(`${subId}.`));
}

function isReplacedText(line: StoredObservation, stored: readonly StoredObservation[], sent: readonly FiledObservation[]): boolean {
  const ofText = <Line extends FiledObservation>(lines: readonly Line[]): Line[] => lines.filter(({ code, type, subId }) => code === line.code && subId !== '' && narrativeTypes.has(type));
  const [first] = ofText(stored).toSorted((one, other) => one.position - other.position);
  const anew = ofText(sent);
  return narrativeTypes.has(line.type) && line.subId !== '' && anew.length > 1 && anew.some(({ subId }) => subId === first?.subId);
}

/** A test may say that it was issued after its report; the newest version of the report is about it all the same. */
function notBefore({ issuedAt }: Standing, { sentAt, ...incoming }: Standing): Pick<Standing, 'issuedAt' | 'sentAt'> {
  return { sentAt, issuedAt: issuedAt > incoming.issuedAt ? issuedAt : incoming.issuedAt };
}

/** The test without anything that was found. */
export function emptied(each: FiledObservation, { issuedAt, sentAt }: Pick<Standing, 'issuedAt' | 'sentAt'>, status: ResultStatus): FiledObservation {
  const { code, codeSystem, name, subId, type, unit, referenceRange, low, high, observedAt, observedAtText, sourceId = null, childOrder = null } = each;
  return {
    sourceId, childOrder, code, codeSystem, name, subId, type, unit, referenceRange, low, high, observedAt, observedAtText,
    status, issuedAt, sentAt, value: null, flag: null, susceptibility: null, fileDigest: null, comments: [],
  };
}
