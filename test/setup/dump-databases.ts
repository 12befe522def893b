import type { Database, Inside } from './inside.ts';

/** One value of a table, in every way in which somebody who holds a copy of the database could read it. */
export interface DumpedValue {
  readonly database: Database;
  /** database.table.column */
  readonly place: string;
  readonly readings: readonly string[];
}

/** Every value of every table of every database of an exchange; the superuser sees past row-level security, as a thief of the files would. */
export async function dumpDatabases(own: Inside): Promise<DumpedValue[]> {
  const databases = await own.sql<{ name: Database }>('cie_gateway', "select datname as name from pg_database where datname like 'cie\\_%' order by datname");
  const values: DumpedValue[] = [];
  for (const { name: database } of databases) {
    const tables = await own.sql<{ schema: string; name: string }>(
      database, "select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2");
    for (const { schema, name } of tables) {
      for (const row of await own.sql(database, `select * from "${schema}"."${name}"`)) {
        for (const [column, value] of Object.entries(row)) values.push({ database, place: `${database}.${name}.${column}`, readings: readingsOf(value) });
      }
    }
  }
  return values;
}

function readingsOf(value: unknown): string[] {
  if (value === null) return [];
  if (Buffer.isBuffer(value)) return [value.toString('latin1'), value.toString('utf8'), value.toString('utf16le'), value.toString('hex'), value.toString('base64'), value.toString('base64url')];
  if (typeof value === 'string') return [value];
  return [JSON.stringify(value)];
}

export interface Secret {
  readonly kind: string;
  readonly text: string;
}

/**
 * Where a secret stands in clear. Letters count in any case, codes with and without their hyphens; digits only as a number of
 * their own, since six of them stand by chance in many a longer one.
 */
export function findSecrets(values: readonly DumpedValue[], secrets: readonly Secret[]): string[] {
  const patterns = secrets.map(({ kind, text }) => ({ kind, test: testFor(text) }));
  return values.flatMap(({ place, readings }) => patterns.filter(({ test }) => readings.some(test)).map(({ kind }) => `${kind} in ${place}`));
}

function testFor(text: string): (reading: string) => boolean {
  if (/^\d{6}$/.test(text)) {
    const alone = new RegExp(`(?<![0-9A-Za-z.:_/+-])${text}(?![0-9A-Za-z.:_/+-])`);
    return (reading) => alone.test(reading);
  }
  const forms = [...new Set([text, text.replaceAll('-', ''), text.replaceAll(' ', '')].map((form) => form.toLowerCase()))];
  const encoded = forms.flatMap((form) => [form, Buffer.from(form).toString('hex')]);
  // Base64 keeps the case: only as it stands.
  const exact = [Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1)];
  return (reading) => {
    const lower = reading.toLowerCase();
    return encoded.some((form) => lower.includes(form)) || exact.some((form) => reading.includes(form));
  };
}
