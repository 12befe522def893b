import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isProvedPatient } from '@cie/kit/access-context.ts';
import { dayOf } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { OwnRequest } from '@cie/kit/records-requests.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { unwrapKey } from '@cie/kit/sealing.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askOf } from '../desk/desk-link.ts';
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
import { isFormat, type ExportSubject, type ReadyFile } from './export-job.ts';
import { copyOf, type ExportParts } from './make-file.ts';
import { pageWords as words } from './page-words.ts';
import { progressScript, progressScriptAddress } from './progress-script.ts';

export interface DownloadRoutesPlan extends ExportParts {
  readonly sessions: Pick<BrowserSessions, 'read' | 'peek'>;
  readonly rooms: Pick<RoomLinks, 'sharing'>;
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

  app.get<{ Querystring: Asked }>('/download', async (request, reply) => {
    const session = await sessions.read(request);
    if (session === null) return signInFirst(reply);
    return show(plan, reply, session, subjectOf(session, request.query), []);
  });

  app.post('/download', async (request, reply) => {
    const { session, form } = await posted(plan, request);
    if (session === null) return signInFirst(reply);
    const subject = subjectOf(session, { patient: form.text('patient'), request: form.text('request') });
    const format = form.text('format');
    if (subject === null || !(await opens(plan, session, subject))) return pages.send(reply, 403, noDownloadPage(session, subject?.requestId));
    if (!isFormat(format)) return show(plan, reply, session, subject, [['format-0', words.problems.format]]);
    if ((await store.list(session.id)).some(({ state }) => state === 'waiting' || state === 'running')) return show(plan, reply, session, subject, [['files', words.problems.underWay]]);
    const { allowed } = await throttle.check(`export:${session.viewer.accountId}`, perDay, clock());
    if (!allowed) return show(plan, reply, session, subject, [['format-0', words.problems.tooMany]]);
    const added = await store.add({ viewer: session.viewer, ...subject, format }, clock());
    if (!added) return show(plan, reply, session, subject, [['format-0', words.problems.underWay]]);
    plan.wake();
    return reply.redirect(downloadAddress(session, subject), 303);
  });

  // Asked by the page's script; does not count as use of the session.
  app.get<{ Querystring: Asked }>('/download/state', async (request, reply) => {
    requireOwnOrigin(request, { allowScripts: false });
    const session = await sessions.peek(request);
    if (session === null) return reply.code(401).send([]);
    const subject = subjectOf(session, request.query);
    const jobs = (await store.list(session.id)).filter((job) => subject !== null && isOf(job, subject));
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

interface Asked {
  readonly patient?: string;
  /** Of the request for records whose copy is asked for; without it, a download of what the reader sees. */
  readonly request?: string;
}

/** What is asked for: of the reader's own record unless another is named; null when there is none. */
function subjectOf({ viewer }: Session, { patient = '', request = '' }: Asked): ExportSubject | null {
  const own = isProvedPatient(viewer) ? viewer.patientId : null;
  const patientId = patient === '' ? own : isRecordId(patient) ? patient : null;
  if (patientId === null || (request !== '' && !isRecordId(request))) return null;
  return { patientId, requestId: request === '' ? null : request };
}

const isOf = (job: ExportSubject, { patientId, requestId }: ExportSubject): boolean => job.patientId === patientId && job.requestId === requestId;

async function show(plan: DownloadRoutesPlan, reply: FastifyReply, session: Session, subject: ExportSubject | null, problems: readonly Problem[]): Promise<FastifyReply> {
  if (subject === null || !(await opens(plan, session, subject))) return plan.pages.send(reply, 403, noDownloadPage(session, subject?.requestId));
  const jobs = (await plan.store.list(session.id)).filter((job) => isOf(job, subject));
  // Who was given a copy on request may take it and read nothing else, the name included (SAR-1).
  const isNamed = subject.requestId === null && session.viewer.patientId !== subject.patientId;
  const of = isNamed ? await nameOf(plan, session, subject.patientId) : null;
  return plan.pages.send(reply, problems.length === 0 ? 200 : 422, downloadPage({ session, subject, of, copy: await copyNamed(plan, session, subject), jobs }, problems));
}

/** Whether this opens to this person for a download, as sharing decides it now: a copy by its request, which must be theirs and collected. */
async function opens({ execute, clock }: DownloadRoutesPlan, { viewer }: Session, subject: ExportSubject): Promise<boolean> {
  const { data, errors } = await execute('DownloadDoor', { patient: subject.patientId }, { requestId: randomUUID(), viewer, now: clock(), purpose: 'download', ...copyOf(subject), from: { place: 'page' } });
  if (errors !== undefined) throw new CieError('DOWNLOAD_UNAVAILABLE', 'Your record cannot be reached right now. Nothing is lost. Try again in a moment.');
  // The generator wrote this type from the operation's document.
  return ((data ?? { patient: null }) as unknown as DownloadDoorQuery).patient !== null;
}

/** The request whose copy it is, of which its maker knows the number; null for any other download. */
async function copyNamed({ rooms, clock }: DownloadRoutesPlan, { viewer }: Session, { requestId }: ExportSubject): Promise<OwnRequest | null> {
  if (requestId === null) return null;
  return askOf(rooms.sharing)<OwnRequest>('own-records-request', { id: requestId }, { requestId: randomUUID(), viewer, now: clock(), from: { place: 'page' } });
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
  return file !== null && (await opens(plan, session, file)) ? file : null;
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
