import { CieError } from '@cie/kit/errors.ts';
import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomWriter } from '@cie/kit/database/room-writer.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { QueryFailedError, type EntityManager } from 'typeorm';
import type { NewDecision, ReleaseChanges } from '../domain/decide-release.ts';
import { ReleaseDecisionEntity } from './release-decision.entity.ts';
import { orNotAllowed } from './refused-write.ts';
import { ReportEntity } from './report.entity.ts';

/** Decisions about releases under the write passes of one operation. */
export function createReleaseChanges(writer: RoomWriter): ReleaseChanges<RoomPatient> {
  return {
    change: (patient, reportId, decide) =>
      writer.write(patient, async (manager) => {
        const report = await manager.findOneBy(ReportEntity, { patientId: ofRecord(patient), id: reportId });
        if (report === null) return null;
        const decisions = await manager.findBy(ReleaseDecisionEntity, { patientId: report.patientId, reportId });
        await insert(manager, report, decide({ report, decisions }));
        return manager.findOneBy(ReportEntity, { patientId: report.patientId, id: reportId });
      }),
  };
}

async function insert(manager: EntityManager, { patientId, id }: ReportEntity, { kind, days, reason, author }: NewDecision): Promise<void> {
  const written = manager.query(
    `insert into release_decision (patient_id, report_id, kind, days, reason, author_id, author_name, author_role, author_organisation)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [patientId, id, kind, days, reason, author.accountId, author.name, author.role, author.organisation],
  );
  try {
    await orNotAllowed(written);
  } catch (error) {
    throw isOvertaken(error) ? new CieError('RELEASE_NOT_POSSIBLE', 'Somebody else has decided about this report in the meantime. Read it again.', { cause: error }) : error;
  }
}

/** CR001 is raised by the table's own triggers, 23505 says that there is such a decision already: both are about what came in between. */
function isOvertaken(error: unknown): boolean {
  const code: unknown = error instanceof QueryFailedError ? Reflect.get(error.driverError, 'code') : null;
  return code === 'CR001' || code === '23505';
}
