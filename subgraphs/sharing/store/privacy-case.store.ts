import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { PrivacyList, SeenArea } from '@cie/kit/privacy.ts';
import type { EntityManager } from 'typeorm';
import type { NewPrivacyCase, PrivacyCase, PrivacyCaseFacts, PrivacyCaseStore, PrivacyTexts } from '../domain/privacy/privacy-case.ts';
import { logParameters, logSql } from './door.store.ts';
import { eachLookOnce } from './each-look-once.ts';
import type { PrivacySeal } from './privacy-seal.ts';

interface CaseRow extends PrivacyCaseFacts {
  readonly sealed: Buffer;
}

const factColumns = `
  c.id, c.kind, c.patient_id as "patientId", c.account_id as "accountId", c.who, c.role, c.organisation, c.own_record as "ownRecord", c.category,
  c.opened_at as "openedAt", c.ends_at as "endsAt", (select e.ended_at from emergency e where e.patient_id = c.patient_id and e.id = c.id) as "endedAt",
  c.disputed_at as "disputedAt", c.answer_by as "answerBy", c.outcome`;
const caseColumns = `${factColumns}, c.sealed`;

/** Whose account it is, the flag of the record says, where there is one. */
const openSql = `
  insert into privacy_case (id, kind, patient_id, account_id, who, role, organisation, own_record, category, opened_at, ends_at, sealed)
  values ($1, $2, $3, $4, $5, $6, $7,
    exists (select from record_flag f where f.lifted_at is null and f.staff_email = $8 and (f.patient_id = $3 or f.patient_id in (
      select m.patient_id from record_group g join record_group m on m.surviving_id = g.surviving_id where g.patient_id = $3))), $9, $10, $11, $12)`;

/** Puts something before the privacy officer, in the transaction that it is about. Whoever did it is signed in. */
export async function putBeforeOfficer(manager: EntityManager, seal: PrivacySeal, { viewer, now }: AccessContext, opened: NewPrivacyCase): Promise<void> {
  if (viewer === null) throw new Error('Nobody is signed in whom a case could be about.');
  const texts: PrivacyTexts = { reason: opened.reason, dispute: null, decisions: [] };
  await manager.query(openSql, [
    opened.id, opened.kind, opened.patientId, viewer.accountId, viewer.name, viewer.role, viewer.organisation, viewer.email?.toLowerCase() ?? null,
    opened.category, now, opened.endsAt, seal.close(opened.id, texts),
  ]);
}

/** Each list, what orders it, and in which direction. */
const lists: Readonly<Record<PrivacyList, { readonly where: string; readonly by: string; readonly newestFirst: boolean }>> = {
  disputed: { where: 'c.disputed_at is not null and c.outcome is null', by: 'c.answer_by', newestFirst: false },
  open: { where: 'c.disputed_at is null and c.outcome is null', by: 'c.opened_at', newestFirst: false },
  closed: { where: 'c.outcome is not null', by: 'c.opened_at', newestFirst: true },
};

const seenSql = `
  select l.body from access_log l
   where l.patient_id = any ($1::uuid[]) and l.at >= $3 and l.at <= $4 and l.body::jsonb ->> 'account' = $2 and l.body::jsonb ->> 'action' = any ($6::text[])
     and ${eachLookOnce('$1')}
   order by l.at, l.seq limit $5`;

/** Of several gateways that ask at once, the second finds nothing left to remind of. */
const remindSql = `
  update privacy_case c set reminded_at = $1
   where c.disputed_at is not null and c.outcome is null and c.answer_by <= $2 and (c.reminded_at is null or c.reminded_at <= $3) returning c.id`;

/** What somebody does in a record, beside opening and closing it. */
const seenActions = ['read', 'changed', 'downloaded', 'refused'];

export function createPrivacyCaseStore(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>, seal: PrivacySeal): PrivacyCaseStore {
  const caseOf = ({ sealed, ...row }: CaseRow): PrivacyCase => ({ ...row, texts: seal.open<PrivacyTexts>(row.id, sealed) });
  const list = async (rest: string, parameters: readonly unknown[]): Promise<PrivacyCase[]> =>
    (await database.statement<CaseRow>(`select ${caseColumns} from privacy_case c where ${rest}`, parameters)).map(caseOf);

  return {
    page: async (name, first, after) => {
      const { where, by, newestFirst } = lists[name];
      const [at = null, id = null] = after === null ? [] : after.split(' ');
      const found = await database.statement<PrivacyCaseFacts>(
        `select ${factColumns} from privacy_case c where ${where} and ($1::timestamptz is null or (${by}, c.id) ${newestFirst ? '<' : '>'} ($1, $2::uuid)) order by ${by} ${newestFirst ? 'desc' : ''}, c.id ${newestFirst ? 'desc' : ''} limit $3`,
        [at, id, first + 1],
      );
      const last = found[first - 1];
      const place = last === undefined ? null : name === 'disputed' ? last.answerBy : last.openedAt;
      return { cases: found.slice(0, first), next: found.length > first && last !== undefined && place !== null ? `${place.toISOString()} ${last.id}` : null };
    },
    counts: async (now) => {
      const [row] = await database.statement<{ disputed: number; open: number; overdue: number }>(
        // Each by its own index.
        `select (select count(*)::integer from privacy_case c where ${lists.disputed.where}) as disputed,
           (select count(*)::integer from privacy_case c where ${lists.open.where}) as open,
           (select count(*)::integer from privacy_case c where ${lists.disputed.where} and c.answer_by <= $1) as overdue`,
        [now],
      );
      return row ?? { disputed: 0, open: 0, overdue: 0 };
    },
    byId: async (id) => (await list('c.id = $1', [id]))[0] ?? null,
    remind: (now, dueBefore, notSince, reminder) =>
      database.asService(async (manager) => {
        // TypeORM answers an update with [rows, count].
        const [due]: [unknown[], number] = await manager.query(remindSql, [now, dueBefore, notSince]);
        if (due.length > 0) await notices.post(manager, [reminder]);
        return due.length;
      }),
    emergenciesOf: (patientIds) => list(`c.patient_id = any ($1::uuid[]) and c.kind = 'emergency' order by c.opened_at desc, c.id`, [patientIds]),
    seen: async (patientIds, accountId, from, to, first) =>
      (await database.statement<{ body: string }>(seenSql, [patientIds, accountId, from, to, first, seenActions])).map(({ body }) => seenIn(body)),
    change: (access, id, step) =>
      database.asService(async (manager) => {
        const [row]: CaseRow[] = await manager.query(`select ${caseColumns} from privacy_case c where c.id = $1 for update of c`, [id]);
        if (row === undefined) return null;
        const found = caseOf(row);
        const { change, entry, notices: told } = step(found);
        const changed: PrivacyCase = { ...found, ...change };
        await manager.query('update privacy_case set disputed_at = $2, answer_by = $3, outcome = $4, sealed = $5 where id = $1', [
          id, changed.disputedAt, changed.answerBy, changed.outcome, seal.close(id, changed.texts),
        ]);
        if (entry !== null && found.patientId !== null) await manager.query(logSql, logParameters(access, found.patientId, entry));
        await notices.post(manager, told);
        return changed;
      }),
  };
}

function seenIn(text: string): SeenArea {
  // The body was written by append_access_entry from an AccessEntry.
  const { at, areas, doors, action } = JSON.parse(text) as Pick<SeenArea, 'areas' | 'doors' | 'action'> & { readonly at: number };
  return { at: new Date(at).toISOString(), areas, doors, action };
}
