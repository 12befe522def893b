import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isProvedPatient } from '@cie/kit/access-context.ts';
import { dayOf } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { unwrapKey } from '@cie/kit/sealing.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Downloads } from '../files/one-use.ts';
import type { Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm, requireOwnOrigin } from '../pages/own-origin.ts';
import type { PageSender } from '../pages/page.ts';
import type { BrowserSessions, Session } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { DownloadDetailsQuery, DownloadDoorQuery } from './data/operations.ts';
import { downloadAddress, downloadPage, fileName, goneAddressPage, noDownloadPage, stateText } from './download-page.ts';
import { keyAbout, readSealed } from './export-file.store.ts';
import { isFormat, type ReadyFile } from './export-job.ts';
import type { ExportParts } from './make-file.ts';
import { pageWords as words } from './page-words.ts';
import { progressScript, progressScriptAddress } from './progress-script.ts';

export interface DownloadRoutesPlan extends ExportParts {
  readonly sessions: Pick<BrowserSessions, 'read' | 'peek'>;
  readonly downloads: Downloads;
  readonly throttle: Throttle;
  readonly pages: PageSender;
  readonly ownOrigin: string;
  /** Told that there is a file to make. */
  readonly wake: () => void;
}

/** Files that one account may have made in a day: each reads a whole record. */
const perDay = { most: 20, seconds: 86_400 } as const;
/** What the one-use addresses of this part lead to. */
const kind = 'export';

