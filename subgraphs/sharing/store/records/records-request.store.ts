import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { RequestList } from '@cie/kit/records-requests.ts';
import { randomInt, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { FullRequest, RecordsRequest, RecordsRequestStore } from '../../domain/records/records-request.ts';
import { nobody } from '../../domain/request-proxy.ts';
import { logParameters } from '../door.store.ts';
import type { PatientFinderStore } from '../patient-finder.store.ts';
import { changedColumns, requestColumns, type ChangedColumns, type RequestRow, type RequestSeal } from './records-request-row.ts';

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

/** Under the id that stands for the person, where minting looks for what has changed since it was decided. */
const logSql = 'select log_access(coalesce((select g.surviving_id from record_group g where g.patient_id = $1), $1), $2, $3)';

const remindSql = `
  update records_request set reminded_of = due_day where decided = 'open' and due_day <= $1 and reminded_of is distinct from due_day
  returning reference, due_day::text as "dueDay"`;

const groupSql = `
  select m.patient_id as id from record_group g join record_group m on m.surviving_id = g.surviving_id where g.patient_id = $1`;

/** Each change of a request, its log entry and what is told are one transaction. */
export function createRecordsRequestStore(database: RoomDatabase, finder: PatientFinderStore, notices: NoticeStore, seal: RequestSeal): RecordsRequestStore {
  const full = (row: RequestRow): FullRequest => ({ request: seal.open(row), files: row.files ?? [] });
  const list = async (where: string, parameters: readonly unknown[]): Promise<FullRequest[]> =>
    (await database.statement<RequestRow>(`select ${requestColumns} from records_request r where ${where}`, parameters)).map(full);

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

    decide: (access, id, decide) =>
      database.asService(async (manager) => {
        const found = await locked(manager, id, full);
        if (found === null) return null;
        const { change, entry, notices: told } = decide(found);
        const { texts, ...changed } = change;
        const decided: RecordsRequest = { ...found.request, ...changed, texts: { ...found.request.texts, ...texts } };
        await update(manager, decided, seal.close(id, decided.texts));
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

    remind: (dueBy, notice) =>
      database.asService(async (manager) => {
        const [due] = await manager.query<[{ reference: string; dueDay: string }[], number]>(remindSql, [dueBy]);
        await notices.post(manager, due.map(({ reference, dueDay }) => notice(reference, dueDay)));
        return due.length;
      }),

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

async function update(manager: EntityManager, request: RecordsRequest, sealed: Buffer): Promise<void> {
  const values: ChangedColumns = { ...request, patientId: request.patientId ?? nobody };
  // Every column that may change, in one fixed order.
  const names = Object.keys(changedColumns) as (keyof ChangedColumns)[];
  const set = names.map((name, index) => `${changedColumns[name]} = $${index + 3}`).join(', ');
  await manager.query(`update records_request set sealed = $2, ${set} where id = $1`, [request.id, sealed, ...names.map((name) => values[name])]);
}

/** Letters and digits that are not taken for each other, read aloud or written (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const group = (): string => Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
const newReference = (): string => `${group()}-${group()}`;
