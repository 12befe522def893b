import { survivesLostConnections } from '@cie/kit/database/lost-connection.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { Pool } from 'pg';
import { calendarMigrations } from '../calendar/calendar.migration.ts';
import { exportMigrations } from '../export/export.migration.ts';
import { feedsMigrations } from '../feeds/feeds.migration.ts';
import { filesMigrations } from '../files/files.migration.ts';
import { signInMigrations } from '../sign-in/sign-in.migration.ts';
import { throttleMigrations } from '../throttle/throttle.migration.ts';

/** The gateway's own database: sessions, and messages that hospitals sent. */
export async function openGatewayDatabase(settings: Settings): Promise<Pool> {
  const server = {
    host: required(settings, 'CIE_PG_HOST'),
    port: requiredNumber(settings, 'CIE_PG_PORT', 1, 65_535),
    database: 'cie_gateway',
  };
  const owner = { ...server, user: 'gateway_owner', password: required(settings, 'CIE_PG_GATEWAY_OWNER_PASSWORD') };
  await migrate(owner, [...feedsMigrations, ...signInMigrations, ...throttleMigrations, ...calendarMigrations, ...filesMigrations, ...exportMigrations]);
  return new Pool({
    ...server,
    user: 'gateway_service',
    password: required(settings, 'CIE_PG_GATEWAY_SERVICE_PASSWORD'),
    max: 16,
    // A used-up pool answers within a second instead of queueing without end.
    connectionTimeoutMillis: 1000,
    application_name: 'cie gateway',
    ...survivesLostConnections,
  });
}
