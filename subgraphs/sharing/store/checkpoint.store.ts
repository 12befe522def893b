import { CieError } from '@cie/kit/errors.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { EntityManager } from 'typeorm';
import { makeCheckpoint, type Checkpoint, type CheckpointLeaf } from '../domain/checkpoint.ts';
import { appendToFile, lastInFile, lineOf } from './checkpoint-file.ts';
import { checkpointRowsSql, readCheckpointRow, type CheckpointRow } from './checkpoint-row.ts';
import type { LogKeys } from './log-keys.ts';

/** Logs under one signature at the most: what is left waits for the next, at once. */
const usualMost = 20_000;
/** Checkpoints that are copied to the file at a time. */
const atATime = 20;

/** One writer among all replicas; `try`, since who comes second has nothing to do. */
const lockSql = `select pg_try_advisory_xact_lock(hashtextextended('access log checkpoint', 0)) as locked`;

const latestSql = 'select number, body from log_checkpoint order by number desc limit 1';

/** What every log ends in that has grown since its last checkpoint. */
const grownSql = (among: string): string => `
  select h.patient_id, h.seq, h.hash from ${among}
  left join lateral (
    select l.seq from log_checkpoint_leaf l where l.patient_id = h.patient_id order by l.checkpoint desc limit 1
  ) l on true
  where h.seq > coalesce(l.seq, 0) order by h.patient_id`;

const allGrownSql = `${grownSql('access_log_head h')} limit $1`;
/** Of the logs that a transaction wrote to which was not over at the last look. */
const recentlyGrownSql = `${grownSql('(select distinct patient_id from access_log where transaction >= $2::xid8) recent join access_log_head h using (patient_id)')} limit $1`;

const addLeavesSql = `
  insert into log_checkpoint_leaf (checkpoint, position, patient_id, seq, hash)
  select $1, l.position - 1, l.patient_id, l.seq, decode(l.hash, 'hex')
  from unnest($2::uuid[], $3::bigint[], $4::text[]) with ordinality as l (patient_id, seq, hash, position)`;

export interface CheckpointStore {
  /** Puts what has grown since the last checkpoint under a new one. Resolves with how many were made. Throws CHECKPOINTS_DIFFER. */
  write(now: Date): Promise<number>;
}

/** Checkpoints in the database, and each on the disk in `folder`, which another hand than the database's should keep. */
export function createCheckpointStore(database: Pick<RoomDatabase, 'asService'>, keys: LogKeys, folder: string, mostLeaves = usualMost): CheckpointStore {
  // The first look after a start compares every log: what was restored, or written while nobody looked, is found by it.
  let since: string | null = null;

  async function writeNext(manager: EntityManager, now: Date): Promise<Written> {
    const [{ horizon } = { horizon: '0' }]: { horizon: string }[] = await manager.query('select pg_snapshot_xmin(pg_current_snapshot())::text as horizon');
    const rows: { patient_id: string; seq: string; hash: Buffer }[] =
      since === null ? await manager.query(allGrownSql, [mostLeaves]) : await manager.query(recentlyGrownSql, [mostLeaves, since]);
    const leaves = rows.map((row): CheckpointLeaf => ({ patientId: row.patient_id, seq: Number(row.seq), hash: row.hash }));
    if (leaves.length > 0) await add(manager, leaves, now);
    return { logs: leaves.length, horizon };
  }

  async function add(manager: EntityManager, leaves: readonly CheckpointLeaf[], now: Date): Promise<void> {
    const [latest]: { number: string; body: string }[] = await manager.query(latestSql);
    const { number, body, signature } = makeCheckpoint(latest === undefined ? null : { number: Number(latest.number), body: latest.body }, leaves, keys.current, now);
    await manager.query('insert into log_checkpoint (number, body, signature) values ($1, $2, $3)', [number, body, signature]);
    await manager.query(addLeavesSql, [number, leaves.map((each) => each.patientId), leaves.map((each) => each.seq), leaves.map((each) => each.hash.toString('hex'))]);
  }

  /** Resolves with null where another replica is at it. */
  const alone = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T | null> =>
    database.asService(async (manager) => {
      const [lock]: { locked: boolean }[] = await manager.query(lockSql);
      return lock?.locked === true ? work(manager) : null;
    });

  return {
    write: async (now) => {
      const made: number[] = [];
      for (let isAll = false; !isAll; ) {
        const written = await alone((manager) => writeNext(manager, now));
        if (written !== null && written.logs > 0) made.push(written.logs);
        isAll = written === null || written.logs < mostLeaves;
        // Only now is it certain that it was written.
        if (written !== null && isAll) since = written.horizon;
      }
      // In the database first: what the file lacks, because the machine stopped in between, is added from there.
      while ((await alone((manager) => copyToFile(manager, folder))) === atATime);
      return made.length;
    },
  };
}

interface Written {
  /** How many logs the checkpoint has the ends of; no checkpoint was made of none. */
  readonly logs: number;
  /** The first transaction that was not over when it looked. */
  readonly horizon: string;
}

async function copyToFile(manager: EntityManager, folder: string): Promise<number> {
  const last = await lastInFile(folder);
  if (last !== null) await requireSame(manager, last);
  const rows: CheckpointRow[] = await manager.query(checkpointRowsSql, [last?.number ?? 0, atATime]);
  if (rows.length > 0) await appendToFile(folder, rows.map(readCheckpointRow));
  return rows.length;
}

/** Nothing is added to a file that says something else than the database: one of the two was changed, or put back to what it was. */
async function requireSame(manager: EntityManager, last: Checkpoint): Promise<void> {
  const [row]: CheckpointRow[] = await manager.query(checkpointRowsSql, [last.number - 1, 1]);
  if (row !== undefined && Number(row.number) === last.number && lineOf(readCheckpointRow(row)) === lineOf(last)) return;
  throw new CieError('CHECKPOINTS_DIFFER', 'The file of checkpoints and the database say different things about the access log. Run npm run cie -- verify-log, and see subgraphs/sharing/access-log.md.');
}
