import type { Pool } from 'pg';
import { hashOf, newSecret } from './secret.ts';
import type { Person } from './session.store.ts';

const redemptionSeconds = 60;

/** One-time codes that carry a sign-in from the pop-up window to the frame that opened it. */
export class RedemptionCodeStore {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** A code for this person, good once within 60 seconds, for the holder of the challenge's verifier. */
  async issue(viewer: Person, challenge: string, now: Date): Promise<string> {
    const code = newSecret();
    await this.#database.query('delete from redemption_code where expires_at <= least($1, now())', [now]);
    await this.#database.query('insert into redemption_code (code_hash, challenge, viewer, expires_at) values ($1, $2, $3, $4)', [
      hashOf(code),
      challenge,
      JSON.stringify(viewer),
      new Date(now.getTime() + redemptionSeconds * 1000),
    ]);
    return code;
  }

  /** The person of a code, once; a wrong verifier uses the code up as well (RFC 7636, section 4.6). */
  async redeem(code: string, verifier: string, now: Date): Promise<Person | null> {
    const { rows } = await this.#database.query<{ challenge: string; viewer: Person; expires_at: Date }>(
      'delete from redemption_code where code_hash = $1 returning challenge, viewer, expires_at',
      [hashOf(code)],
    );
    const row = rows[0];
    if (row === undefined || row.expires_at <= now) return null;
    return hashOf(verifier).toString('base64url') === row.challenge ? row.viewer : null;
  }
}
