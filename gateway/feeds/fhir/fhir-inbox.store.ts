import type { Pool } from 'pg';
import { inTransaction } from '../../server/in-transaction.ts';
import { storeMessages, type NewMessage, type StoredMessage } from '../inbox.store.ts';

/** An address under which a message carries a resource. */
export interface CarriedAddress {
  readonly address: string;
  /** Of a Patient, the key that orders this person's messages. */
  readonly orderKey: Buffer | null;
}

export interface NewFhirMessage extends NewMessage {
  readonly addresses: readonly CarriedAddress[];
}

/** Commits messages with the addresses of what they carry, so that whatever was answered can be referred to at once (ING-1, ING-3). */
export async function storeFhir(database: Pool, offered: readonly NewFhirMessage[]): Promise<readonly StoredMessage[]> {
  return inTransaction(database, async (client) => {
    const stored = await storeMessages(client, offered);
    const rows = offered.flatMap(({ arrival, addresses }, index) => (stored[index]?.acknowledged === 'AA' && !stored[index].repeated ? addresses.map((each) => ({ arrival, ...each })) : []));
    if (rows.length > 0) {
      await client.query(
        `insert into fhir_resource (sender, address, message_id, order_key)
         select m.sender, g.address, m.id, g.order_key
         from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bytea[]) as g (sender, control_id, sha256, address, order_key)
         join feed_message m on m.sender = g.sender and m.control_id = g.control_id and m.sha256 = g.sha256 and m.corrects is null
         on conflict do nothing`,
        [rows.map(({ arrival }) => arrival.sender), rows.map(({ arrival }) => arrival.controlId), rows.map(({ arrival }) => arrival.sha256), rows.map(({ address }) => address), rows.map(({ orderKey }) => orderKey)],
      );
    }
    return stored;
  });
}

/** The keys of people whom a sender's earlier messages carry, by address. */
export async function keysAt(database: Pool, sender: string, addresses: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await database.query<{ address: string; orderKey: Buffer }>(
    `select distinct on (r.address) r.address, r.order_key as "orderKey"
     from fhir_resource r join feed_message m on m.id = r.message_id
     where r.sender = $1 and r.address = any ($2) and r.order_key is not null order by r.address, m.seq desc`,
    [sender, addresses],
  );
  return new Map(rows.map(({ address, orderKey }) => [address, orderKey]));
}

export interface StoredSource {
  readonly controlId: string;
  readonly raw: Buffer;
  /** Of those asked for, the ones it is the newest to carry. */
  readonly addresses: readonly string[];
}

/** The newest messages of a sender that carry resources at these addresses; what the desk mended counts as mended (ING-4). */
export async function sourcesAt(database: Pool, sender: string, addresses: readonly string[]): Promise<readonly StoredSource[]> {
  if (addresses.length === 0) return [];
  const { rows: found } = await database.query<{ address: string; id: string }>(
    `select distinct on (r.address) r.address, m.id from fhir_resource r join feed_message m on r.message_id in (m.id, m.corrects)
     where r.sender = $1 and r.address = any ($2) order by r.address, m.seq desc`,
    [sender, addresses],
  );
  const byMessage = Map.groupBy(found, ({ id }) => id);
  const { rows } = await database.query<{ id: string; controlId: string; raw: Buffer }>('select id, control_id as "controlId", raw from feed_message where id = any ($1::uuid[])', [[...byMessage.keys()]]);
  return rows.map(({ id, controlId, raw }) => ({ controlId, raw, addresses: (byMessage.get(id) ?? []).map(({ address }) => address) }));
}
