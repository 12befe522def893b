import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { ProxyList } from '@cie/kit/proxies.ts';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { NewProxy, Proxy, ProxyChange, ProxyStore } from '../domain/proxy.ts';
import { nobody } from '../domain/request-proxy.ts';
import { logParameters, logSql } from './door.store.ts';
import type { PatientFinderStore } from './patient-finder.store.ts';
import { proxyColumns, type ProxyRow, type ProxySeal } from './proxy-row.ts';

const addSql = `
  insert into proxy (patient_id, id, account_id, proxy_name, finder, basis, birth_date, sealed, requested_at, suspended_by_patient_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${proxyColumns}`;

const waitingSql = `select ${proxyColumns} from proxy where account_id = $1 and finder = $2 and decided = 'requested' for update`;

/** A request in whose place a corrected one came is kept, and counts among those of its day; nobody works on it any more. */
const replaceSql = `update proxy set decided = 'replaced' where id = $1`;

/** The birthday of the review lies near or behind, and none was made that counts; the rule itself decides to the day (standingOf). */
const reviewsSql = `decided = 'active' and basis = 'parental-responsibility' and birth_date <= ($1::timestamptz + interval '91 days' - interval '13 years')::date
  and birth_date > ($1::timestamptz - interval '16 years')::date
  and (reviewed_at < birth_date + interval '12 years' or (consent <> 'given' and reviewed_at < birth_date + interval '13 years' - interval '91 days'))`;

const lists: Readonly<Record<ProxyList, string>> = {
  requested: `decided = 'requested' and $1::timestamptz is not null`,
  reviews: reviewsSql,
  active: `decided = 'active' and $1::timestamptz is not null`,
};

/** Days before and after something changes by itself in which it is spoken of; a job that was off for a month still tells. */
const nearSql = `
  select ${proxyColumns} from proxy
  where decided = 'active' and ($2::uuid is null or id > $2) and (
    (ends_at > $1::timestamptz - interval '40 days' and ends_at < $1::timestamptz + interval '91 days')
    or (basis = 'parental-responsibility' and birth_date > ($1::timestamptz - interval '13 years 40 days')::date and birth_date < ($1::timestamptz - interval '13 years' + interval '91 days')::date)
  ) order by id limit 200`;

