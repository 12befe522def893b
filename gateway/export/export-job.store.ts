import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { WrappedKey } from '@cie/kit/sealing.ts';
import type { Pool } from 'pg';
import { idleMilliseconds, type Person } from '../sign-in/session.store.ts';
import { keptFor, leaseTime, mostAttempts, type ClaimedJob, type ExportJob, type Failure, type NewJob, type ReadyFile } from './export-job.ts';

const subject = 'patient_id as "patientId", request_id as "requestId"';
const shown = `id, ${subject}, format, state, part, failure, size::float8 as size, requested_at as "requestedAt"`;

/** Jobs in the gateway's database; every process of the gateway works on them. */
export class ExportJobStore {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** False when the account has a file being made already. */
  async add({ viewer, patientId, requestId, format }: NewJob, now: Date): Promise<boolean> {
    const { rowCount } = await this.#database.query(
      `insert into export_job (id, session_id, account_id, patient_id, request_id, format, state, requested_at, expires_at) values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8)
       on conflict (account_id) where state in ('waiting', 'running') do nothing`,
      [randomUUID(), viewer.sessionId, viewer.accountId, patientId, requestId, format, now, new Date(now.getTime() + keptFor)],
    );
    return rowCount === 1;
  }

  /** Files of a session, the newest first. */
  async list(sessionId: string): Promise<readonly ExportJob[]> {
    const { rows } = await this.#database.query<ExportJob>(`select ${shown} from export_job where session_id = $1 order by requested_at desc, id limit 20`, [sessionId]);
    return rows;
  }

  /** A file of this session that can be fetched; null for any other. */
  async ready(id: string, sessionId: string, now: Date): Promise<ReadyFile | null> {
    const { rows } = await this.#database.query<ReadyFile>(
      `select id, ${subject}, format, chunks, size::float8 as size, key_id as "keyId", wrapped_key as wrapped, finished_at as "finishedAt"
         from export_job where id = $1 and session_id = $2 and state = 'ready' and expires_at > $3`,
      [id, sessionId, now],
    );
    return rows[0] ?? null;
  }

  /** Takes what has waited longest, or what a process left that is gone; null when there is nothing to do. */
  async claim(now: Date): Promise<ClaimedJob | null> {
    const { rows } = await this.#database.query<ClaimedJob>(
      `update export_job set state = 'running', run = $1, leased_until = $3, attempts = attempts + 1, part = 0, chunks = 0, size = 0
        where id = (select id from export_job where state = 'waiting' or (state = 'running' and leased_until <= $2)
                     order by requested_at for update skip locked limit 1)
        returning id, run, ${subject}, format, attempts`,
      [randomUUID(), now, new Date(now.getTime() + leaseTime)],
    );
    const [job] = rows;
    // What an earlier try wrote belongs to another key.
    if (job !== undefined) await this.#database.query('delete from export_chunk where job_id = $1', [job.id]);
    return job ?? null;
  }

  /**
   * Says that the file is still being made, and as whom its record is read: the person of the session it was asked for in. Null when
   * the session has ended or somebody else makes the file: then nothing more may be read.
   */
  async proceed({ id, run }: ClaimedJob, part: number | null, now: Date): Promise<Viewer | null> {
    const { rows } = await this.#database.query<{ viewer: Person; sessionId: string }>(
      `update export_job j set part = coalesce($3, part), leased_until = $4 from session s
        where j.id = $1 and j.run = $2 and j.state = 'running' and s.id = j.session_id and s.expires_at > $5 and s.last_seen_at > $6
        returning s.viewer, s.id as "sessionId"`,
      [id, run, part, new Date(now.getTime() + leaseTime), now, new Date(now.getTime() - idleMilliseconds)],
    );
    const [row] = rows;
    return row === undefined ? null : { ...row.viewer, sessionId: row.sessionId };
  }

  async finish({ id, run }: ClaimedJob, { keyId, wrapped }: WrappedKey, file: { readonly chunks: number; readonly size: number }, now: Date): Promise<boolean> {
    const { rowCount } = await this.#database.query(
      `update export_job set state = 'ready', key_id = $3, wrapped_key = $4, chunks = $5, size = $6, finished_at = $7, run = null, leased_until = null
        where id = $1 and run = $2 and state = 'running'`,
      [id, run, keyId, wrapped, file.chunks, file.size, now],
    );
    return rowCount === 1;
  }

  /** Ends a try. Without a failure it waits to be begun again, until it was tried so often that it has failed. */
  async giveUp({ id, run }: ClaimedJob, failure: Failure | null, now: Date): Promise<void> {
    await this.#database.query(
      `update export_job set state = case when $3::text is null and attempts < $4 then 'waiting' else 'failed' end,
         failure = case when $3::text is null and attempts < $4 then null else coalesce($3, 'DOWNLOAD_UNAVAILABLE') end, run = null, leased_until = null, finished_at = $5
        where id = $1 and run = $2 and state = 'running'`,
      [id, run, failure, mostAttempts, now],
    );
    await this.#database.query("delete from export_chunk c using export_job j where j.id = c.job_id and j.id = $1 and j.state in ('waiting', 'failed')", [id]);
  }

  /** As if this try had not been: the process is stopping, and the next one begins anew. */
  async release({ id, run }: ClaimedJob): Promise<void> {
    await this.#database.query("update export_job set state = 'waiting', run = null, leased_until = null, attempts = attempts - 1 where id = $1 and run = $2 and state = 'running'", [id, run]);
  }

  /** Removes files whose time is over, and everything of sessions that ended by themselves. */
  async sweep(now: Date): Promise<void> {
    await this.#database.query(
      'delete from export_job j using session s where s.id = j.session_id and (s.expires_at <= $1 or s.last_seen_at <= $2)',
      [now, new Date(now.getTime() - idleMilliseconds)],
    );
    await this.#database.query("delete from export_chunk c using export_job j where j.id = c.job_id and j.expires_at <= $1 and j.state <> 'running'", [now]);
    await this.#database.query("update export_job set state = 'expired', wrapped_key = null where expires_at <= $1 and state in ('ready', 'failed', 'waiting')", [now]);
  }
}
