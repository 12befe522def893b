import type { Pool } from 'pg';
import type { Destination } from '../destination.ts';
import { pendingMinutes } from '../pending.store.ts';
import { hashOf, newSecret } from '../secret.ts';
import type { OfferedRole } from './offer-roles.ts';
import type { VouchedProfessional } from './vouched-professional.ts';

/** A professional on the way in. What they may choose stands here, not in their browser. */
export interface ProfessionalArrival {
  readonly professional: VouchedProfessional;
  /** Empty for a person without a role that we know, who may ask for access. */
  readonly offered: readonly OfferedRole[];
  readonly destination: Destination;
}

/** Arrivals under way, found by the id on their pages and the cookie of the browser together, as pending sign-ins are. */
export class ArrivalStore {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** Keeps an arrival for 30 minutes and returns its id, which is kept nowhere else. */
  async begin({ professional, offered, destination }: ProfessionalArrival, browser: string, now: Date): Promise<string> {
    const id = newSecret();
    await this.#database.query('delete from professional_arrival where expires_at <= least($1, now())', [now]);
    await this.#database.query(
      'insert into professional_arrival (id_hash, browser_hash, professional, offered, destination, expires_at) values ($1, $2, $3, $4, $5, $6)',
      [hashOf(id), hashOf(browser), JSON.stringify(professional), JSON.stringify(offered), JSON.stringify(destination), new Date(now.getTime() + pendingMinutes * 60_000)],
    );
    return id;
  }

  /** The arrival of this id in the browser that it was begun in; null when it ended or is another browser's. */
  async find(id: string, browser: string, now: Date): Promise<ProfessionalArrival | null> {
    const { rows } = await this.#database.query<ProfessionalArrival>(
      'select professional, offered, destination from professional_arrival where id_hash = $1 and browser_hash = $2 and expires_at > $3',
      [hashOf(id), hashOf(browser), now],
    );
    return rows[0] ?? null;
  }

  /** Ends all that a browser has under way, as signing out does. */
  async endOf(browser: string): Promise<void> {
    await this.#database.query('delete from professional_arrival where browser_hash = $1', [hashOf(browser)]);
  }

  /** Ends it; false when it had ended before, so that one answer of the provider begins one session. */
  async end(id: string): Promise<boolean> {
    const { rowCount } = await this.#database.query('delete from professional_arrival where id_hash = $1', [hashOf(id)]);
    return rowCount === 1;
  }
}
