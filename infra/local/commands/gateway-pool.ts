import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import pg from 'pg';
import { databaseSilent } from './database-silent.ts';

/** A connection to the gateway's database of a running exchange, for one command. Throws EXCHANGE_NOT_RUNNING. */
export async function openGatewayPool(settings: Settings): Promise<pg.Pool> {
  const database = new pg.Pool({
    host: required(settings, 'CIE_PG_HOST'),
    port: requiredNumber(settings, 'CIE_PG_PORT', 1, 65_535),
    database: 'cie_gateway',
    user: 'gateway_service',
    password: required(settings, 'CIE_PG_GATEWAY_SERVICE_PASSWORD'),
    max: 1,
    connectionTimeoutMillis: 5000,
  });
  database.on('error', () => undefined); // the query that uses the connection next reports its loss
  try {
    await database.query('select 1');
  } catch (cause) {
    await database.end();
    throw databaseSilent(cause);
  }
  return database;
}
