import { isKeyKnown, sealedTables as documentTables } from '@cie/documents/sealed-tables';
import { CieError } from '@cie/kit/errors.ts';
import { passwordSetting } from '@cie/kit/database/roles.ts';
import { keysInUse, rewrapKeys, type KeyRows, type SealedTable } from '@cie/kit/key-rotation.ts';
import { readKeyRing } from '@cie/kit/sealing.ts';
import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { sealedTables as resultTables } from '@cie/results/sealed-tables';
import pg from 'pg';
import { addFileKey, readSecrets } from '../secrets.ts';
import { databaseSilent } from './database-silent.ts';

const rooms: readonly { readonly room: 'documents' | 'results'; readonly tables: readonly SealedTable[] }[] = [
  { room: 'documents', tables: documentTables },
  { room: 'results', tables: resultTables },
];

/**
 * `rotate-file-keys new` adds a key to this exchange's own, for the next start; `rotate-file-keys` then wraps the keys of all files
 * with it, while the exchange is at work. Throws USAGE, EXCHANGE_NOT_RUNNING, or KEY_NOT_IN_USE before the exchange was started with it.
 */
export async function run([action, ...rest]: readonly string[], settings: Settings): Promise<void> {
  if (rest.length > 0 || (action !== undefined && action !== 'new')) throw new CieError('USAGE', 'Use: npm run cie -- rotate-file-keys new, then after a restart npm run cie -- rotate-file-keys');
  if (action === 'new') {
    const dataDir = required(settings, 'CIE_DATA');
    const name = addFileKey(dataDir, readSecrets(dataDir) ?? {});
    console.info(`the key ${name} stands first in ${dataDir}/secrets.json. Restart the exchange, then run: npm run cie -- rotate-file-keys`);
    return;
  }
  const ring = readKeyRing(settings);
  for (const { room, tables } of rooms) {
    await withRows(settings, room, async (rows) => {
      if (room === 'documents' && !(await isKeyKnown(rows, ring))) {
        throw new CieError('KEY_NOT_IN_USE', 'The running exchange does not know the first key of CIE_FILE_KEYS yet, and could not open what it wraps. Restart it, then run this again.');
      }
      const count = await rewrapKeys(rows, ring, tables);
      const used = await keysInUse(rows, tables);
      console.info(`${room}: ${count} keys of files wrapped anew; ${used.map(({ keyId, files }) => `${keyId} wraps ${files}`).join(', ') || 'no files yet'}`);
    });
  }
  const old = [...ring.keys.keys()].filter((name) => name !== ring.current);
  if (old.length > 0) console.info(`no file needs ${old.join(' or ')} any more: it may be taken out of CIE_FILE_KEYS once no back-up from before has to be restored`);
}

async function withRows(settings: Settings, room: 'documents' | 'results', work: (rows: KeyRows) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    host: required(settings, 'CIE_PG_HOST'),
    port: requiredNumber(settings, 'CIE_PG_PORT', 1, 65_535),
    database: `cie_${room}`,
    user: `${room}_feed`,
    password: required(settings, passwordSetting(room, 'feed')),
    connectionTimeoutMillis: 5000,
  });
  await client.connect().catch((cause: unknown) => {
    throw databaseSilent(cause);
  });
  try {
    await work({
      transaction: async (run) => {
        await client.query('begin');
        try {
          // The caller says what a row is, as with any statement.
          const answer = await run(async <Row>(sql: string, parameters: readonly unknown[]) => (await client.query(sql, [...parameters])).rows as Row[]);
          await client.query('commit');
          return answer;
        } catch (error) {
          await client.query('rollback');
          throw error;
        }
      },
    });
  } finally {
    await client.end();
  }
}
