import type { Pool } from 'pg';

export interface QueuedMessage {
  readonly id: string;
  readonly event: string;
  readonly format: 'hl7v2' | 'fhir';
  /** The namespace of its ids: `application|facility`, never to be cut apart. */
  readonly sender: string;
  /** MSH-3.1 and MSH-4.1, or of whom a FHIR message is; null for a message of before that is not known. */
  readonly application: string | null;
  readonly facility: string | null;
  /** ODS code of the sender's organisation when the message came; null for a stranger's. */
  readonly organisation: string | null;
  /** What names it for its sender. */
  readonly controlId: string;
  /** Messages that share it are applied one after the other. */
  readonly orderKey: string;
  readonly attempts: number;
  readonly receivedAt: Date;
  /** Null for a large message: read it alone with `readRaw`, so that a batch stays small in memory. */
  readonly raw: Buffer | null;
}

/** Bytes above which a message is not read along with its batch. */
const LARGE = 100_000;

/**
 * The next messages due, oldest first. A message that waits for another attempt keeps the later ones of the same
 * person back, so that their order survives a retry. A message that joins records waits until every earlier one of any of its
 * patients is applied, and keeps back all later ones.
 */
export async function nextMessages(database: Pool, most: number): Promise<readonly QueuedMessage[]> {
  const { rows } = await database.query<QueuedMessage>(
    `select id, event, format, sender, application, facility, organisation, control_id as "controlId", encode(order_key, 'base64') as "orderKey", attempts, received_at as "receivedAt",
            case when octet_length(raw) <= $2 then raw end as raw
     from feed_message m
     where state = 'queued' and next_attempt_at <= now() and not exists (
       select 1 from feed_message e
       where e.order_key = m.order_key and e.state = 'queued' and e.seq < m.seq and e.next_attempt_at > now())
     and not exists (
       select 1 from feed_message j
       where j.state = 'queued' and j.other_keys <> '{}' and j.seq < m.seq and (j.order_key || j.other_keys) && (m.order_key || m.other_keys))
     and (m.other_keys = '{}' or not exists (
       select 1 from feed_message e where e.state = 'queued' and e.seq < m.seq and e.order_key = any (m.order_key || m.other_keys)))
     order by seq limit $1`,
    [most, LARGE],
  );
  return rows;
}

export async function readRaw(database: Pool, id: string): Promise<Buffer> {
  const { rows: [row] } = await database.query<{ raw: Buffer }>('select raw from feed_message where id = $1', [id]);
  if (row === undefined) throw new Error('A queued message has no row.');
  return row.raw;
}

/** The end of one attempt to apply a message. */
export type Mark =
  | { readonly id: string; readonly state: 'applied' }
  | { readonly id: string; readonly state: 'held'; readonly code: string; readonly reason: string }
  | { readonly id: string; readonly state: 'queued'; readonly attempts: number; readonly waitMs: number };

export async function saveMarks(database: Pool, marks: readonly Mark[]): Promise<readonly true[]> {
  await database.query(
    `update feed_message m set state = k.state, code = k.code, reason = k.reason,
       attempts = coalesce(k.attempts, m.attempts + 1),
       applied_at = case when k.state = 'applied' then now() end,
       next_attempt_at = case when k.wait_ms is null then '-infinity' else now() + k.wait_ms * interval '1 millisecond' end
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[]) as k (id, state, code, reason, attempts, wait_ms)
     where m.id = k.id`,
    [
      marks.map((mark) => mark.id),
      marks.map((mark) => mark.state),
      marks.map((mark) => (mark.state === 'held' ? mark.code : null)),
      marks.map((mark) => (mark.state === 'held' ? mark.reason : null)),
      marks.map((mark) => (mark.state === 'queued' ? mark.attempts : null)),
      marks.map((mark) => (mark.state === 'queued' ? mark.waitMs : null)),
    ],
  );
  return marks.map(() => true as const);
}

/** Milliseconds until a queued message is due; null when none is queued. */
export async function untilNextDue(database: Pool): Promise<number | null> {
  const { rows: [row] } = await database.query<{ wait: number | null }>(
    `select extract(epoch from min(greatest(next_attempt_at, now())) - now())::float8 * 1000 as wait from feed_message where state = 'queued'`,
  );
  return row?.wait ?? null;
}