const mediaTypes = { pdf: 'application/pdf', fhir: 'application/fhir+json; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/** The pages on which people download their record (REC-1). They work without script. */
export function registerDownloadRoutes(app: FastifyInstance, plan: DownloadRoutesPlan): void {
  const { sessions, store, pages, downloads, throttle, ownOrigin, clock } = plan;

  app.get<{ Querystring: { patient?: string } }>('/download', async (request, reply) => {
    const session = await sessions.read(request);
    if (session === null) return signInFirst(reply);
    return show(plan, reply, session, recordOf(session, request.query.patient), []);
  });

  app.post('/download', async (request, reply) => {
    const { session, form } = await posted(plan, request);
    if (session === null) return signInFirst(reply);
    const patientId = recordOf(session, form.text('patient'));
    const format = form.text('format');
    if (patientId === null || (await opens(plan, session, patientId)) === null) return pages.send(reply, 403, noDownloadPage(session));
    if (!isFormat(format)) return show(plan, reply, session, patientId, [['format-0', words.problems.format]]);
    if ((await store.list(session.id)).some(({ state }) => state === 'waiting' || state === 'running')) return show(plan, reply, session, patientId, [['files', words.problems.underWay]]);
    const { allowed } = await throttle.check(`export:${session.viewer.accountId}`, perDay, clock());
    if (!allowed) return show(plan, reply, session, patientId, [['format-0', words.problems.tooMany]]);
    const added = await store.add({ viewer: session.viewer, patientId, format }, clock());
    if (!added) return show(plan, reply, session, patientId, [['format-0', words.problems.underWay]]);
    plan.wake();
    return reply.redirect(downloadAddress(session, patientId), 303);
  });

  // Asked by the page's script; does not count as use of the session.
  app.get<{ Querystring: { patient?: string } }>('/download/state', async (request, reply) => {
    requireOwnOrigin(request, { allowScripts: false });
    const session = await sessions.peek(request);
    if (session === null) return reply.code(401).send([]);
    const jobs = (await store.list(session.id)).filter(({ patientId }) => patientId === request.query.patient);
    return reply.send(jobs.map((job) => ({ id: job.id, state: job.state, part: job.part, text: stateText(job) })));
  });

  app.get(progressScriptAddress, { config: { policy: 'public' } }, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(progressScript));

  app.post('/download/file', async (request, reply) => {
    requireOwnForm(request, ownOrigin);
    const session = await sessions.read(request);
    if (session === null) return signInFirst(reply);
    const file = await fileOf(plan, session, formOf(request).text('id'));
    if (file === null) return pages.send(reply, 404, goneAddressPage(session));
    return reply.redirect(`/download/file/${await downloads.issue(session.id, kind, file.id)}`, 303);
  });

  app.get<{ Params: { token: string } }>('/download/file/:token', { exposeHeadRoute: false }, async (request, reply) => {
    const session = await sessions.read(request);
    if (session === null) return signInFirst(reply);
    const download = await downloads.redeem(request.params.token, session.id);
    const file = download?.kind === kind ? await fileOf(plan, session, download.reference) : null;
    if (file === null) return pages.send(reply, 410, goneAddressPage(session));
    return sendFile(plan, reply, file);
  });
}

const signInFirst = (reply: FastifyReply): FastifyReply => reply.redirect('/sign-in?return=%2Fdownload', 303);

async function posted({ sessions, ownOrigin }: DownloadRoutesPlan, request: FastifyRequest) {
  requireOwnForm(request, ownOrigin);
  return { session: await sessions.read(request), form: formOf(request) };
}

/** The record that is asked for: the reader's own unless another is named; null when there is none. */
function recordOf({ viewer }: Session, named: string | undefined): string | null {
  const own = isProvedPatient(viewer) ? viewer.patientId : null;
  if (named === undefined || named === '') return own;
  return isRecordId(named) ? named : null;
}

async function show(plan: DownloadRoutesPlan, reply: FastifyReply, session: Session, patientId: string | null, problems: readonly Problem[]): Promise<FastifyReply> {
  const doors = patientId === null ? null : await opens(plan, session, patientId);
  if (patientId === null || doors === null) return plan.pages.send(reply, 403, noDownloadPage(session));
  const jobs = (await plan.store.list(session.id)).filter((job) => job.patientId === patientId);
  // Who was given a copy on request may take it and read nothing else, the name included (SAR-1).
  const of = session.viewer.patientId === patientId ? null : doors.every((door) => door === 'INVITED') ? words.requested : await nameOf(plan, session, patientId);
  return plan.pages.send(reply, problems.length === 0 ? 200 : 422, downloadPage({ session, patientId, of, jobs }, problems));
}

/** The doors by which this record opens to this person for a download, as sharing decides it now; null when it does not. */
async function opens({ execute, clock }: DownloadRoutesPlan, { viewer }: Session, patient: string): Promise<readonly string[] | null> {
  const { data, errors } = await execute('DownloadDoor', { patient }, { requestId: randomUUID(), viewer, now: clock(), purpose: 'download', from: { place: 'page' } });
  if (errors !== undefined) throw new CieError('DOWNLOAD_UNAVAILABLE', 'Your record cannot be reached right now. Nothing is lost. Try again in a moment.');
  // The generator wrote this type from the operation's document.
  return ((data ?? { patient: null }) as unknown as DownloadDoorQuery).patient?.doors ?? null;
}

/** Whose record somebody acts for, as they read it on every page; logged as the look at personal details that it is. */
async function nameOf({ execute, clock }: DownloadRoutesPlan, { viewer }: Session, patient: string): Promise<string> {
  const { data } = await execute('DownloadDetails', { patient }, { requestId: randomUUID(), viewer, now: clock(), from: { place: 'page' } });
  const details = ((data ?? { patient: null }) as unknown as DownloadDetailsQuery).patient?.demographics ?? null;
  const name = [details?.givenName ?? null, details?.familyName ?? null].filter((each) => each !== null).join(' ');
  return name === '' ? words.somebody : name;
}

/** A file of this session that is ready, and whose record is still open to this person: revoking works on the next request. */
async function fileOf(plan: DownloadRoutesPlan, session: Session, id: string): Promise<ReadyFile | null> {
  const file = isRecordId(id) ? await plan.store.ready(id, session.id, plan.clock()) : null;
  return file !== null && (await opens(plan, session, file.patientId)) !== null ? file : null;
}

function sendFile({ database, keys }: DownloadRoutesPlan, reply: FastifyReply, file: ReadyFile): FastifyReply {
  const key = unwrapKey(keys, file, keyAbout(file.id));
  return reply
    .type(mediaTypes[file.format])
    .header('content-length', file.size)
    .header('content-disposition', `attachment; filename="${fileName(file.format, dayOf(file.finishedAt))}"`)
    // Opened in a browser after all, it may do nothing.
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(Readable.from(readSealed(database, file, key)));
}
