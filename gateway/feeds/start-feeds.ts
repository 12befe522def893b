import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, requiredNumber, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import { startDispatcher } from './dispatcher.ts';
import type { FeedLog } from './feed-log.ts';
import { registerFhirRoutes } from './fhir.routes.ts';
import { registerHl7Routes } from './hl7.routes.ts';
import { startMllpServer } from './mllp-server.ts';
import { createReceiver } from './receiver.ts';
import { readSenders } from './read-senders.ts';
import { registerSenders, SenderDirectory } from './sender.store.ts';

export interface Feeds {
  /** The MLLP port that was opened. */
  readonly mllpPort: number;
  registerRoutes(app: FastifyInstance): void;
  /** Takes nothing more, answers what came, ends the messages under way. What is queued waits for the next start. */
  close(): Promise<void>;
}

export interface FeedsPlan {
  /** The gateway's database as `gateway_service`, `feedsMigrations` run, with a listener for lost connections. */
  readonly database: Pool;
  readonly rooms: RoomLinks;
  readonly settings: Settings;
  readonly log: FeedLog;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Starts the way in: the MLLP port, the dispatcher, and on request the routes. Settings: CIE_MLLP_HOST,
 * CIE_MLLP_PORT, CIE_PUBLIC_URL, CIE_SANDBOX; CIE_HL7_TOKEN outside the sandbox; if present CIE_MLLP_MAX_BYTES
 * (20 MiB) and CIE_FEED_SENDERS, a JSON list of senders to register.
 */
export async function startFeeds({ database, rooms, settings, log }: FeedsPlan): Promise<Feeds> {
  const maxBytes = settings['CIE_MLLP_MAX_BYTES'] === undefined ? 20 * MEBIBYTE : requiredNumber(settings, 'CIE_MLLP_MAX_BYTES', 1024, 512 * MEBIBYTE);
  const publicUrl = required(settings, 'CIE_PUBLIC_URL');
  const token = requiredYesNo(settings, 'CIE_SANDBOX') ? null : required(settings, 'CIE_HL7_TOKEN');
  const host = required(settings, 'CIE_MLLP_HOST');
  const port = requiredNumber(settings, 'CIE_MLLP_PORT', 0, 65_535);
  refuseOpenPort(host, token);

  await registerSenders(database, readSenders(settings['CIE_FEED_SENDERS'] ?? '[]'));
  const senders = new SenderDirectory(database);
  const dispatcher = startDispatcher({ database, rooms, senders, log, known: new Set() });
  const receiver = createReceiver({ database, senders, log, onQueued: () => dispatcher.wake() });
  const limits = { maxBytes, idleMs: 30_000, maxConnections: 256, memoryBytes: Math.max(8 * maxBytes, 64 * MEBIBYTE) };
  const mllp = await startMllpServer({ host, port, limits, receiver, log }).catch(async (error: unknown) => {
    await dispatcher.close();
    throw error;
  });

  return {
    mllpPort: mllp.port,
    registerRoutes: (app) => {
      registerHl7Routes(app, { receiver, maxBytes, token });
      registerFhirRoutes(app, publicUrl);
    },
    close: async () => {
      await mllp.close();
      await receiver.idle();
      await dispatcher.close();
    },
  };
}

/**
 * MLLP knows no senders but those that MSH-3 and MSH-4 claim. Outside a sandbox the port therefore opens to this machine only,
 * behind whatever proves who is calling (a TLS proxy with client certificates). Throws SETTING_INVALID.
 */
function refuseOpenPort(host: string, token: string | null): void {
  if (token === null || ['127.0.0.1', '::1', 'localhost'].includes(host)) return;
  throw new CieError('SETTING_INVALID', 'The setting CIE_MLLP_HOST must be 127.0.0.1 outside a sandbox: put a TLS proxy that checks client certificates before it.');
}
