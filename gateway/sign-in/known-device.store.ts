import type { Pool } from 'pg';
import { hashOf } from './secret.ts';

/** How long a browser is remembered after it was last used, in days; its cookie lives as long. */
export const deviceDays = 365;

/**
 * Browsers that have signed in to an account before. Failures of all other browsers do not slow them down: whoever tries
 * passwords from elsewhere cannot keep the account's owner out.
 */
export class KnownDeviceStore {
  readonly #database: Pool;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** What a browser and an address are together known by. Both halves are needed to find it: the browser's holds 256 random bits. */
  pairOf(device: string, email: string): Buffer {
    return hashOf(`${device}\n${email.trim().toLowerCase()}`);
  }

  async isKnown(device: string | null, email: string): Promise<boolean> {
    // Asked either way, so that a browser with a cookie and one without wait alike.
    const { rowCount } = await this.#database.query({
      name: 'known-device', text: 'select 1 from known_device where pair_hash = $1', values: [this.pairOf(device ?? '', email)],
    });
    return device !== null && rowCount === 1;
  }

  async remember(device: string, email: string, now: Date): Promise<void> {
    await this.#database.query('delete from known_device where seen_at <= $1', [new Date(now.getTime() - deviceDays * 86_400_000)]);
    await this.#database.query(
      'insert into known_device (pair_hash, seen_at) values ($1, $2) on conflict (pair_hash) do update set seen_at = excluded.seen_at',
      [this.pairOf(device, email), now],
    );
  }
}
