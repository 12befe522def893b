import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { readableCode } from '@cie/kit/readable-code.ts';
import type { RequestList } from '@cie/kit/records-requests.ts';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { FullRequest, RecordsRequest, RecordsRequestStore } from '../../domain/records/records-request.ts';
import { nobody } from '../../domain/request-proxy.ts';
import { logParameters } from '../door.store.ts';
import type { PatientFinderStore } from '../patient-finder.store.ts';
import { changedColumns, requestColumns, touched, type ChangedColumns, type RequestRow, type RequestSeal } from './records-request-row.ts';

const addSql = `
  insert into records_request (patient_id, id, reference, account_id, proved, basis, birth_date, decided, received_at, clock_from, due_day, checked_at, checker, sealed)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

const madeSql = `
  select count(*) filter (where decided in ('evidence', 'open'))::integer as open, count(*) filter (where received_at > $2)::integer as made
  from records_request where account_id = $1`;

/** Where a list stands, and what its pages go by. A cursor is what was read last: a day or a moment, and an id. */
const lists: Readonly<Record<RequestList, string>> = {
  open: `r.decided = 'open' and ($1::date is null or (r.due_day, r.id) > ($1::date, $2::uuid)) order by r.due_day, r.id`,
  evidence: `r.decided = 'evidence' and ($1::timestamptz is null or (r.received_at, r.id) > ($1::timestamptz, $2::uuid)) order by r.received_at, r.id`,
  closed: `r.decided in ('approved', 'refused', 'withdrawn') and ($1::timestamptz is null or (r.decided_at, r.id) < ($1::timestamptz, $2::uuid)) order by r.decided_at desc, r.id desc`,
};
const placeIn: Readonly<Record<RequestList, (request: RecordsRequest) => string>> = {
  open: ({ dueDay }) => dueDay ?? '',
  evidence: ({ receivedAt }) => receivedAt.toISOString(),
  closed: ({ decidedAt }) => decidedAt?.toISOString() ?? '',
};

const byOthersSql = `
  r.patient_id = any ($1::uuid[]) and r.account_id <> $2 and (r.decided in ('evidence', 'open') or (r.decided = 'approved' and r.collect_until > $3))
  order by r.received_at desc, r.id`;

/** Under the id that stands for the person, where minting looks for what has changed since it was decided. */
const logSql = 'select log_access(coalesce((select g.surviving_id from record_group g where g.patient_id = $1), $1), $2, $3)';

const remindSql = `
  update records_request set reminded_of = due_day where decided = 'open' and due_day <= $1 and reminded_of is distinct from due_day
  returning reference, due_day::text as "dueDay"`;

const remindOfLateSql = `
  update records_request set late_told_of = review_until
  where decided = 'open' and reviewed_at is null and review_until <= $1 and late_told_of is distinct from review_until
  returning reference, due_day::text as "dueDay"`;

const unsentSql = `
  select r.id from records_request r where r.decided = 'evidence' and r.received_at <= $1 and ${touched} <= $1 order by r.received_at, r.id limit $2`;

/** Approved ones too: the copy that waits there cannot be collected, so that it has to be sent by the day until which it would have been. */
const closeAccountSql = `
  update records_request set account_closed_at = $2
  where account_id = $1 and account_closed_at is null and decided in ('evidence', 'open', 'approved')
  returning reference, coalesce(due_day, case when collected_at is null and collect_until > $2 then ((collect_until - interval '1 second') at time zone 'Europe/London')::date end)::text as "dueDay"`;

/** Of this record's own log: a record that was joined to it was not read for its request. What an entry of reading is about is in rooms of the record. */
const lastReadSql = `
  select max(l.at) as at from access_log l
  where l.patient_id = $1 and l.body::jsonb ->> 'account' = $2 and l.body::jsonb ->> 'action' = 'read' and l.body::jsonb -> 'areas' ?| array['results', 'documents', 'appointments']`;

const groupSql = `
  select m.patient_id as id from record_group g join record_group m on m.surviving_id = g.surviving_id where g.patient_id = $1`;

/** Each change of a request, its log entry and what is told are one transaction. */
export function createRecordsRequestStore(database: RoomDatabase, finder: PatientFinderStore, notices: NoticeStore, seal: RequestSeal): RecordsRequestStore {
  const full = (row: RequestRow): FullRequest => ({ request: seal.open(row), files: row.files ?? [], opened: row.opened ?? [] });
  const list = async (where: string, parameters: readonly unknown[]): Promise<FullRequest[]> =>
    (await database.statement<RequestRow>(`select ${requestColumns} from records_request r where ${where}`, parameters)).map(full);

  /** Tells the team of what a statement has just marked as told; nothing is due of a request for which no time runs. */
  const say = (sql: string, parameters: readonly unknown[], notice: (reference: string, dueDay: string) => Notice): Promise<number> =>
    database.asService(async (manager) => {
      const [told] = await manager.query<[{ reference: string; dueDay: string | null }[], number]>(sql, [...parameters]);
      await notices.post(manager, told.flatMap(({ reference, dueDay }) => (dueDay === null ? [] : [notice(reference, dueDay)])));
      return told.length;
    });

  return {
    findPatient: (nhsNumber, birthDate) => finder.find(nhsNumber, birthDate),

    add: (access, request, entry, told, limits) =>
      database.asService(async (manager) => {
        // Twenty requests sent at once must not each find four before them.
        await lockKeys(manager, [`records requests ${request.accountId}`]);
        const [made]: { open: number; made: number }[] = await manager.query(madeSql, [request.accountId, limits.since]);
        if (made !== undefined && (made.open >= limits.open || made.made >= limits.most)) return null;
        const id = randomUUID();
        const reference = newReference();
        const { proved } = request;
        await manager.query(addSql, [
          request.patientId ?? nobody, id, reference, request.accountId, proved, request.basis, request.birthDate, proved ? 'open' : 'evidence', access.now, request.clockFrom, request.dueDay,
          proved ? access.now : null, proved ? request.texts.requester : null, seal.close(id, request.texts),
        ]);
        await manager.query(logSql, logParameters(access, request.patientId ?? nobody, entry));
        await notices.post(manager, told(reference));
        return (await locked(manager, id, full))?.request ?? null;
      }),

    ofAccount: (accountId) => list('r.account_id = $1 order by r.received_at desc', [accountId]),
    reviewsOf: async (accountId, now) =>
      (await list(`r.reviewer_id = $1 and r.decided = 'open' and r.reviewed_at is null and r.review_until > $2 order by r.due_day, r.id`, [accountId, now])).map(({ request }) => request),
    byId: async (id) => (await list('r.id = $1', [id]))[0] ?? null,
    byOthers: async (patientIds, accountId, now) => (await list(byOthersSql, [patientIds, accountId, now])).map(({ request }) => request),
    noteOpened: async ({ now }, { accountId, name }, requestId, evidenceId) => {
      await database.statement('insert into evidence_opened (request_id, evidence_id, account_id, who, opened_at) values ($1, $2, $3, $4, $5)', [requestId, evidenceId, accountId, name, now]);
    },

    decide: (access, id, decide) =>
      database.asService(async (manager) => {
        const found = await locked(manager, id, full);
        if (found === null) return null;
        const decision = decide(found);
        if (decision === null) return found;
        const { change, entry, notices: told } = decision;
        const { texts, ...changed } = change;
        const decided: RecordsRequest = { ...found.request, ...changed, texts: { ...found.request.texts, ...texts } };
        await update(manager, decided, seal.close(id, decided.texts), access.now);
        if (entry !== null) await manager.query(logSql, logParameters(access, decided.patientId ?? nobody, entry));
        await notices.post(manager, told);
        return { ...found, request: decided };
      }),

    page: async (name, first, after) => {
      const [at = null, id = null] = after === null ? [] : after.split(' ');
      const found = await list(`${lists[name]} limit $3`, [at, id, first + 1]);
      const last = found[first - 1];
      return { requests: found.slice(0, first), next: found.length > first && last !== undefined ? `${placeIn[name](last.request)} ${last.request.id}` : null };
    },

    counts: async (today) => {
      const [row] = await database.statement<{ open: number; evidence: number; overdue: number }>(
        `select (select count(*)::integer from records_request where decided = 'open') as open,
           (select count(*)::integer from records_request where decided = 'evidence') as evidence,
           (select count(*)::integer from records_request where decided = 'open' and due_day < $1::date) as overdue`, [today]);
      return row ?? { open: 0, evidence: 0, overdue: 0 };
    },

    remind: (dueBy, notice) => say(remindSql, [dueBy], notice),
    remindOfLate: (now, notice) => say(remindOfLateSql, [now], notice),
    unsentSince: async (limit, most) => (await database.statement<{ id: string }>(unsentSql, [limit, most])).map(({ id }) => id),
    closeAccount: async (accountId, now, notice) => {
      await say(closeAccountSql, [accountId, now], notice);
    },

    lastRead: async (patientId, accountId) => (await database.statement<{ at: Date | null }>(lastReadSql, [patientId, accountId]))[0]?.at ?? null,

    log: async (access, patientId, entry) => {
      await database.statement(logSql, logParameters(access, patientId, entry));
    },

    groupOf: async (patientId) => {
      const rows = await database.statement<{ id: string }>(groupSql, [patientId]);
      return rows.length === 0 ? [patientId] : rows.map(({ id }) => id);
    },
  };
}

async function locked(manager: EntityManager, id: string, full: (row: RequestRow) => FullRequest): Promise<FullRequest | null> {
  const [row]: RequestRow[] = await manager.query(`select ${requestColumns} from records_request r where r.id = $1 for update`, [id]);
  return row === undefined ? null : full(row);
}

async function update(manager: EntityManager, request: RecordsRequest, sealed: Buffer, now: Date): Promise<void> {
  const values: ChangedColumns = { ...request, patientId: request.patientId ?? nobody };
  // Every column that may change, in one fixed order.
  const names = Object.keys(changedColumns) as (keyof ChangedColumns)[];
  const set = names.map((name, index) => `${changedColumns[name]} = $${index + 4}`).join(', ');
  await manager.query(`update records_request set sealed = $2, touched_at = $3, ${set} where id = $1`, [request.id, sealed, now, ...names.map((name) => values[name])]);
}

const newReference = (): string => `${readableCode(4)}-${readableCode(4)}`;
