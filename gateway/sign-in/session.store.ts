import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { Pool } from 'pg';
import { hashOf, newSecret } from './secret.ts';
import type { Session, SessionClient } from './sessions.ts';

/** A person without the session they are in: what sign-in establishes. */
export type Person = Omit<Viewer, 'sessionId'>;

/** REG-9: 30 minutes idle, 12 hours absolute. */
const sessionLimits = { idleMinutes: 30, absoluteHours: 12 } as const;

const idleMilliseconds = sessionLimits.idleMinutes * 60_000;
const absoluteMilliseconds = sessionLimits.absoluteHours * 3_600_000;
const touchMilliseconds = 60_000;

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
  async create(viewer: Person, client: SessionClient, now: Date): Promise<{ token: string; session: Session }> {
    const token = newSecret();
    const row: SessionRow = {
      id: randomUUID(),
      viewer,
      client,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + absoluteMilliseconds),
    };
    await this.#database.query('delete from session where expires_at <= $1 or last_seen_at <= $2', [now, this.#idleSince(now)]);
    await this.#database.query(
      `insert into session (token_hash, id, viewer, client, created_at, last_seen_at, expires_at)
       values ($1, $2, $3, $4, $5, $5, $6)`,
      [hashOf(token), row.id, JSON.stringify(viewer), client, now, row.expires_at],
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
