import type { Pool, PoolClient } from 'pg';
import { CieError } from '@cie/kit/errors.ts';
import { inTransaction } from '../server/in-transaction.ts';

/** Who of staff does something, as it is kept with what was done. */
export interface HeldActor {
  readonly accountId: string;
  readonly name: string;
  readonly organisation: string | null;
}

/** What staff do and see; `made` is said of the message that a mending made. */
export type DeskAction =
  | 'opened' | 'looked-at-field' | 'mended' | 'made' | 'replayed' | 'closed' | 'reopened' | 'sender-saved' | 'sender-removed' | 'sender-token';

/** Whose messages somebody works on: an ODS code, or null for everybody's (abuse case 22). */
export type HeldScope = string | null;

/** A message as its reader saw it: who acts on what has changed since is told. */
export interface SeenMessage {
  readonly id: string;
  /** Number of the last thing done to it, from `versionOf`. */
  readonly version: string;
}

export interface LogEntry {
  readonly message: string | null;
  readonly action: DeskAction;
  readonly detail?: string | null;
  readonly batch?: string | null;
}

/** Adds to the record of what staff did and saw, which nobody can change. */
export async function logAction(database: Pool | PoolClient, actor: HeldActor, { message, action, detail = null, batch = null }: LogEntry): Promise<void> {
  await database.query(
    'insert into feed_desk_log (message, account, name, organisation, action, detail, batch) values ($1, $2, $3, $4, $5, $6, $7)',
    [message, actor.accountId, actor.name, actor.organisation, action, detail, batch],
  );
}

/** Reading changes nothing: only what was done counts for whether a message is as its reader saw it. */
export const CHANGES = "action in ('mended', 'replayed', 'closed', 'reopened')";

/** Number of the last thing done to a message; `0` when nothing was. */
export async function versionOf(database: Pool | PoolClient, id: string): Promise<string> {
  const { rows: [row] } = await database.query<{ version: string }>(`select coalesce(max(seq), 0)::text as version from feed_desk_log where message = $1 and ${CHANGES}`, [id]);
  return row?.version ?? '0';
}

/**
 * Does one thing to a message that stands as its reader saw it, together with the record of it. Throws HELD_NOT_FOUND (also for a
 * message of another organisation) or HELD_CHANGED, which says who was faster.
 */
export async function changeMessage<Result>(
  database: Pool,
  { scope, seen, from }: { readonly scope: HeldScope; readonly seen: SeenMessage; readonly from: 'held' | 'closed' },
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, async (client) => {
    // Of two who mend at once the second waits here, and then finds what the first did.
    const { rows: [row] } = await client.query<{ state: string }>('select state from feed_message where id = $1 and ($2::text is null or organisation = $2) for update', [seen.id, scope]);
    if (row === undefined) throw new CieError('HELD_NOT_FOUND', 'There is no such held message.');
    if (row.state !== from || (await versionOf(client, seen.id)) !== seen.version) throw new CieError('HELD_CHANGED', await whoWasFaster(client, seen.id));
    return work(client);
  });
}

const DONE: Readonly<Record<string, string>> = { mended: 'has mended', replayed: 'has replayed', closed: 'has closed', reopened: 'has opened again' };

async function whoWasFaster(client: PoolClient, id: string): Promise<string> {
  const { rows: [last] } = await client.query<{ name: string; action: string }>(`select name, action from feed_desk_log where message = $1 and ${CHANGES} order by seq desc limit 1`, [id]);
  return last === undefined
    ? 'This message has changed since you opened it. Look at it again before you do anything.'
    : `${last.name} ${DONE[last.action] ?? 'has changed'} this message since you opened it. Nothing of yours was done: look at it again.`;
}
