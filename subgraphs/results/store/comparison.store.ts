import { ofRecordSql } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import type { ComparisonReads, EarlierResult, ResultVersion } from '../domain/compare-results.ts';
import { universalSystems } from '../domain/code-systems.ts';
import { ResultStatus } from '../domain/report.ts';

interface ReportKey {
  readonly patient: RoomPatient;
  readonly reportId: string;
}

/**
 * Comparisons of one operation: one query for all results of all reports that are asked about. They run under the passes of
 * the operation, so that a result inside its delay or under another label is not what a visible one is compared with (RES-5).
 */
export function createComparisonReads(reader: RoomReader): ComparisonReads<RoomPatient> {
  const earlier = loaderOf(reader, earlierResults);
  const versions = loaderOf(reader, replacedVersions);
  return {
    earlier: async (patient, reportId) => new Map((await earlier.load({ patient, reportId })).map((row) => [row.id, row])),
    versions: async (patient, reportId) => Map.groupBy(await versions.load({ patient, reportId }), ({ id }) => id),
  };
}

interface OfReport {
  readonly id: string;
  readonly inReport: string;
}

type Query<Row> = (manager: EntityManager, patient: RoomPatient, reportIds: readonly string[]) => Promise<Row[]>;

function loaderOf<Row extends OfReport>(reader: RoomReader, query: Query<Row>): DataLoader<ReportKey, readonly Row[], string> {
  return new DataLoader(
    async (keys) => {
      const perPatient = [...Map.groupBy(keys, ({ patient }) => patient.id).values()].map(async (wanted) => {
        const [first] = wanted;
        return first === undefined ? [] : reader.read(first.patient, (manager) => query(manager, first.patient, wanted.map(({ reportId }) => reportId)));
      });
      const byReport = Map.groupBy((await Promise.all(perPatient)).flat(), ({ inReport }) => inReport);
      return keys.map(({ reportId }) => byReport.get(reportId) ?? []);
    },
    { cacheKeyFn: ({ patient, reportId }) => `${patient.id} ${reportId}` },
  );
}

/** What a trend would join: the same code, code system and unit, of one organisation unless the code is universal; no words over many lines, no files, nothing taken back. */
function earlierResults(manager: EntityManager, patient: RoomPatient, reportIds: readonly string[]): Promise<(EarlierResult & OfReport)[]> {
  const { sql, parameter } = ofRecordSql(patient);
  return manager.query(
    `select now.id, now.report_id as "inReport", earlier.value, earlier.observed_at as at, earlier.observed_at_text as "atText", earlier.report_id as "reportId"
     from (select * from observation where ${sql} and report_id = any ($2)) now
     cross join lateral (
       select value, observed_at, observed_at_text, report_id from observation
       where ${sql} and code = now.code and code_system = now.code_system and unit is not distinct from now.unit
         and (organisation = now.organisation or upper(btrim(now.code_system)) = any ($3))
        and observed_at < now.observed_at and report_id <> now.report_id
         and value is not null and status not in (${ResultStatus.cancelled}, ${ResultStatus.withdrawn}) and type not in ('TX', 'FT', 'ED')
       order by observed_at desc limit 1
     ) earlier
     where now.value is not null and now.type not in ('TX', 'FT', 'ED')`,
    [parameter, reportIds, universalSystems],
  );
}

function replacedVersions(manager: EntityManager, patient: RoomPatient, reportIds: readonly string[]): Promise<(ResultVersion & OfReport)[]> {
  const { sql, parameter } = ofRecordSql(patient);
  return manager.query(
    `select v.observation_id as id, o.report_id as "inReport", v.value, v.unit, v.reference_range as "referenceRange", v.flag, v.status
     from (select * from observation where ${sql} and report_id = any ($2) and corrected) o
     join observation_version v on v.patient_id = o.patient_id and v.observation_id = o.id
     order by v.created_at desc`,
    [parameter, reportIds],
  );
}
