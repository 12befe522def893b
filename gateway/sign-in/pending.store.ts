import type { Pool } from 'pg';
import type { Destination } from './destination.ts';
import { hashOf, newSecret } from './secret.ts';
import type { Person } from './session.store.ts';

/** A person who is known and not signed in yet, and where the sign-in is to end. */
export interface PendingSignIn {
  readonly id: string;
  readonly person: Person;
  readonly destination: Destination;
  readonly withoutRecord: boolean;
}

interface PendingRow {
  readonly viewer: Person;
  readonly destination: Destination;
  readonly without_record: boolean;
}

/** How long somebody may take for the steps between identification and session. */
export const pendingMinutes = 30;

/**
 * Sign-ins under way. Each has an id of its own, which its pages carry, so that two tabs do not disturb one another; the
 * cookie binds all of a browser to it, so that an id alone, from a history or over a shoulder, is worth nothing.
 */
export class PendingStore {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** Keeps a sign-in for 30 minutes and returns its id, which is kept nowhere else. */
  async begin(person: Person, destination: Destination, browser: string, now: Date): Promise<string> {
    const id = newSecret();
    await this.#database.query('delete from pending_sign_in where expires_at <= least($1, now())', [now]);
    await this.#database.query('insert into pending_sign_in (id_hash, browser_hash, viewer, destination, expires_at) values ($1, $2, $3, $4, $5)', [
      hashOf(id),
      hashOf(browser),
      JSON.stringify(person),
      JSON.stringify(destination),
      new Date(now.getTime() + pendingMinutes * 60_000),
    ]);
    return id;
  }

  /** The sign-in of this id in the browser that began it; null when it ended or is another browser's. */
  async find(id: string, browser: string, now: Date): Promise<PendingSignIn | null> {
    const { rows } = await this.#database.query<PendingRow>(
      'select viewer, destination, without_record from pending_sign_in where id_hash = $1 and browser_hash = $2 and expires_at > $3',
      [hashOf(id), hashOf(browser), now],
    );
    const row = rows[0];
    return row === undefined ? null : { id, person: row.viewer, destination: row.destination, withoutRecord: row.without_record };
  }

  /** The person goes on without a record of their own. */
  async goWithoutRecord(id: string): Promise<void> {
    await this.#database.query('update pending_sign_in set without_record = true where id_hash = $1', [hashOf(id)]);
  }

  /** The person is called by the name in their record from now on. */
  async rename(id: string, name: string): Promise<void> {
    await this.#database.query("update pending_sign_in set viewer = jsonb_set(viewer, '{name}', to_jsonb($2::text)) where id_hash = $1", [hashOf(id), name]);
  }

  /** The sign-in ends elsewhere than it was begun for. */
  async redirect(id: string, destination: Destination): Promise<void> {
    await this.#database.query('update pending_sign_in set destination = $2 where id_hash = $1', [hashOf(id), JSON.stringify(destination)]);
  }

  /** Ends all that a browser has under way: on a shared computer its history and cookie would else open them for half an hour. */
  async endOf(browser: string): Promise<void> {
    await this.#database.query('delete from pending_sign_in where browser_hash = $1', [hashOf(browser)]);
  }

  /** Ends it; false when it had ended before, so that one sign-in begins one session. */
  async end(id: string): Promise<boolean> {
    const { rowCount } = await this.#database.query('delete from pending_sign_in where id_hash = $1', [hashOf(id)]);
    return rowCount === 1;
  }
}
