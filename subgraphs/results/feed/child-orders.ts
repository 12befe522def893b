import type { Segment } from '@cie/kit/hl7/hl7-message.ts';
import { answeredBy, joinChild } from '../domain/child-order.ts';
import type { FiledReport, ParentResult } from '../domain/report.ts';

export interface MappedOrder {
  readonly parent: ParentResult | null;
  readonly report: FiledReport;
}

/** OBR-26 names the parent result (code & … ^ sub-id), OBR-29 the parent order (placer ^ filler). Without a sub-id nothing is tied to it. */
export function parentOf(obr: Segment): Pick<MappedOrder, 'parent'> {
  const result = obr.field(26);
  const subId = result.component(2).trim();
  if (subId === '') return { parent: null };
  return { parent: { filler: obr.field(29).sub(2, 1).trim(), code: result.sub(1, 1).trim(), subId } };
}

/**
 * Moves the tests of an order that answers one result of another order of the same message to that result, wherever in the
 * message it stands. An order whose parent came in an earlier message is filed below it in the record.
 */
export function joinChildOrders(orders: readonly MappedOrder[]): FiledReport[] {
  const reports = orders.flatMap(({ parent, report }) => (parent === null ? [report] : []));
  for (const { parent, report } of orders) {
    if (parent === null) continue;
    const index = reports.findIndex((each) => isParent(each, parent));
    const before = reports[index];
    if (before === undefined) reports.push({ ...report, parent });
    else reports[index] = joinChild(before, report, parent.subId);
  }
  return reports;
}

function isParent(report: FiledReport, parent: ParentResult): boolean {
  if (report.parent !== undefined || (parent.filler !== '' && parent.filler !== report.filler)) return false;
  return answeredBy(parent, report.observations) !== undefined;
}
