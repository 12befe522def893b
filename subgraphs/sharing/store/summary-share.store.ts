import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { SummaryWay } from '@cie/kit/summary-shares.ts';
import type { EntityManager } from 'typeorm';
import type { Attempted, BundleFetch, SharedSummary, SummaryStore, TriedSummary, TryDecision } from '../domain/summary-share.ts';
import { logParameters, logSql } from './door.store.ts';
import { nobody } from '../domain/request-proxy.ts';

const columns = `id, patient_id as "patientId", labels, made_at as "madeAt", ends_at as "endsAt", wrong, late, opened_at as "openedAt", opened_by as "openedBy", stopped_at as "stoppedAt"`;

const addSql = `
  insert into summary_share (patient_id, id, account_id, labels, made_at, ends_at, code_find, code_proof, link_find, link_proof)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing returning id`;
const waitingSql = `
  select count(*)::integer as count from summary_share where patient_id = $1 and opened_at is null and stopped_at is null and ends_at > $2`;
/** Locked until it is decided: of tries that come at once each sees those before it in the count (abuse case 40). */
const tryingSql: Readonly<Record<SummaryWay, string>> = {
  code: `select ${columns}, code_proof as proof from summary_share where code_find = $1 for update`,
  link: `select ${columns}, link_proof as proof from summary_share where link_find = $1 for update`,
};
const stopSql = `
  update summary_share set stopped_at = $3
  where patient_id = any ($1::uuid[]) and id = $2 and opened_at is null and stopped_at is null and ends_at > $3 returning patient_id as "patientId"`;
/** What was read before records were parted, and is kept after, may be somebody else's as well. Nobody takes that long to make a summary. */
const partedSql = "select 1 from record_group where patient_id = $1 and parted_at > now() - interval '10 minutes'";
/** By the earlier of two clocks: one that runs ahead must not end what others count on. */
const sweepSql = 'delete from summary_content where until <= least($1::timestamptz, now())';

/** What a summary holds is deleted in the transaction that opens, stops or burns it. Each change is one with its log entry and messages. */
export function createSummaryStore(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>): SummaryStore {
  return {
    add: (access, { id, patientId, accountId, labels, endsAt, keys: { code, link }, content }, entry, mostWaiting) =>
      database.asService(async (manager) => {
        // Two of one person at once must not each find four before them.
        await lockKeys(manager, [`summaries ${patientId}`]);
        const [parted]: unknown[] = await manager.query(partedSql, [patientId]);
        if (parted !== undefined) throw new CieError('SUMMARY_UNAVAILABLE', 'Your record is being put in order. Nothing was shared. Try again in a quarter of an hour.');
        await manager.query(sweepSql, [access.now]);
        const [waiting]: { count: number }[] = await manager.query(waitingSql, [patientId, access.now]);
        if (waiting !== undefined && waiting.count >= mostWaiting) return 'too-many';
        const added: unknown[] = await manager.query(addSql, [patientId, id, accountId, labels, access.now, endsAt, code.find, code.proof, link.find, link.proof]);
        if (added.length === 0) return 'known';
        await manager.query('insert into summary_content (share_id, until, wrapped, page, bundle) values ($1, $2, $3, $4, $5)', [id, endsAt, content.wrapped, content.page, content.bundle]);
        await manager.query(logSql, logParameters(access, patientId, entry));
        return 'added';
      }),

    sweep: async (now) => {
      await database.statement(sweepSql, [now]);
    },

    list: (patientIds, now) =>
      database.asService(async (manager): Promise<SharedSummary[]> => {
        await manager.query(sweepSql, [now]);
        return manager.query(`select ${columns} from summary_share where patient_id = any ($1::uuid[]) order by made_at desc, id limit 50`, [patientIds]);
      }),

    stop: (access, patientIds, id, entry) =>
      database.asService(async (manager) => {
        // TypeORM answers an update with [rows, count].
        const [[stopped]]: [{ patientId: string }[], number] = await manager.query(stopSql, [patientIds, id, access.now]);
        if (stopped === undefined) return false;
        await manager.query('delete from summary_content where share_id = $1', [id]);
        await manager.query(logSql, logParameters(access, stopped.patientId, entry));
        return true;
      }),

    attempt: (access, way, find, decide, fetch) =>
      database.asService(async (manager): Promise<Attempted> => {
        const [found = null]: (TriedSummary | null)[] = await manager.query(tryingSql[way], [find]);
        const decision = decide(found);
        const content = found === null ? null : await carryOut(manager, found, decision, fetch);
        if (decision.entry !== null) await manager.query(logSql, logParameters(access, found?.patientId ?? nobody, decision.entry));
        await notices.post(manager, decision.notices);
        return { kind: decision.kind, content };
      }),

    fetch: async (find, now) => {
      const deleted = await database.statement<{ bundle: string }>(
        'with fetched as (delete from summary_content where fetch_find = $1 and until > $2 returning bundle) select bundle from fetched', [find, now],
      );
      return deleted[0]?.bundle ?? null;
    },
  };
}

async function carryOut(manager: EntityManager, found: TriedSummary, { kind, change }: TryDecision, fetch: BundleFetch | null): Promise<Attempted['content']> {
  if (Object.keys(change).length === 0) return null;
  const { wrong, late, openedAt, openedBy, stoppedAt } = { ...found, ...change };
  await manager.query('update summary_share set wrong = $2, late = $3, opened_at = $4, opened_by = $5, stopped_at = $6 where id = $1', [found.id, wrong, late, openedAt, openedBy, stoppedAt]);
  if (kind !== 'right' && kind !== 'burning') return null;
  const [content]: { wrapped: Buffer; page: string; bundle: string }[] = await manager.query('select wrapped, page, bundle from summary_content where share_id = $1', [found.id]);
  if (content === undefined) throw new Error('A summary that waits has no content.');
  if (kind === 'right' && fetch !== null && content.bundle.length > fetch.longerThan) {
    await manager.query('update summary_content set wrapped = null, page = null, fetch_find = $2, until = $3 where share_id = $1', [found.id, fetch.find, fetch.until]);
    return { ...content, bundle: null };
  }
  await manager.query('delete from summary_content where share_id = $1', [found.id]);
  return kind === 'right' ? content : null;
}
