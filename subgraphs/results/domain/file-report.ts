import { CieError } from '@cie/kit/errors.ts';
import type { FilingContext } from '@cie/kit/feed.ts';
import { asVersionOf } from './child-order.ts';
import { mergeReport, type FiledState, type ReportChange } from './merge-report.ts';
import type { DelayRule } from './delay.ts';
import type { FiledReport, ParentResult } from './report.ts';

/** The record as one filing transaction sees it. */
export interface FilingStore {
  /** Makes other filings for this person wait until the transaction ends. */
  lock(recordIds: readonly string[]): Promise<void>;
  /** False when this message has been applied before. */
  claim(messageId: string, patientId: string): Promise<boolean>;
  delayRules(organisation: string): Promise<readonly DelayRule[]>;
  /** The report as it stands, in whichever of the person's records it was filed. */
  find(filing: FilingContext, report: Pick<FiledReport, 'filler' | 'code'>): Promise<FiledPlace | null>;
  /** All reports that were made of one resource of its sender, whatever panel they are of. */
  findPanels(filing: FilingContext, report: Pick<FiledReport, 'filler' | 'sourceCode'>): Promise<readonly FiledPlace[]>;
  /** Reports in which a test stands that its sender calls one of these names, and reports of such a test alone. */
  findSources(filing: FilingContext, sources: readonly string[]): Promise<readonly FiledPlace[]>;
  /** The report that holds a result which still stands; null when there is none, or when two do. */
  findParent(filing: FilingContext, parent: ParentResult): Promise<FiledPlace | null>;
  save(filing: FilingContext, change: ReportChange): Promise<void>;
  /** What the patient chose for one report holds for the other, unless they have chosen for that one too (ACS-1). */
  carryChoice(from: ReportPlace, to: ReportPlace): Promise<void>;
}

/** A report's own identity: the record that it lies in, and its id there. */
export interface ReportPlace {
  readonly patientId: string;
  readonly id: string;
}

/** A report as it stands, with the record that it was filed in. */
export interface FiledPlace {
  readonly patientId: string;
  readonly state: FiledState;
}

/** Runs `work` in one transaction: all of a message is filed, with the mark that it was, or nothing. */
export type FilingTransaction = <T>(work: (store: FilingStore) => Promise<T>) => Promise<T>;

/**
 * Files the reports of one message, exactly once (ING-2). Returns how many reports changed: 0 when the message had been
 * applied before. Throws PARENT_RESULT_MISSING, with nothing filed, when an order answers a result that the record does not have.
 */
export async function fileReports(filing: FilingContext, reports: readonly FiledReport[], transaction: FilingTransaction, newId: () => string, now = new Date()): Promise<number> {
  return transaction(async (store) => {
    // One connection answers in order: what is read behind the lock sees what the lock waited for, without a round trip between them.
    const [first] = reports;
    const [, isNew, delays, found] = await Promise.all([
      store.lock(filing.recordIds),
      store.claim(filing.messageId, filing.patientId),
      store.delayRules(filing.organisation),
      first === undefined ? null : store.find(filing, first),
    ]);
    if (!isNew) return 0;
    for (const report of await belowParents(store, filing, reports)) {
      const stored = report === first ? found : await store.find(filing, report);
      const place = { ...filing, patientId: stored?.patientId ?? filing.patientId };
      await store.save(place, mergeReport(stored?.state ?? null, report, { organisation: filing.organisation, delays, newId, now }));
    }
    return reports.length;
  });
}

/**
 * Orders that answer a result of an earlier message, as versions of the report that holds it. Filed alone, such an order would show
 * medicines without their germ, and show them once more when the germ comes.
 */
async function belowParents(store: FilingStore, filing: FilingContext, reports: readonly FiledReport[]): Promise<readonly FiledReport[]> {
  const filed: FiledReport[] = [];
  for (const report of reports) {
    const found = report.parent === undefined ? null : await store.findParent(filing, report.parent);
    if (report.parent === undefined) filed.push(report);
    else if (found === null) throw new CieError('PARENT_RESULT_MISSING', 'OBR-26 and OBR-29 name a result that is not in this record, or no longer stands. Send its order, then replay.');
    else filed.push(asVersionOf(found.state, report, report.parent.subId));
  }
  return filed;
}
