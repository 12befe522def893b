import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import DataLoader from 'dataloader';
import { MoreThan } from 'typeorm';
import type { ResultsReads } from '../domain/read-results.ts';
import type { ReadObservation } from '../domain/report.ts';
import { observationsOfReports, observationsOfTest } from './observation.queries.ts';
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
export function createResultsReads(reader: RoomReader): ResultsReads<RoomPatient> {
  const observations = new DataLoader<ReportKey, readonly ReadObservation[], string>((keys) => loadObservations(reader, keys), {
    cacheKeyFn: ({ patient, reportId }) => `${patient.id} ${reportId}`,
  });
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
    trend: (patient, code) => reader.read(patient, (manager) => observationsOfTest(manager, patient, code)),
    waiting: (patient, now) =>
      reader.read(patient, (manager) =>
        manager.find(WaitingReportEntity, { where: { patientId: ofRecord(patient), availableFrom: MoreThan(now) }, order: { availableFrom: 'ASC' } }),
      ),
  };
}

/** Observations of many reports: one query for each patient, all in one transaction. */
async function loadObservations(reader: RoomReader, keys: readonly ReportKey[]): Promise<(readonly ReadObservation[])[]> {
  const byReport = new Map<string, ReadObservation[]>();
  const queries = [...Map.groupBy(keys, ({ patient }) => patient.id)].map(async ([patientId, wanted]) => {
    const reports = wanted.map(({ reportId }) => reportId);
    // Every reference to one patient in an operation carries the same pass.
    const patient = wanted[0]?.patient ?? { id: patientId, ids: [patientId], passes: [] };
    const found = await reader.read(patient, (manager) => observationsOfReports(manager, patient, reports));
    for (const [reportId, observations] of Map.groupBy(found, (each) => each.reportId)) byReport.set(reportId, observations);
  });
  await Promise.all(queries);
  return keys.map(({ reportId }) => byReport.get(reportId) ?? []);
}
