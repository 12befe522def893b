import type { IncomingMessage } from 'node:http';
import multipart, { type MultipartFile } from '@fastify/multipart';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { partBytes } from '@cie/kit/uploads.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LongRequests } from '../server/long-requests.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { beginFileCheck } from './check-file.ts';
import { accessOf, at, dataOf, ownPageSession, type Execute } from './files-parts.ts';
import { inParts, type FilePart } from './in-parts.ts';

export interface UploadPlan {
  readonly sessions: Sessions;
  readonly documents: Pick<RoomLink, 'command'>;
  readonly execute: Execute;
  readonly throttle: Throttle;
  readonly long: LongRequests;
  /** Largest file, in bytes. */
  readonly most: number;
  /** How long a sender may be silent, in milliseconds; exchanged by tests. */
  readonly longestSilence?: number;
}

const perHour = { most: 60, seconds: 3600 };
/** Files on their way in at one time; each holds a few parts in memory. */
const atOnce = 12;
/** Of one account: nobody holds all places. */
const atOnceEach = 2;
const longestSilence = 20_000;
/** What stands beside the file in a request. */
const envelope = 64 * 1024;
/** How long a file may take to come, in milliseconds: 20 MB from a slow telephone, at half a megabit a second. */
const longestTime = 330_000;

/**
 * POST /files/upload (DOC-2): a form with `patient`, `title`, `kind`, `dated`, `label` and, after them, `file`. The file goes on to the
 * documents room as it comes, part by part, and waits there in quarantine. Answers 202 with the upload's id.
 */
export async function registerUpload(app: FastifyInstance, plan: UploadPlan): Promise<void> {
  /** Files on their way in, by account. */
  const under = new Map<string, number>();
  await app.register(async (scope) => {
    await scope.register(multipart, {
      throwFileSizeLimit: false,
      // One byte more than allowed tells a file that is too large from one that just fits.
      limits: { fields: 8, fieldSize: 2000, fieldNameSize: 40, files: 1, parts: 9, headerPairs: 20, fileSize: plan.most + 1 },
    });
    scope.post('/files/upload', { config: { policy: 'signed-in' } }, async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const { viewer } = await ownPageSession(plan.sessions, request);
      if (Number(request.headers['content-length'] ?? 0) > plan.most + envelope) throw tooLarge(plan.most);
      if (!request.isMultipart()) throw new CieError('UPLOAD_INVALID', 'Send a form with a file.');
      const { accountId } = viewer;
      const { allowed, retryAfter } = await plan.throttle.check(`upload:${accountId}`, perHour, new Date());
      const own = under.get(accountId) ?? 0;
      if (!allowed || own >= atOnceEach || under.values().reduce((sum, count) => sum + count, 0) >= atOnce) {
        void reply.header('retry-after', allowed ? 10 : retryAfter);
        throw new CieError('UPLOADS_TOO_MANY', 'Too many files are coming in. Wait a little, then try again.');
      }
      under.set(accountId, own + 1);
      plan.long.allow(request.raw);
      const late = setTimeout(() => request.raw.destroy(), longestTime);
      const watch = endWhenSilent(request.raw, plan.longestSilence ?? longestSilence);
      try {
        const id = await takeIn(plan, request, viewer);
        return await reply.status(202).send({ id });
      } finally {
        clearTimeout(late);
        clearInterval(watch);
        const left = (under.get(accountId) ?? 1) - 1;
        if (left === 0) under.delete(accountId);
        else under.set(accountId, left);
      }
    });
  });
}

/** Hangs up on a sender of whom nothing comes for so long. While what came waits to be taken by us, the delay is our own. */
function endWhenSilent(raw: IncomingMessage, silence: number): NodeJS.Timeout {
  let [seen, at] = [raw.socket.bytesRead, performance.now()];
  return setInterval(() => {
    const { bytesRead } = raw.socket;
    if (bytesRead !== seen || raw.complete || raw.readableLength > 0) [seen, at] = [bytesRead, performance.now()];
    else if (performance.now() - at >= silence) raw.destroy();
  }, silence / 4);
}

type Uploader = Parameters<typeof accessOf>[0];

async function takeIn(plan: UploadPlan, request: FastifyRequest, viewer: Uploader): Promise<string> {
  const fields = new Map<string, string>();
  for await (const part of request.parts()) {
    if (part.type === 'file') return await takeFile(plan, part, fields, viewer);
    if (part.valueTruncated || typeof part.value !== 'string') throw new CieError('UPLOAD_INVALID', 'A field of the form is too long.');
    fields.set(part.fieldname, part.value);
  }
  throw new CieError('UPLOAD_INVALID', 'Choose a file to add.');
}

async function takeFile(plan: UploadPlan, { file, filename }: MultipartFile, fields: ReadonlyMap<string, string>, viewer: Uploader): Promise<string> {
  const { documents, execute, most } = plan;
  let id: string | null = null;
  let size = 0;
  try {
    const parts = inParts(file, partBytes);
    const first = await parts.next();
    if (first.done === true) throw new CieError('UPLOAD_INVALID', 'The file is empty.');
    const check = await beginFileCheck(first.value.bytes);
    const input = { title: fields.get('title') ?? '', kind: fields.get('kind') ?? 'OTHER', dated: fields.get('dated') || null, label: fields.get('label') || null, fileName: filename, mediaType: check.mediaType };
    const begun = at(dataOf(await execute('BeginUpload', { patient: fields.get('patient') ?? '', input }, accessOf(viewer))), 'changeRecord', 'beginUpload', 'id');
    if (typeof begun !== 'string') throw new CieError('CHANGE_NOT_ALLOWED', 'You cannot add a document to this record.');
    id = begun;
    let number = 0;
    for (let part: FilePart | undefined = first.value; part !== undefined; part = (await parts.next()).value, number += 1) {
      const { bytes, last } = part;
      size += bytes.length;
      if (size > most || file.truncated) throw tooLarge(most);
      check.take(bytes);
      if (last) check.end();
      await documents.command('receive-part', { id, number: String(number), bytes: bytes.toString('base64'), last: last ? 'yes' : 'no' }, accessOf(viewer));
    }
    return id;
  } catch (error) {
    // What the sender goes on sending is read and dropped.
    file.resume();
    // Only to be sooner: what is never finished is deleted by the room's own sweep, and the first error is the one to report.
    if (id !== null) await documents.command('abandon-upload', { id }, accessOf(viewer)).catch(() => undefined);
    throw error;
  }
}

function tooLarge(most: number): CieError {
  return new CieError('FILE_TOO_LARGE', `The file is larger than ${Math.floor(most / 1_000_000)} MB, the most that can be added.`);
}
