import type { Pool } from 'pg';
import { hashOf, newSecret } from './secret.ts';
import type { Destination } from './destination.ts';

/** Where somebody may be sent to say who they are: NHS login, NHS CIS2, a trust's own provider, a patient-record system. */
export type ProviderName = 'nhs-login' | 'professional' | `trust-${string}` | `launch-${string}`;

/** Identity levels asked for: `any` of P9 and P5, or `P9` when a person who came with P5 proves who they are. */
export type Level = 'any' | 'P9';

/** One journey to an identity provider and back. */
export interface Attempt {
  readonly provider: ProviderName;
  readonly level: Level;
  readonly nonce: string;
  readonly verifier: string;
  readonly destination: Destination;
}

interface AttemptRow extends Attempt {
  browser_hash: Buffer;
  expires_at: Date;
}

/** How long somebody may take at an identity provider. */
export const attemptMinutes = 10;

export class AttemptStore {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** Notes an attempt of one browser and returns it with the `state` that finds it again. */
  async begin(provider: ProviderName, level: Level, destination: Destination, browser: string, now: Date): Promise<Attempt & { state: string }> {
    const attempt = { provider, level, nonce: newSecret(), verifier: newSecret(), destination };
    const state = newSecret();
    await this.#database.query('delete from sign_in_attempt where expires_at <= least($1, now())', [now]);
    await this.#database.query(
      `insert into sign_in_attempt (state_hash, browser_hash, provider, level, nonce, verifier, destination, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [hashOf(state), hashOf(browser), provider, level, attempt.nonce, attempt.verifier, JSON.stringify(destination), new Date(now.getTime() + attemptMinutes * 60_000)],
    );
    return { ...attempt, state };
  }

  /**
   * Takes the attempt out, so that neither a replayed `state` nor a replayed code finds it again.
   * Null when it is unknown, used, too old, of another provider, or begun in another browser: the last
   * stops somebody from signing a victim in to an account of the attacker's (RFC 6749, section 10.12).
   */
  async take(state: string, provider: ProviderName, browser: string, now: Date): Promise<Attempt | null> {
    const { rows } = await this.#database.query<AttemptRow>(
      `delete from sign_in_attempt where state_hash = $1
       returning browser_hash, provider, level, nonce, verifier, destination, expires_at`,
      [hashOf(state)],
    );
    const row = rows[0];
    if (row === undefined || row.provider !== provider || row.expires_at <= now) return null;
    if (!row.browser_hash.equals(hashOf(browser))) return null;
    return { provider: row.provider, level: row.level, nonce: row.nonce, verifier: row.verifier, destination: row.destination };
  }
}
