import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { RecordFinder, SharedRecord } from '../domain/find-record.ts';
import type { PatientFinderStore } from './patient-finder.store.ts';

const sharedSql = `
  select i.patient_id as "patientId", 'invited' as door, i.ends_at as until from invitation i
   where i.revoked_at is null and (i.ends_at is null or i.ends_at > $3) and i.account_id = $1
  union all
  select i.patient_id, 'invited', i.ends_at from invitation i
   where i.revoked_at is null and (i.ends_at is null or i.ends_at > $3) and i.account_id is null and i.email = $2
  union all
  select e.patient_id, 'emergency', e.ends_at from emergency e
   where e.account_id = $1 and e.ended_at is null and e.ends_at > $3`;

export function createRecordFinder(database: RoomDatabase, finder: PatientFinderStore): RecordFinder {
  return {
    find: (nhsNumber, birthDate) => finder.find(nhsNumber, birthDate),
    sharedWith: (viewer, now) => database.statement<SharedRecord>(sharedSql, [viewer.accountId, viewer.email?.toLowerCase() ?? null, now]),
  };
}
