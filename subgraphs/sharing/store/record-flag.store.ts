import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { RecordFlag } from '@cie/kit/privacy.ts';
import { randomUUID } from 'node:crypto';
import type { RecordFlagStore } from '../domain/privacy/flag-record.ts';
import { logParameters, logSql } from './door.store.ts';
import type { PatientFinderStore } from './patient-finder.store.ts';
import type { PrivacySeal } from './privacy-seal.ts';

interface FlagRow {
  readonly id: string;
  readonly patientId: string;
  readonly staffEmail: string | null;
  readonly flaggedAt: Date;
  readonly liftedAt: Date | null;
  readonly sealed: Buffer;
}

interface FlagTexts {
  readonly why: string;
  readonly by: string;
  readonly lifted: { readonly why: string; readonly by: string } | null;
}

const flagColumns = 'id, patient_id as "patientId", staff_email as "staffEmail", flagged_at as "flaggedAt", lifted_at as "liftedAt", sealed';

/** All records of the person: two that were joined are flagged together. */
const flaggedSql = `
  select from record_flag f where f.lifted_at is null and (f.patient_id = $1 or f.patient_id in (
    select m.patient_id from record_group g join record_group m on m.surviving_id = g.surviving_id where g.patient_id = $1))`;

/** Each flag and its entry in the access log are one transaction. */
export function createRecordFlagStore(database: RoomDatabase, patients: Pick<PatientFinderStore, 'find'>, seal: PrivacySeal): RecordFlagStore {
  const flagOf = ({ id, patientId, staffEmail, flaggedAt, liftedAt, sealed }: FlagRow): RecordFlag => {
    const { why, by, lifted } = seal.open<FlagTexts>(id, sealed);
    return {
      id, patientId, staffEmail, why, flaggedAt: flaggedAt.toISOString(), flaggedBy: by,
      lifted: liftedAt === null || lifted === null ? null : { at: liftedAt.toISOString(), ...lifted },
    };
  };
  return {
    findPatient: (nhsNumber, birthDate) => patients.find(nhsNumber, birthDate),
    page: async (first, after) => {
      const [at = null, id = null] = after === null ? [] : after.split(' ');
      const rows = await database.statement<FlagRow>(
        `select ${flagColumns} from record_flag where $1::timestamptz is null or (flagged_at, id) < ($1, $2::uuid) order by flagged_at desc, id desc limit $3`, [at, id, first + 1]);
      const last = rows[first - 1];
      return { flags: rows.slice(0, first).map(flagOf), next: rows.length > first && last !== undefined ? `${last.flaggedAt.toISOString()} ${last.id}` : null };
    },
    add: (access, { patientId, staffEmail, why, by }, entry) =>
      database.asService(async (manager) => {
        await lockKeys(manager, [`flag ${patientId}`]);
        const standing: unknown[] = await manager.query(flaggedSql, [patientId]);
        if (standing.length > 0) return null;
        const id = randomUUID();
        const [row]: FlagRow[] = await manager.query(
          `insert into record_flag (patient_id, id, staff_email, flagged_at, sealed) values ($1, $2, $3, $4, $5) returning ${flagColumns}`,
          [patientId, id, staffEmail, access.now, seal.close(id, { why, by, lifted: null } satisfies FlagTexts)],
        );
        if (row === undefined) throw new Error('The database kept no flag.');
        await manager.query(logSql, logParameters(access, patientId, entry));
        return flagOf(row);
      }),
    lift: (access, id, lifted, entry) =>
      database.asService(async (manager) => {
        const [row]: FlagRow[] = await manager.query(`select ${flagColumns} from record_flag where id = $1 and lifted_at is null for update`, [id]);
        if (row === undefined) return null;
        const texts: FlagTexts = { ...seal.open<FlagTexts>(id, row.sealed), lifted };
        const sealed = seal.close(id, texts);
        await manager.query('update record_flag set lifted_at = $2, sealed = $3 where id = $1', [id, access.now, sealed]);
        await manager.query(logSql, logParameters(access, row.patientId, entry));
        return flagOf({ ...row, liftedAt: access.now, sealed });
      }),
  };
}
