import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { RoomLinks } from '@cie/kit/room.ts';
import { readKeyRing } from '@cie/kit/sealing.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { createDownloads } from '../files/one-use.ts';
import type { Graph } from '../graph/graph.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import type { BrowserSessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { registerDownloadRoutes } from './download.routes.ts';
import { ExportJobStore } from './export-job.store.ts';
import { startExportWorker } from './export-worker.ts';
import { declarePolicy } from '../server/route-policy.ts';

export interface ExportsPlan {
  readonly database: Pool;
  readonly sessions: Pick<BrowserSessions, 'read' | 'peek'>;
  readonly rooms: Pick<RoomLinks, 'sharing'>;
  readonly throttle: Throttle;
  readonly execute: Graph['execute'];
  readonly settings: Settings;
  readonly log: { warn(fields: object, message: string): void };
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
  /** How often this process looks for what another left, in milliseconds. */
  readonly every?: number;
  /** As in `ExportParts`. */
  readonly pauses?: readonly number[];
}

/** Downloads of the record (REC-1): pages that ask for files, and the work of making them. Throws SETTING_MISSING or SETTING_INVALID. */
export async function startExports(app: FastifyInstance, { database, sessions, rooms, throttle, execute, settings, log, clock = () => new Date(), every, pauses }: ExportsPlan): Promise<{ close(): Promise<void> }> {
  const parts = { database, store: new ExportJobStore(database), execute, keys: readKeyRing(settings, 'CIE_EXPORT_KEYS'), clock, ...(pauses === undefined ? {} : { pauses }) };
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const worker = startExportWorker({ ...parts, log, ...(every === undefined ? {} : { every }) });
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);
  await app.register(async (scope) => {
    declarePolicy(scope, 'signed-in');
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 });
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    registerDownloadRoutes(scope, { ...parts, sessions, rooms, throttle, downloads: createDownloads(database, clock), pages: new PageSender([]), ownOrigin, wake: () => worker.wake() });
  });
  return worker;
}
