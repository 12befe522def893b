import { Readable } from 'node:stream';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { requireOwnForm } from '../pages/own-origin.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { servedType } from './check-file.ts';
import { accessOf, at, dataOf, liveSession, ownPageSession, type Execute } from './files-parts.ts';
import type { Downloads } from './one-use.ts';

export interface DownloadPlan {
  readonly sessions: Sessions;
  readonly documents: Pick<RoomLink, 'command'>;
  readonly execute: Execute;
  readonly downloads: Downloads;
  /** Origin of our own pages. */
  readonly ownOrigin: string;
}

/** Kinds of addresses: to save a file, or to read it in the browser's own viewer, in a tab of its own. */
const toSave = 'document';
const toRead = 'document-to-read';
/** What browsers show themselves, without running anything of it. */
const readable = new Set(['application/pdf', 'image/png', 'image/jpeg']);

interface Wanted {
  readonly patient: string;
  readonly document: string;
  readonly version: number | null;
}

interface HandedOut {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly ticket: string;
}

/**
 * POST /files/address: an address that leads to a document's file once, within a minute, in this session. GET /files/<token>:
 * the file. Who may read is asked both times, so that what was revoked in between stays closed (abuse case 53). Saving opens fewer doors
 * than reading: an emergency shows a record and lets nothing be taken away (ACS-5).
 */
export function registerDownload(app: FastifyInstance, plan: DownloadPlan): void {
  app.post('/files/address', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { id, viewer } = await ownPageSession(plan.sessions, request);
    const wanted = readWanted(request.body);
    const file = await findToSave(plan, wanted, viewer);
    const token = await plan.downloads.issue(id, toSave, JSON.stringify(wanted));
    return reply.header('cache-control', 'no-store').send({ address: `/files/${token}`, name: file.name });
  });

  app.register(async (scope) => {
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 });
    // A form, so that it opens a tab without a script; a page of another site cannot send it with the session (abuse case 49).
    scope.post('/files/open', { config: { policy: 'signed-in' } }, async (request, reply) => {
      const { id, viewer } = await liveSession(plan.sessions, request);
      requireOwnForm(request, plan.ownOrigin);
      const wanted = readWanted(request.body);
      await find(plan, wanted, accessOf(viewer));
      const token = await plan.downloads.issue(id, toRead, JSON.stringify(wanted));
      return reply.header('cache-control', 'no-store').redirect(`/files/${token}`, 303);
    });
  });

  // Without HEAD: it would use the address up.
  app.get<{ Params: { token: string } }>('/files/:token', { exposeHeadRoute: false, config: { policy: 'one-use' } }, async (request, reply) => {
    const { id, viewer } = await liveSession(plan.sessions, request);
    const download = await plan.downloads.redeem(request.params.token, id);
    if (download === null || (download.kind !== toSave && download.kind !== toRead)) throw notFound();
    // Written by the route above.
    const wanted = readWanted(JSON.parse(download.reference));
    const shown = download.kind === toRead ? await find(plan, wanted, accessOf(viewer)) : null;
    // What no viewer of a browser shows is saved, whatever it was asked for.
    const isShown = shown !== null && readable.has(shown.mediaType);
    const file = isShown ? shown : await findToSave(plan, wanted, viewer);
    return send(reply, file, isShown, partsOf(plan, file.ticket, accessOf(viewer)));
  });
}

function readWanted(body: unknown): Wanted {
  const [patient, document, version] = ['patient', 'document', 'version'].map((name) => at(body, name));
  if (typeof patient !== 'string' || typeof document !== 'string') throw notFound();
  return { patient, document, version: readNumber(version) };
}

/** Of an earlier version; null is the newest. A form sends digits. */
function readNumber(value: unknown): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : NaN;
  return Number.isInteger(number) ? number : null;
}

/** Opens the record as any page does, and notes it in the access log. Throws FILE_NOT_FOUND. */
async function find({ execute }: DownloadPlan, wanted: Wanted, access: AccessContext): Promise<HandedOut> {
  const file = at(dataOf(await execute('DocumentFile', { ...wanted }, access)), 'patient', 'document', 'file');
  const [name, mediaType, size, ticket] = ['name', 'mediaType', 'size', 'ticket'].map((field) => at(file, field));
  if (typeof name !== 'string' || typeof mediaType !== 'string' || typeof size !== 'number' || typeof ticket !== 'string') throw notFound();
  return { name, mediaType, size, ticket };
}

/** The same for a file that leaves the exchange. Throws FILE_NOT_FOUND, and FILE_NOT_SAVED where it may be read and not be kept. */
async function findToSave(plan: DownloadPlan, wanted: Wanted, viewer: Viewer): Promise<HandedOut> {
  try {
    return await find(plan, wanted, accessOf(viewer, 'save'));
  } catch (error) {
    if (!(error instanceof CieError)) throw error;
    // Throws for who may not read it either.
    await find(plan, wanted, accessOf(viewer));
    throw new CieError('FILE_NOT_SAVED', 'In an emergency a file can be read, and not be saved.', { cause: error });
  }
}

/** Fetches the next part when the reader has taken the last: memory holds one part, however large the file and slow the reader. */
async function* partsOf({ documents }: DownloadPlan, ticket: string, access: AccessContext): AsyncGenerator<Buffer> {
  for (let number = 0, last = false; !last; number += 1) {
    const part = await documents.command('file-part', { ticket, number: String(number) }, { ...access, now: new Date() });
    const bytes = at(part, 'bytes');
    // The length was announced: an end before it tells the reader that the file is not whole.
    if (typeof bytes !== 'string') return;
    yield Buffer.from(bytes, 'base64');
    last = at(part, 'last') === true;
  }
}

/**
 * A file is saved; only a PDF or a picture is shown, in a tab of its own, by the browser's viewer, which runs nothing of it. Even so
 * it stands in a sandbox: were a browser to take it for a page, that page would be of no origin and could read nothing.
 */
function send(reply: FastifyReply, { name, mediaType, size }: HandedOut, shown: boolean, parts: AsyncGenerator<Buffer>): FastifyReply {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return reply
    .header('content-disposition', `${shown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)}`)
    .header('content-length', size)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .type(servedType(mediaType))
    .send(Readable.from(parts, { objectMode: false, highWaterMark: 1 }));
}

function notFound(): CieError {
  return new CieError('FILE_NOT_FOUND', 'This address leads to no file, or does so no more: it holds for a minute, once. Go back to the document and choose to download it again.');
}
