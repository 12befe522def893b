import { createHash } from 'node:crypto';
import type { Database, Inside } from './inside.ts';

export interface Fingerprint {
  readonly count: number;
  /** Hash of all rows whatever their order; two tables with the same one hold the same. */
  readonly content: string;
}

const databases: readonly Database[] = ['cie_identity', 'cie_results', 'cie_documents', 'cie_appointments', 'cie_sharing', 'cie_gateway'];
/** Written by looking and signing in, not by messages. */
const notOfMessages = new Set(['cie_sharing.access_log', 'cie_sharing.access_log_head', 'cie_gateway.session', 'cie_identity.account']);

/** What every table of the exchange holds that messages can change, by database and name. */
export async function fingerprints(own: Inside): Promise<Readonly<Record<string, Fingerprint>>> {
  const found: Record<string, Fingerprint> = {};
  for (const database of databases) {
    const tables = await own.sql<{ name: string }>(database, "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1");
    for (const { name } of tables) {
      if (notOfMessages.has(`${database}.${name}`)) continue;
      const rows = await own.sql<{ row: string }>(database, `select md5(t::text) as row from "${name}" t order by 1`);
      const content = createHash('sha256').update(rows.map(({ row }) => row).join('')).digest('hex');
      found[`${database}.${name}`] = { count: rows.length, content };
    }
  }
  return found;
}
