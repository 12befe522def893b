import type { Segment } from '@cie/kit/hl7/hl7-message.ts';
import { Label } from '@cie/kit/names.ts';
import type { FiledReport } from '../domain/report.ts';

/** The result that an order was made because of (OBR-26, OBR-29): susceptibilities are tested in an order of their own. */
export interface ParentResult {
  /** Filler number of the parent order; '' when only the result is named. */
  readonly filler: string;
  /** OBX-3 and OBX-4 of the parent result. */
  readonly code: string;
  readonly subId: string;
}

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
 * Moves the tests of an order that answers one result of another order of the same message to that result (RES-1): the medicines
 * stand below the germ that they were tried on. An order whose parent is not in the message stays a report of its own.
 */
export function joinChildOrders(orders: readonly MappedOrder[]): FiledReport[] {
  const reports: FiledReport[] = [];
  for (const { parent, report } of orders) {
    const index = parent === null ? -1 : reports.findIndex((each) => answers(each, parent));
    const before = reports[index];
    if (parent === null || before === undefined) reports.push(report);
    else reports[index] = withChild(before, report, parent.subId);
  }
  return reports;
}

function answers({ filler, observations }: FiledReport, parent: ParentResult): boolean {
  if (parent.filler !== '' && parent.filler !== filler) return false;
  return observations.some(({ code, subId }) => subId === parent.subId && (parent.code === '' || parent.code === code));
}

function withChild(parent: FiledReport, child: FiledReport, subId: string): FiledReport {
  const tied = child.observations.map((each, index) => ({ ...each, subId: `${subId}.${each.subId === '' ? index + 1 : each.subId}` }));
  const label = parent.label === Label.general ? child.label : parent.label;
  return { ...parent, label, observations: [...parent.observations, ...tied], files: [...parent.files, ...child.files], comments: [...parent.comments, ...child.comments] };
}
