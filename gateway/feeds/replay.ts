import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { CieError } from '@cie/kit/errors.ts';
import { inTransaction } from '../server/in-transaction.ts';
import { changeMessage, logAction, type HeldActor, type HeldScope, type SeenMessage } from './held-change.ts';
import { QUEUED_CHANNEL } from './held.store.ts';

const QUEUED = "state = 'queued', code = null, reason = null, attempts = 0, next_attempt_at = '-infinity'";
const NOTIFY = `notify ${QUEUED_CHANNEL}`;

/** Whose message, as its reader saw it, and who acts. */
export interface HeldStep {
  readonly actor: HeldActor;
  readonly scope: HeldScope;
  readonly seen: SeenMessage;
}

/** Puts one held message back into the queue as it came (ING-4). Throws HELD_NOT_FOUND or HELD_CHANGED. */
export async function replayOne(database: Pool, { actor, scope, seen }: HeldStep): Promise<void> {
  await changeMessage(database, { scope, seen, from: 'held' }, async (client) => {
    await client.query(`update feed_message set ${QUEUED} where id = $1`, [seen.id]);
    await logAction(client, actor, { message: seen.id, action: 'replayed' });
    await client.query(NOTIFY);
  });
}

/** What a mended message says about itself, read from its new content. */
export interface Mending {
  readonly raw: Buffer;
  /** Absent where mending cannot change it. */
  readonly event?: string;
  readonly orderKey?: Buffer;
  readonly otherKeys?: readonly Buffer[];
  /** The field or element that was changed, and why; never what it holds. */
  readonly place: string;
  readonly why: string;
  /** Held as before instead of queued, for who has more to mend. */
  readonly keep: boolean;
}

/**
 * Stores a mended message beside the one that a hospital sent, which is closed and keeps its bytes; returns the new one's id. Throws
 * HELD_NOT_FOUND or HELD_CHANGED.
 */
export async function storeMended(database: Pool, { actor, scope, seen }: HeldStep, { raw, event, orderKey, otherKeys, place, why, keep }: Mending): Promise<string> {
  const id = randomUUID();
  await changeMessage(database, { scope, seen, from: 'held' }, async (client) => {
    // Sender and id are the hospital's, and so is when it came: mending makes nothing younger.
    await client.query(
      `insert into feed_message (id, sender, control_id, sha256, acknowledged, received_at, organisation, application, facility, corrects, format, event, order_key, other_keys, raw, state, code, reason)
       select $1, sender, control_id, $2, acknowledged, received_at, organisation, application, facility, id, format, coalesce($3::text, event), coalesce($4::bytea, order_key), coalesce($5::bytea[], other_keys), $6,
              case when $7::boolean then 'held' else 'queued' end, case when $7 then code end, case when $7 then reason end
       from feed_message where id = $8`,
      [id, createHash('sha256').update(raw).digest(), event ?? null, orderKey ?? null, otherKeys ?? null, raw, keep, seen.id],
    );
    // What later messages refer to in the one that came, they now find in this one.
    await client.query('insert into fhir_resource (sender, address, message_id, order_key) select sender, address, $1, order_key from fhir_resource where message_id = $2', [id, seen.id]);
    await client.query("update feed_message set state = 'closed', closed_at = date_trunc('milliseconds', now()) where id = $1", [seen.id]);
    await logAction(client, actor, { message: seen.id, action: 'mended', detail: `${place}: ${why}` });
    await logAction(client, actor, { message: id, action: 'made', detail: place });
    await client.query(NOTIFY);
  });
  return id;
}

/** Closes a held message: it stays, with the reason, and can be opened again. Throws HELD_NOT_FOUND or HELD_CHANGED. */
export async function closeHeld(database: Pool, { actor, scope, seen }: HeldStep, why: string): Promise<void> {
  await changeMessage(database, { scope, seen, from: 'held' }, async (client) => {
    await client.query("update feed_message set state = 'closed', closed_at = date_trunc('milliseconds', now()) where id = $1", [seen.id]);
    await logAction(client, actor, { message: seen.id, action: 'closed', detail: why });
  });
}

/**
 * Makes a closed message wait again. Throws HELD_NOT_FOUND, HELD_CHANGED, or HELD_MENDED while a mended message stands in its place: both
 * would be applied.
 */
export async function reopenClosed(database: Pool, { actor, scope, seen }: HeldStep): Promise<void> {
  await changeMessage(database, { scope, seen, from: 'closed' }, async (client) => {
    const { rowCount } = await client.query("select 1 from feed_message where corrects = $1 and state <> 'closed' limit 1", [seen.id]);
    if (rowCount !== 0) throw new CieError('HELD_MENDED', 'A mended message stands in its place. Close that one first, or mend it again.');
    await client.query("update feed_message set state = 'held', closed_at = null where id = $1", [seen.id]);
    await logAction(client, actor, { message: seen.id, action: 'reopened' });
  });
}

/** Messages put back at one press: what came of them has to be told on one page. */
export const MOST_AT_ONCE = 5000;

/** Puts the held messages of one sender with one reason back into the queue, oldest first; returns the batch and how many. */
export async function replaySame(database: Pool, actor: HeldActor, scope: HeldScope, { code, sender }: { readonly code: string; readonly sender: string }): Promise<{ batch: string; count: number }> {
  const batch = randomUUID();
  const count = await inTransaction(database, async (client) => {
    const { rowCount } = await client.query(
      `with chosen as (
         select id from feed_message where state = 'held' and code = $1 and sender = $2 and ($3::text is null or organisation = $3)
         order by received_at, seq limit ${MOST_AT_ONCE} for update skip locked),
       queued as (update feed_message m set ${QUEUED} from chosen where m.id = chosen.id)
       insert into feed_desk_log (message, account, name, organisation, action, batch) select id, $4, $5, $6, 'replayed', $7 from chosen`,
      [code, sender, scope, actor.accountId, actor.name, actor.organisation, batch],
    );
    await client.query(NOTIFY);
    return rowCount ?? 0;
  });
  return { batch, count };
}

/** What became of messages that were put back together. */
export interface BatchOutcome {
  readonly applied: number;
  readonly queued: number;
  readonly held: readonly { readonly code: string; readonly count: number }[];
  readonly closed: number;
}

/** How many of a batch are where by now. A message of another organisation is not counted. */
export async function outcomeOfBatch(database: Pool, batch: string, scope: HeldScope): Promise<BatchOutcome> {
  const { rows } = await database.query<{ state: string; code: string | null; count: number }>(
    `select m.state, m.code, count(*)::int as count from feed_desk_log l join feed_message m on m.id = l.message
     where l.batch = $1 and ($2::text is null or m.organisation = $2) group by m.state, m.code order by count(*) desc`,
    [batch, scope],
  );
  const sum = (state: string): number => rows.filter((row) => row.state === state).reduce((all, { count }) => all + count, 0);
  return {
    applied: sum('applied'), queued: sum('queued'), closed: sum('closed'),
    held: rows.flatMap(({ state, code, count }) => (state === 'held' ? [{ code: code ?? 'held', count }] : [])),
  };
}
