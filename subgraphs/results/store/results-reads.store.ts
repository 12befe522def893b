import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import DataLoader from 'dataloader';
import { In, MoreThan, type EntityManager } from 'typeorm';
import type { ResultsReads } from '../domain/read-results.ts';
import { attachmentsOfReports, contentOfAttachment } from './attachment.store.ts';
import { observationsOfReports, observationsOfTest } from './observation.queries.ts';
import { ReleaseDecisionEntity } from './release-decision.entity.ts';
import { ReportEntity } from './report.entity.ts';
import { WaitingReportEntity } from './waiting-report.entity.ts';

interface ReportKey {
  readonly patient: RoomPatient;
  readonly reportId: string;
}

/**
 * The reads of one operation. Each query names its patient, so that it uses the index; what keeps other rows out is the
 * database's policy, not this condition.
 */
export function createResultsReads(reader: RoomReader, ring: KeyRing): ResultsReads<RoomPatient> {
  const observations = partsOfReports(reader, observationsOfReports);
  const attachments = partsOfReports(reader, attachmentsOfReports);
  const decisions = partsOfReports(reader, (manager, patient, reportIds) => manager.findBy(ReleaseDecisionEntity, { patientId: ofRecord(patient), reportId: In([...reportIds]) }));
  return {
    reports: (patient, { limit, after, kind }) =>
      reader.read(patient, (manager) => {
        const query = manager
          .createQueryBuilder(ReportEntity, 'report')
          .where({ patientId: ofRecord(patient) })
          .orderBy('report.issued_at', 'DESC')
          .addOrderBy('report.id', 'DESC')
          .limit(limit);
        if (kind !== null) query.andWhere('report.kind = :kind', { kind });
        if (after !== null) query.andWhere('(report.issued_at, report.id) < (:issuedAt, :id)', after);
        return query.getMany();
      }),
    report: (patient, id) => reader.read(patient, (manager) => manager.findOneBy(ReportEntity, { patientId: ofRecord(patient), id })),
    observations: (patient, reportId) => observations.load({ patient, reportId }),
    attachments: (patient, reportId) => attachments.load({ patient, reportId }),
    attachmentContent: (patient, id) => reader.read(patient, (manager) => contentOfAttachment(manager, ring, patient, id)),
    decisions: (patient, reportId) => decisions.load({ patient, reportId }),
    trend: (patient, code) => reader.read(patient, (manager) => observationsOfTest(manager, patient, code)),
    waiting: (patient, now) =>
      reader.read(patient, (manager) =>
        manager.find(WaitingReportEntity, { where: { patientId: ofRecord(patient), availableFrom: MoreThan(now) }, order: { availableFrom: 'ASC' } }),
      ),
  };
}

type PartsQuery<Part> = (manager: EntityManager, patient: RoomPatient, reportIds: readonly string[]) => Promise<readonly Part[]>;

/** What stands in reports, for many of them: one query for each patient, all in one transaction. */
function partsOfReports<Part extends { readonly reportId: string }>(reader: RoomReader, query: PartsQuery<Part>): DataLoader<ReportKey, readonly Part[], string> {
  return new DataLoader((keys) => loadParts(reader, query, keys), { cacheKeyFn: ({ patient, reportId }) => `${patient.id} ${reportId}` });
}

async function loadParts<Part extends { readonly reportId: string }>(reader: RoomReader, query: PartsQuery<Part>, keys: readonly ReportKey[]): Promise<(readonly Part[])[]> {
  const byReport = new Map<string, readonly Part[]>();
  const queries = [...Map.groupBy(keys, ({ patient }) => patient.id)].map(async ([patientId, wanted]) => {
    const reports = wanted.map(({ reportId }) => reportId);
    // Every reference to one patient in an operation carries the same pass.
    const patient = wanted[0]?.patient ?? { id: patientId, ids: [patientId], passes: [] };
    const found = await reader.read(patient, (manager) => query(manager, patient, reports));
    for (const [reportId, parts] of Map.groupBy(found, (each) => each.reportId)) byReport.set(reportId, parts);
  });
  await Promise.all(queries);
  return keys.map(({ reportId }) => byReport.get(reportId) ?? []);
}
