import type { AccessContext } from '@cie/kit/access-context.ts';
import { presentReport, type ReportContent } from './present-report.ts';
import type { ReleaseDecision } from './release.ts';
import type { ReportAttachment, ReportKind, ReadObservation, StoredReport, WaitingReport } from './report.ts';
import { trendsOf, type Trend, type TrendResult } from './trend.ts';

/** A person as the caller's references name one; the store knows which passes go with it. */
export interface PatientReference {
  readonly id: string;
}

/** Sort key of the last report that the reader already has. */
export interface ReportPosition {
  readonly issuedAt: Date;
  readonly id: string;
}

export interface ReportQuery {
  /** At most this many. */
  readonly limit: number;
  readonly after: ReportPosition | null;
  readonly kind: ReportKind | null;
}

/** Reads of one operation under its passes: what no pass opens is not there, for whatever reason. */
export interface ResultsReads<Patient extends PatientReference> {
  reports(patient: Patient, query: ReportQuery): Promise<readonly StoredReport[]>;
  report(patient: Patient, id: string): Promise<StoredReport | null>;
  observations(patient: Patient, reportId: string): Promise<readonly ReadObservation[]>;
  trend(patient: Patient, code: string): Promise<readonly TrendResult[]>;
  attachments(patient: Patient, reportId: string): Promise<readonly ReportAttachment[]>;
  attachmentContent(patient: Patient, id: string): Promise<Buffer | null>;
  decisions(patient: Patient, reportId: string): Promise<readonly ReleaseDecision[]>;
  waiting(patient: Patient, now: Date): Promise<readonly WaitingReport[]>;
}

export interface ReportPage {
  readonly reports: readonly StoredReport[];
  readonly hasNextPage: boolean;
}

/** One page of reports, latest issue first (RES-1); what is withheld leaves no gap and no count (RES-5). */
export async function listReports<P extends PatientReference>(_access: AccessContext, reads: ResultsReads<P>, patient: P, query: ReportQuery): Promise<ReportPage> {
  const found = await reads.reports(patient, { ...query, limit: query.limit + 1 });
  return { reports: found.slice(0, query.limit), hasNextPage: found.length > query.limit };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One report; null when there is none, when it is withheld, and when the id is no id: one answer for all (abuse case 2). */
export async function readReport<P extends PatientReference>(_access: AccessContext, reads: ResultsReads<P>, patient: P, id: string): Promise<StoredReport | null> {
  return uuid.test(id) ? reads.report(patient, id) : null;
}

/** What stands in a report. */
export async function readReportContent<P extends PatientReference>(_access: AccessContext, reads: ResultsReads<P>, patient: P, report: StoredReport): Promise<ReportContent> {
  return presentReport(report.kind, await reads.observations(patient, report.id));
}

/** The files of a report. Most have none, and the tests that were read anyway say so: then nothing is asked. */
export async function listAttachments<P extends PatientReference>(_access: AccessContext, reads: ResultsReads<P>, patient: P, report: StoredReport): Promise<readonly ReportAttachment[]> {
  const observations = await reads.observations(patient, report.id);
  return observations.some(({ fileDigest }) => fileDigest !== null) ? reads.attachments(patient, report.id) : [];
}

/** The bytes of one file of a report. */
export async function readAttachment<P extends PatientReference>(_access: AccessContext, reads: ResultsReads<P>, patient: P, id: string): Promise<Buffer | null> {
  return uuid.test(id) ? reads.attachmentContent(patient, id) : null;
}

/** One test over time, a trend for each unit (RES-2). */
export async function readTrend<P extends PatientReference>(_access: AccessContext, reads: ResultsReads<P>, patient: P, code: string): Promise<Trend[]> {
  return trendsOf(await reads.trend(patient, code));
}

/** Reports that cannot be read yet, soonest first, as far as the policy lets patients know of them (RES-3). */
export async function listWaitingReports<P extends PatientReference>(access: AccessContext, reads: ResultsReads<P>, patient: P): Promise<readonly WaitingReport[]> {
  return reads.waiting(patient, access.now);
}
