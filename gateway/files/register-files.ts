import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { uploadLimit } from '@cie/kit/uploads.ts';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { LongRequests } from '../server/long-requests.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { registerDownload } from './download.routes.ts';
import type { Execute } from './files-parts.ts';
import { createDownloads } from './one-use.ts';
import { registerUpload } from './upload.routes.ts';

export interface FilesPlan {
  readonly database: Pool;
  readonly rooms: Pick<RoomLinks, 'documents'>;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly long: LongRequests;
  readonly execute: Execute;
  readonly settings: Settings;
}

/** Files in and out: uploads go into quarantine, downloads by addresses that hold once (DOC-1, DOC-2). */
export async function registerFiles(app: FastifyInstance, { database, rooms, sessions, throttle, long, execute, settings }: FilesPlan): Promise<void> {
  const { documents } = rooms;
  registerDownload(app, { sessions, documents, execute, downloads: createDownloads(database), ownOrigin: new URL(required(settings, 'CIE_PUBLIC_URL')).origin });
  await registerUpload(app, { sessions, documents, execute, throttle, long, most: uploadLimit(settings) });
}
