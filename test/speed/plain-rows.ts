import type { Client } from 'pg';
import pg from 'pg';
import type { Settings } from '@cie/kit/settings.ts';

/** Rows of one table as text, in the order of the messages that made them. */
interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What a run of messages left in one database. */
export interface DatabaseRows {
  readonly database: string;
  readonly tables: readonly TableRows[];
}

/** Tables that a result fills, and which of their rows are of this run. */
const FILLED = [
  { database: 'cie_gateway', table: 'feed_message', of: 'control_id like $1', order: 'seq' },
  { database: 'cie_identity', table: 'applied_message', of: 'message_id = any ($2)', order: 'applied_at' },
  { database: 'cie_results', table: 'applied_message', of: 'message_id = any ($2)', order: 'applied_at' },
  { database: 'cie_results', table: 'report', of: 'filler like $1', order: 'id' },
  { database: 'cie_results', table: 'observation', of: 'report_id in (select id from report where filler like $1)', order: 'report_id' },
];

/** A result is filed at once in three databases; as many connections to each as the dispatcher has lanes. */
const LANES = 8;

/** Reads the rows that the messages of one run have made. */
export async function readRows(settings: Settings, run: string): Promise<readonly DatabaseRows[]> {
  const ids = await withClient(settings, 'cie_gateway', async (client) => (await client.query<{ id: string }>('select id from feed_message where control_id like $1', [`${run}%`])).rows.map(({ id }) => id));
  const databases = Map.groupBy(FILLED, ({ database }) => database);
  return Promise.all([...databases].map(async ([database, tables]) => ({
    database,
    tables: await withClient(settings, database, async (client) => {
      const read: TableRows[] = [];
      for (const { table, of, order } of tables) {
        const parameters = of.includes('$2') ? [ids] : [`${run}%`];
        const names = await writtenColumns(client, table);
        const { rows } = await client.query<(string | null)[]>({ text: `select ${names.map((name) => `"${name}"::text`).join(', ')} from ${table} where ${of.replace('$2', '$1')} order by ${order}`, values: parameters, rowMode: 'array' });
        read.push({ table, columns: names, rows });
      }
      return read;
    }),
  })));
}

/**
 * Writes the same rows as one would with plain pg: no rules, no checks, one transaction a message and database, each statement
 * awaited, into empty tables with the same columns, constraints and indexes. Returns messages a second.
 */
export async function measurePlainInserts(settings: Settings, databases: readonly DatabaseRows[]): Promise<number> {
  const messages = databases[0]?.tables[0]?.rows.length ?? 0;
  const prepared = await Promise.all(databases.map(async ({ database, tables }) => {
    await withClient(settings, database, async (client) => {
      await client.query('drop schema if exists plain cascade; create schema plain');
      for (const { table } of tables) await client.query(`create table plain.${table} (like public.${table} including all)`);
    });
    return { pool: poolOf(settings, database), inserts: tables.map(insertInto) };
  }));
  try {
    let next = 0;
    const begin = performance.now();
    const lane = async (): Promise<void> => {
      for (let at = next++; at < messages; at = next++) {
        for (const { pool, inserts } of prepared) {
          const client = await pool.connect();
          const [only, ...more] = inserts.flatMap((insert) => insert(at));
          if (only !== undefined && more.length === 0) await client.query(only);
          else if (only !== undefined) {
            await client.query('begin');
            for (const query of [only, ...more]) await client.query(query);
            await client.query('commit');
          }
          client.release();
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return (messages * 1000) / (performance.now() - begin);
  } finally {
    await Promise.all(prepared.map(({ pool }) => pool.end()));
    for (const { database } of databases) await withClient(settings, database, (client) => client.query('drop schema plain cascade'));
  }
}

/** The statements of message `at`: its share of the table's rows. */
function insertInto({ table, columns, rows }: TableRows): (at: number) => pg.QueryConfig[] {
  const text = `insert into plain.${table} (${columns.map((name) => `"${name}"`).join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`;
  return (at) => {
    const row = rows[at];
    return row === undefined ? [] : [{ text, values: [...row] }];
  };
}

function poolOf(settings: Settings, database: string): pg.Pool {
  return new pg.Pool({ ...serverOf(settings), database, max: LANES });
}

/** Columns that are written; the others count by themselves or follow from them. */
export async function writtenColumns(client: Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

export async function withClient<Value>(settings: Settings, database: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ ...serverOf(settings), database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function serverOf(settings: Settings): pg.ClientConfig {
  return { host: settings['CIE_PG_HOST'] ?? '', port: Number(settings['CIE_PG_PORT']), user: 'postgres', password: settings['CIE_PG_SUPERUSER_PASSWORD'] ?? '' };
}
