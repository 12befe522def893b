import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { Pool } from 'pg';
import { hashOf, newSecret } from './secret.ts';
import type { Session, SessionClient, SessionPlace } from './sessions.ts';

/** A person without the session they are in: what sign-in establishes. */
export interface Person extends Omit<Viewer, 'sessionId'> {
  /** When the password was set that this sign-in proved, as identity says it; left out for other ways in. Not kept in the session. */
  readonly passwordSetAt?: string;
}

/** REG-9: 30 minutes idle, 12 hours absolute. */
const sessionLimits = { idleMinutes: 30, absoluteHours: 12 } as const;

/** How long a session lives without being used, in milliseconds. */
export const idleMilliseconds = sessionLimits.idleMinutes * 60_000;
const absoluteMilliseconds = sessionLimits.absoluteHours * 3_600_000;
const touchMilliseconds = 60_000;

/** What a session notes of how it began. */
export interface SessionBeginning {
  /** As `browserFamily` gives it. */
  readonly browser: string;
  readonly place: SessionPlace;
}

/** A session as its person is shown it among all of theirs. */
export interface SessionSummary extends SessionBeginning {
  readonly id: string;
  readonly viewer: Person;
  readonly beganAt: Date;
  readonly lastUsedAt: Date;
}

interface SessionRow {
  id: string;
  viewer: Person;
  client: SessionClient;
  last_seen_at: Date;
  expires_at: Date;
}

function toSession(row: SessionRow, lastSeen: Date): Session {
  return {
    id: row.id,
    viewer: { ...row.viewer, sessionId: row.id },
    client: row.client,
    expiresAt: row.expires_at,
    idleUntil: new Date(Math.min(lastSeen.getTime() + idleMilliseconds, row.expires_at.getTime())),
  };
}

export class SessionStore {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** Starts a session and returns its token, which is kept nowhere else; sessions that ended are swept out. */
  async create(viewer: Person, client: SessionClient, now: Date, { browser, place }: SessionBeginning): Promise<{ token: string; session: Session }> {
    const token = newSecret();
    const row: SessionRow = {
      id: randomUUID(),
      viewer,
      client,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + absoluteMilliseconds),
    };
    await this.#database.query('delete from session where expires_at <= least($1, now()) or last_seen_at <= least($2, now() - ($1::timestamptz - $2))', [now, this.#idleSince(now)]);
    await this.#database.query(
      `insert into session (token_hash, id, viewer, client, created_at, last_seen_at, expires_at, browser, place)
       values ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
      [hashOf(token), row.id, JSON.stringify(viewer), client, now, row.expires_at, browser, place],
    );
    return { token, session: toSession(row, now) };
  }

  /** The live session of a token, without counting as use of it. */
  async peek(token: string, now: Date): Promise<Session | null> {
    const row = await this.#find(token, now);
    return row === null ? null : toSession(row, row.last_seen_at);
  }

  /** The live session of a token; the use is noted at most once a minute, so that a read is one query. */
  async use(token: string, now: Date): Promise<Session | null> {
    const row = await this.#find(token, now);
    if (row === null) return null;
    if (now.getTime() - row.last_seen_at.getTime() < touchMilliseconds) return toSession(row, row.last_seen_at);
    return this.extend(token, now);
  }

  /** Counts as use now: idle time begins again, the absolute end stays. */
  async extend(token: string, now: Date): Promise<Session | null> {
    const { rows } = await this.#database.query<SessionRow>(
      `update session set last_seen_at = greatest(last_seen_at, $2)
        where token_hash = $1 and expires_at > $2 and last_seen_at > $3
        returning id, viewer, client, last_seen_at, expires_at`,
      [hashOf(token), now, this.#idleSince(now)],
    );
    const row = rows[0];
    return row === undefined ? null : toSession(row, row.last_seen_at);
  }

  async end(token: string): Promise<void> {
    await this.#database.query('delete from session where token_hash = $1', [hashOf(token)]);
  }

  /** The live sessions of an account, the last used first. */
  async list(accountId: string, now: Date): Promise<readonly SessionSummary[]> {
    const { rows } = await this.#database.query<SessionSummary>(
      `select id, viewer, browser, place, created_at as "beganAt", last_seen_at as "lastUsedAt" from session
        where account_id = $1 and expires_at > $2 and last_seen_at > $3 order by last_seen_at desc, created_at desc`,
      [accountId, now, this.#idleSince(now)],
    );
    return rows;
  }

  /** Ends one session of an account; false when the account has no such session. */
  async endOne(accountId: string, id: string): Promise<boolean> {
    const { rowCount } = await this.#database.query('delete from session where account_id = $1 and id = $2', [accountId, id]);
    return rowCount === 1;
  }

  /**
   * Ends every session of an account but `except`, and every sign-in of it that is under way (reset, opt-out, leaving).
   * Returns how many sessions there were.
   */
  async endAll(accountId: string, except: string | null = null): Promise<number> {
    // Sign-ins first: one that is finished meanwhile has a session by the time that sessions are ended.
    for (const table of ['pending_sign_in', 'redemption_code']) await this.#database.query(`delete from ${table} where account_id = $1`, [accountId]);
    const { rowCount } = await this.#database.query('delete from session where account_id = $1 and id is distinct from $2', [accountId, except]);
    return rowCount ?? 0;
  }

  async #find(token: string, now: Date): Promise<SessionRow | null> {
    const { rows } = await this.#database.query<SessionRow>({
      name: 'session',
      text: `select id, viewer, client, last_seen_at, expires_at from session
              where token_hash = $1 and expires_at > $2 and last_seen_at > $3`,
      values: [hashOf(token), now, this.#idleSince(now)],
    });
    return rows[0] ?? null;
  }

  #idleSince(now: Date): Date {
    return new Date(now.getTime() - idleMilliseconds);
  }
}
