import { rewrapKey, type KeyRing, type WrappedKey } from './sealing.ts';

/** A table whose rows hold the wrapped key of a file, in `key_id` and `wrapped_key`. */
export interface SealedTable {
  readonly table: string;
  /** SQL of what a row's key is bound to, as the room's store writes it. */
  readonly about: string;
}

/** Runs statements of one transaction a call, with the rights of the room's feed. */
export interface KeyRows {
  transaction<T>(work: (query: <Row>(sql: string, parameters: readonly unknown[]) => Promise<Row[]>) => Promise<T>): Promise<T>;
}

/** Rows of one transaction: large enough to be quick, small enough that filing never waits long for it. */
const batchSize = 500;

interface OldRow extends WrappedKey {
  readonly row: string;
  readonly about: string;
}

/** Wraps keys of files anew with the ring's first, in batches; the files themselves are not touched. Returns how many. */
export async function rewrapKeys(rows: KeyRows, ring: KeyRing, tables: readonly SealedTable[]): Promise<number> {
  let count = 0;
  for (const { table, about } of tables) {
    for (let batch = batchSize; batch === batchSize; count += batch) {
      batch = await rows.transaction(async (query) => {
        const old = await query<OldRow>(`select ctid::text as row, key_id as "keyId", wrapped_key as wrapped, ${about} as about from ${table} where key_id <> $1 limit ${batchSize} for update`, [ring.current]);
        for (const each of old) {
          const { keyId, wrapped } = rewrapKey(ring, each, each.about);
          // Locked by this transaction: the row stays where it is until it is written here.
          await query(`update ${table} set key_id = $2, wrapped_key = $3 where ctid = $1::tid`, [each.row, keyId, wrapped]);
        }
        return old.length;
      });
    }
  }
  return count;
}

/** How many files each key still wraps: a key that wraps none may be taken out of the ring. */
export async function keysInUse(rows: KeyRows, tables: readonly SealedTable[]): Promise<readonly { readonly keyId: string; readonly files: number }[]> {
  const union = tables.map(({ table }) => `select key_id from ${table} where key_id is not null`).join(' union all ');
  return rows.transaction((query) => query(`select key_id as "keyId", count(*)::int as files from (${union}) as wrapped group by 1 order by 1`, []));
}
