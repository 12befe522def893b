import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { PatientReference } from './read-results.ts';
import { DecisionKind, longestExtension, mayBeExtended, mayBeReleased, type ReleaseDecision } from './release.ts';
import type { StoredReport } from './report.ts';

/** What is to be written of a decision; when and from which time on it holds, and which tests it is about, the database takes from the report. */
export interface NewDecision {
  readonly kind: DecisionKind;
  /** By how many days an extension makes the delay longer; null for a release. */
  readonly days: number | null;
  readonly reason: string;
  readonly author: Viewer;
}

/** A report with what was decided about it, as one change sees them. */
export interface DecidedReport {
  readonly report: StoredReport;
  readonly decisions: readonly ReleaseDecision[];
}

/** Changes under the write passes that came with a record. */
export interface ReleaseChanges<Patient extends PatientReference> {
  /** One transaction: null when no pass shows a report with this id. `decide` says what to write, or throws. */
  change(patient: Patient, reportId: string, decide: (found: DecidedReport) => NewDecision): Promise<StoredReport | null>;
}

/** Lets patient and proxies read a report now (RES-4): "already told the patient". */
export function releaseReport<P extends PatientReference>(access: AccessContext, changes: ReleaseChanges<P>, patient: P, { reportId, reason }: { readonly reportId: string; readonly reason: string }): Promise<StoredReport> {
  return decide(access, changes, patient, reportId, (found, author) => {
    if (!mayBeReleased(releasable(found), access.now)) throw notPossible('Only a report that is final and that the patient cannot read yet can be released early.');
    return { kind: DecisionKind.released, days: null, reason: checkedReason(reason), author };
  });
}

/** Makes the delay of a report longer, once (RES-4). */
export function extendDelay<P extends PatientReference>(
  access: AccessContext, changes: ReleaseChanges<P>, patient: P, { reportId, days, reason }: { readonly reportId: string; readonly days: number; readonly reason: string },
): Promise<StoredReport> {
  return decide(access, changes, patient, reportId, (found, author) => {
    if (!mayBeExtended(releasable(found), access.now)) throw notPossible('Only a report that the patient cannot read yet can be delayed longer, and only once.');
    if (!Number.isInteger(days) || days < 1 || days > longestExtension) {
      throw new CieError('EXTENSION_DAYS_INVALID', `A delay can be made longer by 1 to ${longestExtension} days.`);
    }
    return { kind: DecisionKind.extended, days, reason: checkedReason(reason), author };
  });
}

async function decide<P extends PatientReference>(
  { viewer }: AccessContext, changes: ReleaseChanges<P>, patient: P, reportId: string, make: (found: DecidedReport, author: Viewer) => NewDecision,
): Promise<StoredReport> {
  const changed = !isRecordId(reportId) ? null : await changes.change(patient, reportId, (found) => {
    // The passes say so too, and the database by them: this one has words for it.
    if (viewer === null || !suppliedByGroupOf(viewer, found.report)) {
      throw new CieError('RELEASE_NOT_YOURS', 'Only professionals of the organisation that supplied a report, or of one that shares its records with it, decide when the patient can read it.');
    }
    return make(found, viewer);
  });
  if (changed === null) throw new CieError('REPORT_UNKNOWN', 'There is no such report that you can read.');
  return changed;
}

const releasable = ({ report, decisions }: DecidedReport) => ({ status: report.status, delayedUntil: report.delayedUntil, decisions });

const notPossible = (text: string): CieError => new CieError('RELEASE_NOT_POSSIBLE', text);

function checkedReason(reason: string): string {
  const text = reason.trim();
  if (text === '' || text.length > 1000) throw new CieError('RELEASE_REASON_INVALID', 'Give the reason in 1 to 1,000 characters. It is kept with the report.');
  return text;
}

function suppliedByGroupOf({ kind, organisation, duties }: Viewer, report: Pick<StoredReport, 'organisation'>): boolean {
  return kind === 'professional' && duties.length === 0 && organisation !== null && recordSharingGroupOf(organisation).includes(report.organisation);
}

/** What a reader is told of the release of a report. */
export interface ShownRelease {
  readonly availableFrom: Date | null;
  readonly releasedEarly: boolean;
  readonly extended: boolean;
  readonly mayRelease: boolean;
  readonly mayExtend: boolean;
  readonly decisions: readonly (Omit<ReleaseDecision, 'testCodes' | 'reason'> & { readonly reason: string | null })[];
}

/** RES-4: professionals read the reasons; patients and those who act for them read when, by whom and what. */
export function showRelease({ viewer, now }: AccessContext, found: DecidedReport): ShownRelease {
  const { report, decisions } = found;
  const mayDecide = viewer !== null && suppliedByGroupOf(viewer, report);
  const isOf = (kind: DecisionKind): boolean => decisions.some((each) => each.kind === kind);
  return {
    availableFrom: report.delayedUntil,
    releasedEarly: isOf(DecisionKind.released),
    extended: isOf(DecisionKind.extended),
    mayRelease: mayDecide && mayBeReleased(releasable(found), now),
    mayExtend: mayDecide && mayBeExtended(releasable(found), now),
    decisions: decisions
      .toSorted((one, other) => one.decidedAt.getTime() - other.decidedAt.getTime())
      .map(({ testCodes: _codes, reason, ...each }) => ({ ...each, reason: viewer?.kind === 'professional' ? reason : null })),
  };
}
