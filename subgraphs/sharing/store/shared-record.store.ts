import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { RecordFinder, SharedRecord } from '../domain/find-record.ts';
import { standingOf } from '../domain/proxy-standing.ts';
import type { PatientFinderStore } from './patient-finder.store.ts';
import { proxyTerms, readTerms, type StoredTerms } from './proxy-terms.ts';

/**
 * A record is named by the id that stands for its person, whichever of the records somebody was invited to (ACC-5), and once for a door. Records
 * that were shared with a team are not listed: a list reads the names, and each member's every visit would stand in the logs of all of them.
 */
const sharedSql = `
  select coalesce(g.surviving_id, s.patient_id) as "patientId", s.door,
    case when bool_or(s.until is null) then null else max(s.until) end as until, null as basis from (
  select i.patient_id, 'invited' as door, i.ends_at as until from invitation i
   where i.revoked_at is null and (i.ends_at is null or i.ends_at > $3) and i.account_id = $1
  union all
  select i.patient_id, 'invited', i.ends_at from invitation i
   where i.revoked_at is null and (i.ends_at is null or i.ends_at > $3) and i.account_id is null and i.email = $2
  union all
  select i.patient_id, 'invited', i.ends_at from invitation i
   where i.revoked_at is null and (i.ends_at is null or i.ends_at > $3) and i.account_id is null and i.invited_account = $1
  union all
  select e.patient_id, 'emergency', e.ends_at from emergency e
   where e.account_id = $1 and e.ended_at is null and e.ends_at > $3
  ) s left join record_group g on g.patient_id = s.patient_id group by 1, 2`;

const representedSql = `
  select coalesce(g.surviving_id, x.patient_id) as "patientId", ${proxyTerms} as terms
    from proxy x left join record_group g on g.patient_id = x.patient_id where x.account_id = $1 and x.decided = 'active' order by x.started_at`;

interface RepresentedRow {
  readonly patientId: string;
  readonly terms: StoredTerms;
}

function representedRecord({ patientId, terms }: RepresentedRow, now: Date): SharedRecord[] {
  const { state, until } = standingOf(readTerms(terms), now);
  return state === 'active' ? [{ patientId, door: 'proxy', until, basis: terms.basis }] : [];
}

export function createRecordFinder(database: RoomDatabase, finder: PatientFinderStore): RecordFinder {
  return {
    find: (nhsNumber, birthDate) => finder.find(nhsNumber, birthDate),
    sharedWith: async (viewer, now) => {
      const [represented, shared] = await Promise.all([
        database.statement<RepresentedRow>(representedSql, [viewer.accountId]),
        database.statement<SharedRecord>(sharedSql, [viewer.accountId, viewer.email?.toLowerCase() ?? null, now]),
      ]);
      // As the table has it: nobody acts for a patient in the name of an organisation.
      return [...(viewer.kind === 'patient' ? represented.flatMap((each) => representedRecord(each, now)) : []), ...shared];
    },
  };
}
