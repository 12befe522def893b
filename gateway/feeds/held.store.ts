import type { Pool } from 'pg';
import { CieError } from '@cie/kit/errors.ts';

/** A message that waits for a person. Nothing of its content: the desk sees who sent what kind, and why it waits. */
export interface HeldMessage {
  readonly id: string;
  readonly sender: string;
  readonly event: string;
  readonly controlId: string;
  readonly receivedAt: Date;
  readonly code: string;
  readonly reason: string;
}

/** The channel on which the dispatcher hears of messages queued by another process. */
export const QUEUED_CHANNEL = 'feed_queued';

/** What is held, oldest first (ING-4). */
export async function listHeld(database: Pool): Promise<readonly HeldMessage[]> {
  const { rows } = await database.query<HeldMessage>(
    `select id, sender, event, control_id as "controlId", received_at as "receivedAt", code, reason
     from feed_message where state = 'held' order by seq`,
  );
  return rows;
}

/** Puts the held message `id`, or for `all` every one, back into the queue; returns how many. Throws HELD_NOT_FOUND. */
export async function replayHeld(database: Pool, id: string): Promise<number> {
  const { rowCount } = await database.query(
    `update feed_message set state = 'queued', code = null, reason = null, attempts = 0, next_attempt_at = '-infinity'
     where state = 'held' and ($1 = 'all' or id::text = $1)`,
    [id],
  );
  if (rowCount === 0 && id !== 'all') {
    throw new CieError('HELD_NOT_FOUND', 'No held message has this id. List what is held first: npm run cie -- held');
  }
  await database.query(`notify ${QUEUED_CHANNEL}`);
  return rowCount ?? 0;
}

/** Nothing accepted is lost: accepted = applied + held + queued + closed, at any moment. What staff mended counts as accepted again. */
export interface FeedAccount {
  readonly accepted: number;
  readonly applied: number;
  readonly held: number;
  readonly queued: number;
  /** Closed by staff with a reason, or because a mended message stands in its place. */
  readonly closed: number;
  /** Answered AR: stored as refused, or held because the id was reused. */
  readonly refused: number;
  /** Of `refused`, those that wait for a person. */
  readonly refusedHeld: number;
}

export async function accountForMessages(database: Pool): Promise<FeedAccount> {
  const { rows: [account] } = await database.query<FeedAccount>(
    `select count(*) filter (where acknowledged = 'AA')::int as accepted,
            count(*) filter (where acknowledged = 'AA' and state = 'applied')::int as applied,
            count(*) filter (where acknowledged = 'AA' and state = 'held')::int as held,
            count(*) filter (where acknowledged = 'AA' and state = 'queued')::int as queued,
            count(*) filter (where acknowledged = 'AA' and state = 'closed')::int as closed,
            count(*) filter (where acknowledged = 'AR')::int as refused,
            count(*) filter (where acknowledged = 'AR' and state = 'held')::int as "refusedHeld"
     from feed_message`,
  );
  if (account === undefined) throw new Error('An aggregate returned no row.');
  return account;
}
