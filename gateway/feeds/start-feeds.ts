import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, requiredNumber, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import { startDispatcher } from './dispatcher.ts';
import type { FeedLog } from './feed-log.ts';
import { FhirIntake } from './fhir/fhir-intake.ts';
import { createFhirReceiver } from './fhir/fhir-receiver.ts';
import { fhirSenders } from './fhir/fhir-sender.ts';
import { registerFhirRoutes } from './fhir.routes.ts';
import { registerHl7Routes } from './hl7.routes.ts';
import { readMllpPorts, refuseOpenPorts, type MllpPort } from './mllp-ports.ts';
import { startMllpServer, type MllpServer } from './mllp-server.ts';
import type { LongRequests } from '../server/long-requests.ts';
import { createReceiver } from './receiver.ts';
import { readSenders } from './read-senders.ts';
import { SenderDirectory } from './sender-directory.ts';
import { registerSenders, senderOfToken } from './sender.store.ts';

export interface Feeds {
  /** The first MLLP port that was opened. */
  readonly mllpPort: number;
  /** All of them, in the order of the settings: plain ports, then those with TLS. */
  readonly mllpPorts: readonly number[];
  /** `long` lets a request take longer than others. */
  registerRoutes(app: FastifyInstance, long?: Pick<LongRequests, 'allow'>): void;
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
 * Starts the way in: the MLLP ports, the dispatcher, and on request the routes. Settings: CIE_MLLP_HOST, the ports of
 * `readMllpPorts`, CIE_PUBLIC_URL, CIE_SANDBOX; CIE_HL7_TOKEN outside the sandbox; if present CIE_MLLP_MAX_BYTES
 * (20 MiB for one message), CIE_HL7_BATCH_MAX_BYTES (512 MiB for one request to /hl7) and CIE_FEED_SENDERS, a JSON list of senders to register.
 */
export async function startFeeds({ database, rooms, settings, log }: FeedsPlan): Promise<Feeds> {
  const maxBytes = settings['CIE_MLLP_MAX_BYTES'] === undefined ? 20 * MEBIBYTE : requiredNumber(settings, 'CIE_MLLP_MAX_BYTES', 1024, 512 * MEBIBYTE);
  const maxBatchBytes = settings['CIE_HL7_BATCH_MAX_BYTES'] === undefined ? 512 * MEBIBYTE : requiredNumber(settings, 'CIE_HL7_BATCH_MAX_BYTES', 1024, 16 * 1024 * MEBIBYTE);
  const publicUrl = required(settings, 'CIE_PUBLIC_URL');
  const token = requiredYesNo(settings, 'CIE_SANDBOX') ? null : required(settings, 'CIE_HL7_TOKEN');
  const host = required(settings, 'CIE_MLLP_HOST');
  const ports = readMllpPorts(settings);
  refuseOpenPorts(host, ports, token === null);

  await registerSenders(database, readSenders(settings['CIE_FEED_SENDERS'] ?? '[]', token === null));
  const senders = new SenderDirectory(database);
  const dispatcher = startDispatcher({ database, rooms, senders, log, known: new Set() });
  const receiver = createReceiver({ database, senders, log, onQueued: () => dispatcher.wake() });
  const memory = { held: 0 };
  const limits = { maxBytes, maxBatchBytes, idleMs: 30_000, maxConnections: 256, memoryBytes: Math.max(8 * maxBytes, 64 * MEBIBYTE) };
  const mllp = await openAll(ports, (port) => startMllpServer({ host, ...port, limits, memory, receiver, log })).catch(async (error: unknown) => {
    await dispatcher.close();
    throw error;
  });

  return {
    mllpPort: mllp[0]?.port ?? 0,
    mllpPorts: mllp.map(({ port }) => port),
    registerRoutes: (app, long) => {
      registerHl7Routes(app, { receiver, limits, memory, log, token, senderOfToken: (shown) => senderOfToken(database, shown), allowLonger: (request) => long?.allow(request) });
      const proved = fhirSenders(database, senders, token === null);
      const fhir = createFhirReceiver({ database, senders: proved, log, publicUrl, onQueued: () => dispatcher.wake() });
      registerFhirRoutes(app, { receiver: fhir, senders: proved, intake: new FhirIntake(memory, limits), maxBytes, publicUrl });
    },
    close: async () => {
      await Promise.all(mllp.map((server) => server.close()));
      await receiver.idle();
      await dispatcher.close();
    },
  };
}

/** Opens every port, or none. */
async function openAll(ports: readonly MllpPort[], open: (port: MllpPort) => Promise<MllpServer>): Promise<readonly MllpServer[]> {
  const opened: MllpServer[] = [];
  try {
    for (const port of ports) opened.push(await open(port));
    return opened;
  } catch (error) {
    await Promise.all(opened.map((server) => server.close()));
    throw error;
  }
}
