import type { Pool } from 'pg';
import { CHANGES, logAction, versionOf, type DeskAction, type HeldActor, type HeldScope } from '../../feeds/held-change.ts';

export type MessageState = 'queued' | 'applied' | 'held' | 'closed' | 'refused';

/** A message that waits, or that has waited, with all that a page says of it. */
export interface DeskMessage {
  readonly id: string;
  readonly sender: string;
  readonly event: string;
  readonly state: MessageState;
  readonly code: string | null;
  readonly reason: string | null;
  readonly organisation: string | null;
  readonly receivedAt: Date;
  readonly attempts: number;
  /** The message that this one mends, and those that mend it. */
  readonly corrects: string | null;
  readonly mendedBy: readonly string[];
  /** Fields that were mended until this message stood, each with the reason given; the first one first. */
  readonly mendings: readonly string[];
  /** Number of the last thing done to it. */
  readonly version: string;
}

/** Mendings of one message that its page tells. */
const MOST_MENDINGS = 50;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An id as addresses carry it, else null: anything else is no message, and never reaches the database. */
export function idOf(text: string): string | null {
  return UUID.test(text) ? text : null;
}

/**
 * A message that waits, or that staff had to do with; null for any other, so that nobody reads through what was simply applied, and for
 * those of organisations that are none of the reader's.
 */
export async function readDeskMessage(database: Pool, scope: HeldScope, id: string): Promise<DeskMessage | null> {
  if (idOf(id) === null) return null;
  const { rows: [row] } = await database.query<Omit<DeskMessage, 'version' | 'mendedBy' | 'mendings'>>(
    `select id, sender, event, state, code, reason, organisation, received_at as "receivedAt", attempts, corrects from feed_message m
     where id = $1 and ($2::text is null or organisation = $2)
       and (state = 'held' or exists (select 1 from feed_desk_log l where l.message = m.id and (${CHANGES} or action = 'made')))`,
    [id, scope],
  );
  if (row === undefined) return null;
  const { rows: mended } = await database.query<{ id: string }>('select id from feed_message where corrects = $1 order by seq', [id]);
  return { ...row, mendedBy: mended.map((each) => each.id), mendings: row.corrects === null ? [] : await mendingsOf(database, id), version: await versionOf(database, id) };
}

/** A mending is told of the message that it mends; a mended one may have been mended again. */
async function mendingsOf(database: Pool, id: string): Promise<readonly string[]> {
  const { rows } = await database.query<{ detail: string }>(
    `with recursive line as (
       select id, corrects, 1 as depth from feed_message where id = $1
       union all select m.id, m.corrects, depth + 1 from line join feed_message m on m.id = line.corrects where depth < ${MOST_MENDINGS})
     select mended.detail from line join feed_desk_log made on made.message = line.id and made.action = 'made'
       cross join lateral (select detail from feed_desk_log l where l.message = line.corrects and l.action = 'mended' and l.seq < made.seq order by l.seq desc limit 1) mended
     where mended.detail is not null order by depth desc`,
    [id],
  );
  return rows.map(({ detail }) => detail);
}

/** The bytes of a message, only together with a record of who looks at them, at `field` or at all of it. */
export async function readContent(database: Pool, actor: HeldActor, id: string, field: string | null = null): Promise<Buffer> {
  await logAction(database, actor, field === null ? { message: id, action: 'opened' } : { message: id, action: 'looked-at-field', detail: field });
  const { rows: [row] } = await database.query<{ raw: Buffer }>('select raw from feed_message where id = $1', [id]);
  if (row === undefined) throw new Error('A held message has no row.');
  return row.raw;
}

export interface HistoryEntry {
  readonly at: Date;
  readonly name: string;
  readonly organisation: string | null;
  readonly action: DeskAction;
  readonly detail: string | null;
}

/** Who opened the message and did what, latest first, at most fifty. */
export async function historyOf(database: Pool, id: string): Promise<readonly HistoryEntry[]> {
  const { rows } = await database.query<HistoryEntry>('select at, name, organisation, action, detail from feed_desk_log where message = $1 order by seq desc limit 50', [id]);
  return rows;
}

/** Names of staff by account, as they were when they last did something. */
export async function namesOf(database: Pool, accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query<{ account: string; name: string }>(
    'select distinct on (account) account, name from feed_desk_log where account = any ($1::uuid[]) order by account, seq desc',
    [accounts.filter((each) => idOf(each) !== null)],
  );
  return new Map(rows.map(({ account, name }) => [account, name]));
}

/** How the messages stand, once none is queued any more or after `limit` milliseconds. */
export async function waitUntilDispatched(database: Pool, ids: readonly string[], limit = 2000): Promise<void> {
  for (const end = Date.now() + limit; Date.now() < end;) {
    const { rows: [row] } = await database.query<{ queued: boolean }>("select exists (select 1 from feed_message where id = any ($1::uuid[]) and state = 'queued') as queued", [ids]);
    if (row?.queued !== true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