/** Each change of a proxy, its log entry and what is told are one transaction. */
export function createProxyStore(database: RoomDatabase, finder: PatientFinderStore, notices: NoticeStore, seal: ProxySeal): ProxyStore {
  const list = async (where: string, parameters: readonly unknown[]): Promise<Proxy[]> =>
    (await database.statement<ProxyRow>(`select ${proxyColumns} from proxy where decided <> 'replaced' and ${where}`, parameters)).map((row) => seal.open(row));

  return {
    findPatient: (nhsNumber, birthDate) => finder.find(nhsNumber, birthDate),

    add: (access, proxy, patientId, entry, told, { most, since }) =>
      database.asService(async (manager) => {
        // Twenty requests sent at once must not each find four before them.
        await lockKeys(manager, [`proxy requests ${proxy.accountId}`]);
        const [made]: { count: number }[] = await manager.query('select count(*)::integer as count from proxy where account_id = $1 and requested_at > $2', [
          proxy.accountId, since,
        ]);
        if (made !== undefined && made.count >= most) return null;
        const id = randomUUID();
        const mark = finder.markOf(proxy.texts.nhsNumber, proxy.birthDate);
        const [waitingRow]: ProxyRow[] = await manager.query(waitingSql, [proxy.accountId, mark]);
        const waiting = waitingRow === undefined ? null : seal.open(waitingRow);
        if (waiting !== null && saysTheSame(waiting, proxy)) return waiting;
        // A new row with a new id: whoever of the desk has the old one open cannot decide about what they have not read.
        if (waiting !== null) await manager.query(replaceSql, [waiting.id]);
        const [row]: ProxyRow[] = await manager.query(addSql, [
          patientId ?? nobody, id, proxy.accountId, proxy.name, mark, proxy.basis, proxy.birthDate, seal.close(id, proxy.texts), access.now,
          waiting?.suspendedByPatientAt ?? null,
        ]);
        if (row === undefined) throw new Error('The database kept no request.');
        await manager.query(logSql, logParameters(access, patientId ?? nobody, entry));
        await notices.post(manager, told);
        return seal.open(row);
      }),

    ofPatient: (patientIds) => list('patient_id = any ($1::uuid[]) order by requested_at desc', [patientIds]),
    ofAccount: (accountId) => list('account_id = $1 order by requested_at desc', [accountId]),
    byId: async (id) => (await list('id = $1', [id]))[0] ?? null,

    decide: (access, id, decide) =>
      database.asService(async (manager) => {
        const [row]: ProxyRow[] = await manager.query(`select ${proxyColumns} from proxy where id = $1 and decided <> 'replaced' for update`, [id]);
        if (row === undefined) return null;
        const proxy = seal.open(row);
        const { change, entry, notices: told } = decide(proxy);
        const { texts, ...changed } = change;
        const decided: Proxy = { ...proxy, ...changed, texts: { ...proxy.texts, ...texts } };
        await update(manager, decided, seal.close(id, decided.texts));
        await manager.query(logSql, logParameters(access, decided.patientId ?? nobody, entry));
        await notices.post(manager, told);
        return decided;
      }),

    page: async (name, now, first, after) => {
      const [at = null, id = null] = after === null ? [] : after.split(' ');
      const found = await list(
        `${lists[name]} and ($2::timestamptz is null or (requested_at, id) > ($2, $3::uuid)) order by requested_at, id limit $4`,
        [now, at, id, first + 1],
      );
      const last = found[first - 1];
      return { proxies: found.slice(0, first), next: found.length > first && last !== undefined ? `${last.requestedAt.toISOString()} ${last.id}` : null };
    },

    counts: async (now) => {
      const [row] = await database.statement<{ requested: number; reviews: number }>(
        `select count(*) filter (where decided = 'requested')::integer as requested, count(*) filter (where ${reviewsSql})::integer as reviews
           from proxy where decided in ('requested', 'active')`,
        [now],
      );
      return row ?? { requested: 0, reviews: 0 };
    },

    nearChange: async (now, after) => (await database.statement<ProxyRow>(nearSql, [now, after])).map((row) => seal.open(row)),

    say: (access, patientId, warnings) =>
      database.asService(async (manager) => {
        let said = 0;
        for (const { proxyId, what, about, notices: told, entry } of warnings) {
          const added: unknown[] = await manager.query(
            'insert into proxy_told (proxy_id, what, about, at) values ($1, $2, $3, $4) on conflict do nothing returning proxy_id',
            [proxyId, what, about, access.now],
          );
          if (added.length === 0) continue;
          said += 1;
          await notices.post(manager, told);
          if (entry !== null) await manager.query(logSql, logParameters(access, patientId, entry));
        }
        return said;
      }),
  };
}

function saysTheSame(waiting: Proxy, { basis, texts }: NewProxy): boolean {
  return waiting.basis === basis && waiting.texts.evidence === texts.evidence && waiting.texts.relationship === texts.relationship;
}

type Columns = Required<Omit<ProxyChange, 'texts'>>;

const columnNames: Readonly<Record<keyof Columns, string>> = {
  patientId: 'patient_id', decided: 'decided', labels: 'labels', endsAt: 'ends_at', reviewedAt: 'reviewed_at', consent: 'consent',
  suspendedByPatientAt: 'suspended_by_patient_at', suspendedByDeskAt: 'suspended_by_desk_at', reason: 'reason', verifier: 'verifier', startedAt: 'started_at',
};

async function update(manager: EntityManager, proxy: Proxy, sealed: Buffer): Promise<void> {
  const values: Columns = { ...proxy, patientId: proxy.patientId ?? nobody };
  // Every column that may change, in one fixed order.
  const names = Object.keys(columnNames) as (keyof Columns)[];
  const set = names.map((name, index) => `${columnNames[name]} = $${index + 3}`).join(', ');
  await manager.query(`update proxy set sealed = $2, ${set} where id = $1`, [proxy.id, sealed, ...names.map((name) => values[name])]);
}
