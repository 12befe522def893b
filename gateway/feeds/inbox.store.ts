import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Arrival } from './read-arrival.ts';

/** A pool, or one connection inside a transaction. */
type Queries = Pick<Pool, 'query'>;

export type MessageState = 'queued' | 'applied' | 'held' | 'refused';

/** What is decided about a message before it is stored. */
export interface Verdict {
  readonly acknowledged: 'AA' | 'AR';
  readonly state: MessageState;
  readonly code: string | null;
  readonly reason: string | null;
}

export interface NewMessage {
  readonly arrival: Arrival;
  readonly verdict: Verdict;
  /** ODS code of the registered sender; null for an unknown one. */
  readonly organisation: string | null;
}

/** What the inbox holds after the message was offered; `repeated` when it held it before. */
export interface StoredMessage extends Verdict {
  readonly repeated: boolean;
}

/** Another body under an id that is taken: refused to the sender, kept for the desk (abuse case 55). */
function reusedId({ format }: Arrival): Verdict {
  const reason = format === 'fhir'
    ? 'The identifier and version were used before for other content of this sender. Give every version a version id of its own and send this one again.'
    : 'MSH-10 was used before for another message of this sender. Give every message an id of its own and send this one again.';
  return { acknowledged: 'AR', state: 'held', code: 'message-id-reused', reason };
}

interface StoredRow extends Verdict {
  readonly sender: string;
  readonly controlId: string;
  readonly sha256: Buffer;
}

/**
 * Commits messages, those of one call in one statement (ING-1, ING-2). A body that is there already changes nothing and gets its
 * first answer again; another body under an accepted id is stored as held, answered AR. Results are in the order given.
 */
export async function storeMessages(database: Queries, offered: readonly NewMessage[]): Promise<readonly StoredMessage[]> {
  const inserted = await insert(database, offered);
  const results = offered.map((each, index): StoredMessage | null => (inserted[index] ? { ...each.verdict, repeated: false } : null));
  const open = offered.flatMap((each, index) => (results[index] === null ? [{ each, index }] : []));
  if (open.length === 0) return results.filter((each) => each !== null);

  const known = await findStored(database, open.map(({ each }) => each.arrival));
  const reused = open.filter(({ each }) => !known.has(bodyKey(each.arrival)));
  await insert(database, reused.map(({ each }) => ({ ...each, verdict: reusedId(each.arrival) })));
  for (const { each, index } of open) {
    const before = known.get(bodyKey(each.arrival));
    results[index] = before === undefined ? { ...reusedId(each.arrival), repeated: false } : { ...before, repeated: true };
  }
  return results.filter((each) => each !== null);
}

const COLUMNS = 17;

/** Inserts what is new; tells for each whether it was. */
async function insert(database: Queries, messages: readonly NewMessage[]): Promise<boolean[]> {
  if (messages.length === 0) return [];
  const now = new Date();
  const ids = messages.map(() => randomUUID());
  const values = messages.flatMap(({ arrival, verdict, organisation }, index) => [
    ids[index], arrival.sender, arrival.controlId, arrival.event, arrival.sha256, arrival.orderKey, arrival.otherKeys, asBuffer(arrival.bytes),
    verdict.acknowledged, verdict.state, verdict.code, verdict.reason, now, organisation, arrival.format ?? 'hl7v2', storable(arrival.application), storable(arrival.facility),
  ]);
  const rows = messages.map((_, row) => `(${Array.from({ length: COLUMNS }, (__, column) => `$${row * COLUMNS + column + 1}`).join(', ')})`);
  const { rows: added } = await database.query<{ id: string }>(
    `insert into feed_message (id, sender, control_id, event, sha256, order_key, other_keys, raw, acknowledged, state, code, reason, received_at, organisation, format, application, facility)
     values ${rows.join(', ')} on conflict do nothing returning id`,
    values,
  );
  const present = new Set(added.map((row) => row.id));
  return ids.map((id) => present.has(id));
}

/** HL7 can escape a character that PostgreSQL takes in no text; one such name must not fail everybody's commit. */
function storable(name: string): string {
  return name.replaceAll('\0', '');
}

/** The same memory as pg wants it. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

async function findStored(database: Queries, arrivals: readonly Arrival[]): Promise<Map<string, StoredRow>> {
  const { rows } = await database.query<StoredRow>(
    `select sender, control_id as "controlId", sha256, acknowledged, state, code, reason from feed_message
     where corrects is null and (sender, control_id, sha256) in (select * from unnest($1::text[], $2::text[], $3::bytea[]))`,
    [arrivals.map((each) => each.sender), arrivals.map((each) => each.controlId), arrivals.map((each) => each.sha256)],
  );
  return new Map(rows.map((row) => [bodyKey(row), row]));
}

function bodyKey({ sender, controlId, sha256 }: { sender: string; controlId: string; sha256: Buffer }): string {
  return `${sender}\n${controlId}\n${sha256.toString('base64')}`;
}
