import { randomUUID } from 'node:crypto';
import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RecordMerge } from '@cie/kit/merges.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { RecordGroup } from '@cie/kit/notices/notice.ts';
import type { EntityManager } from 'typeorm';
import type { Joins, Undone } from '../domain/joining/joins.ts';
import { distinctGroups, type JoinableRecord, type RecordLink } from '../domain/joining/record-link.ts';

const RECORD = `id as "patientId", nhs_number as "nhsNumber", birth_date::text as "birthDate", family_name as "familyName", given_name as "givenName"`;
const LINK = `id, retired_id as "retiredId", surviving_id as "survivingId", organisation`;

/** Joins and partings pass one at a time: a link looks at all the others, and they are rare. */
const TURN = 'record links';

/** The links between records, in one transaction of the feed's or the keeper's role. */
export function joinsIn(manager: EntityManager, notices: Pick<NoticeStore, 'post'>): Joins {
  const first = async <Row>(sql: string, parameters: unknown[]): Promise<Row | null> => {
    const [row]: Row[] = await manager.query(sql, parameters);
    return row ?? null;
  };
  const groupOf = async (patientId: string): Promise<RecordGroup> => {
    const patientIds = (await first<{ ids: string[] }>('select record_ids($1) as ids', [patientId]))?.ids ?? [patientId];
    return { survivingId: patientIds[0] ?? patientId, patientIds };
  };
  return {
    takeTurn: (keys) => lockKeys(manager, [TURN, ...keys]),
    record: (patientId) => first<JoinableRecord>(`select ${RECORD} from patient where id = $1`, [patientId]),
    find: (nhsNumber, birthDate) => first<JoinableRecord>(`select ${RECORD} from patient where nhs_number = $1 and birth_date = $2`, [nhsNumber, birthDate]),
    groupOf,
    linksOf: (patientId) =>
      manager.query<RecordLink[]>(`select ${LINK} from record_merge where undone_at is null and retired_id = any (record_ids($1))`, [patientId]),
    suppliersOf: async (patientIds) => {
      const rows: { organisation: string }[] = await manager.query(
        `select organisation from demographics where patient_id = any ($1::uuid[])
         union select organisation from patient_identifier where patient_id = any ($1::uuid[])
         union select organisation from encounter where patient_id = any ($1::uuid[])`,
        [patientIds],
      );
      return rows.map(({ organisation }) => organisation);
    },
    hasOpenAccount: async (patientIds) => (await first<{ has: boolean }>('select has_open_account($1::uuid[]) as has', [patientIds]))?.has === true,
    undoneBetween: async (one, other) => {
      const undone = await first<Undone>(
        `select max(undone_at) filter (where (retired_id, surviving_id) in (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))) as "lastAt",
                coalesce(bool_or(undone_basis = 'staff'), false) as "byStaff"
         from record_merge, record_ids($1) as ones, record_ids($2) as others
         where undone_at is not null and ((retired_id = any (ones) and surviving_id = any (others)) or (retired_id = any (others) and surviving_id = any (ones)))`,
        [one, other],
      );
      return undone ?? { lastAt: null, byStaff: false };
    },
    add: async (retiredId, survivingId, { at, basis, by, organisation, reason }) => {
      const id = randomUUID();
      await manager.query(
        `insert into record_merge (id, retired_id, surviving_id, made_at, basis, made_by, organisation, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, retiredId, survivingId, at, basis, by, organisation, reason],
      );
      return { id, retiredId, survivingId, organisation };
    },
    byId: (mergeId) => first<RecordLink & { isUndone: boolean }>(`select ${LINK}, undone_at is not null as "isUndone" from record_merge where id = $1`, [mergeId]),
    undo: async (mergeId, { at, basis, by, reason }) => {
      await manager.query('update record_merge set undone_at = $2, undone_basis = $3, undone_by = $4, undone_reason = $5 where id = $1 and undone_at is null', [
        mergeId,
        at,
        basis,
        by,
        reason,
      ]);
    },
    announce: async (patientIds) => {
      const groups = distinctGroups(await Promise.all(patientIds.map(groupOf)));
      // Inside the turn, so that versions rise in the order in which the changes are committed.
      const version = Number((await first<{ version: string }>(`select nextval('record_link_version') as version`, []))?.version);
      await notices.post(manager, [{ kind: 'record-links', version, groups }]);
    },
  };
}

export interface MergePosition {
  readonly at: Date;
  readonly id: string;
}

interface MergeRow {
  readonly id: string;
  readonly retired: RecordMerge['retired'];
  readonly surviving: RecordMerge['surviving'];
  readonly madeAt: Date;
  readonly basis: 'message' | 'staff';
  readonly organisation: string | null;
  readonly madeBy: string | null;
  readonly reason: string | null;
  readonly undoneAt: Date | null;
  readonly undoneBasis: 'message' | 'staff' | null;
  readonly undoneBy: string | null;
  readonly undoneReason: string | null;
}

const person = (table: string): string =>
  `jsonb_build_object('patientId', ${table}.id, 'nhsNumber', ${table}.nhs_number, 'birthDate', ${table}.birth_date, 'name', concat_ws(' ', ${table}.given_name, ${table}.family_name))`;

/** Links made and undone, newest first; a name for people of the desk, none for a message. */
export async function listMerges(manager: EntityManager, most: number, after: MergePosition | null): Promise<readonly RecordMerge[]> {
  const rows: MergeRow[] = await manager.query(
    `select m.id, ${person('r')} as retired, ${person('s')} as surviving, m.made_at as "madeAt", m.basis, m.organisation, made.name as "madeBy", m.reason,
            m.undone_at as "undoneAt", m.undone_basis as "undoneBasis", undone.name as "undoneBy", m.undone_reason as "undoneReason"
     from record_merge m join patient r on r.id = m.retired_id join patient s on s.id = m.surviving_id
     left join account made on m.basis = 'staff' and made.id::text = m.made_by
     left join account undone on m.undone_basis = 'staff' and undone.id::text = m.undone_by
     where $2::timestamptz is null or (m.made_at, m.id) < ($2, $3)
     order by m.made_at desc, m.id desc limit $1`,
    [most, after?.at ?? null, after?.id ?? null],
  );
  return rows.map(({ id, retired, surviving, undoneAt, undoneBasis, ...row }) => ({
    id,
    retired,
    surviving,
    made: { at: row.madeAt.toISOString(), basis: row.basis, organisation: row.organisation, who: row.madeBy, reason: row.reason },
    undone:
      undoneAt === null || undoneBasis === null
        ? null
        : { at: undoneAt.toISOString(), basis: undoneBasis, organisation: undoneBasis === 'message' ? row.organisation : null, who: row.undoneBy, reason: row.undoneReason },
  }));
}
