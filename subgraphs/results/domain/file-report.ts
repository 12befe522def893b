import { mergeReport, type FiledState, type ReportChange } from './merge-report.ts';
import type { DelayRule } from './delay.ts';
import type { FiledReport } from './report.ts';

/** Whose message is filed: the feed's counterpart of an access context. */
export interface FilingContext {
  readonly messageId: string;
  readonly patientId: string;
  /** All records that were joined to it, itself included (ACC-5). */
  readonly recordIds: readonly string[];
  /** ODS code of the organisation that sent it. */
  readonly organisation: string;
}

/** The record as one filing transaction sees it. */
export interface FilingStore {
  /** Makes other filings for this person wait until the transaction ends. */
  lock(recordIds: readonly string[]): Promise<void>;
  /** False when this message has been applied before. */
  claim(messageId: string, patientId: string): Promise<boolean>;
  delayRules(organisation: string): Promise<readonly DelayRule[]>;
  /** The report as it stands, in whichever of the person's records it was filed. */
  find(filing: FilingContext, report: Pick<FiledReport, 'filler' | 'code'>): Promise<{ readonly patientId: string; readonly state: FiledState } | null>;
  save(filing: FilingContext, change: ReportChange): Promise<void>;
}

/** Runs `work` in one transaction: all of a message is filed, with the mark that it was, or nothing. */
export type FilingTransaction = <T>(work: (store: FilingStore) => Promise<T>) => Promise<T>;

/**
 * Files the reports of one message, exactly once (ING-2). Returns how many reports changed: 0 when the message had been
 * applied before.
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
    for (const report of reports) {
      const stored = report === first ? found : await store.find(filing, report);
      const place = { ...filing, patientId: stored?.patientId ?? filing.patientId };
      await store.save(place, mergeReport(stored?.state ?? null, report, { organisation: filing.organisation, delays, newId, now }));
    }
    return reports.length;
  });
}
