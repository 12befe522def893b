import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { Label } from '@cie/kit/names.ts';
import type { Pool } from 'pg';
import { inTransaction } from '../server/in-transaction.ts';
import { hashOf, newSecret } from '../sign-in/secret.ts';

/** How much a feed says, as the appointments room writes it. */
export type FeedDetail = 'general' | 'clinic';

/** What its owner chose for a feed. */
export interface FeedChoice {
  /** Which calendar it is for, in the owner's words. */
  readonly name: string;
  readonly detail: FeedDetail;
  /** Labels whose appointments it shows. */
  readonly labels: readonly Label[];
}

export interface CalendarFeed extends FeedChoice {
  readonly id: string;
  readonly createdAt: Date;
  /** When a calendar last asked for it; null when none did. */
  readonly fetchedAt: Date | null;
}

/** Who made a feed, without the record: which one is theirs, identity says at each fetch. */
export type FeedOwner = Pick<Viewer, 'kind' | 'accountId' | 'name' | 'proofing'>;

/** A feed as its address finds it. */
export interface FoundFeed extends CalendarFeed {
  readonly owner: FeedOwner;
}

/** More calendars than anybody has; each is an address that can be passed on. */
export const mostFeeds = 5;

const columns = 'id, name, detail, labels, created_at as "createdAt", fetched_at as "fetchedAt"';

export class FeedStore {
  readonly #database: Pick<Pool, 'query' | 'connect'>;

  constructor(database: Pick<Pool, 'query' | 'connect'>) {
    this.#database = database;
  }

  /** Makes a feed and returns its token, which is kept nowhere else; null when the account has as many as it may. */
  async create({ kind, accountId, name: ownerName, proofing }: FeedOwner, { name, detail, labels }: FeedChoice, now: Date): Promise<string | null> {
    const token = newSecret();
    const person = JSON.stringify({ kind, accountId, name: ownerName, proofing });
    const made = await inTransaction(this.#database, async (client) => {
      // Two requests at once would each count the feeds before the other's; in a statement of its own, so that the count comes after the wait.
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 39022))', [accountId]);
      const { rowCount } = await client.query(
        `insert into calendar_feed (token_hash, id, account_id, person, name, detail, labels, created_at)
         select $1, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from calendar_feed where account_id = $3) < ${mostFeeds}`,
        [hashOf(token), randomUUID(), accountId, person, name, detail, labels, now],
      );
      return rowCount === 1;
    });
    return made ? token : null;
  }

  async list(accountId: string): Promise<readonly CalendarFeed[]> {
    const { rows } = await this.#database.query<CalendarFeed>(`select ${columns} from calendar_feed where account_id = $1 order by created_at, id`, [accountId]);
    return rows;
  }

  async find(token: string): Promise<FoundFeed | null> {
    const { rows } = await this.#database.query<FoundFeed>(`select ${columns}, person as owner from calendar_feed where token_hash = $1`, [hashOf(token)]);
    return rows[0] ?? null;
  }

  /** Notes that a calendar asked, at most once a minute. */
  async markFetched(id: string, now: Date): Promise<void> {
    await this.#database.query("update calendar_feed set fetched_at = $2 where id = $1 and (fetched_at is null or fetched_at < $2::timestamptz - interval '1 minute')", [id, now]);
  }

  /** Ends one feed of an account; false when the account has no such feed. */
  async end(accountId: string, id: string): Promise<boolean> {
    const { rowCount } = await this.#database.query('delete from calendar_feed where account_id = $1 and id::text = $2', [accountId, id]);
    return rowCount === 1;
  }

  /** Ends every feed of an account: it was closed, or somebody else may have been in it. */
  async endAll(accountId: string): Promise<void> {
    await this.#database.query('delete from calendar_feed where account_id = $1', [accountId]);
  }
}
