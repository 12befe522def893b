import { Readable } from 'node:stream';
import { requestLists, type RequestPage, type StaffRequest } from '@cie/kit/records-requests.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askOf } from '../desk/desk-link.ts';
import { deskReader } from '../desk/desk-guard.ts';
import { adviceOf, nameIn, queryOf, sendStaffPage } from '../desk/staff-parts.ts';
import { servedType } from '../files/check-file.ts';
import { form, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html } from '../pages/html.ts';
import { orNotFound, type RecordsParts, type WithId } from './records-parts.ts';
import { queueBody, stepsOf, teamRequestBody } from './team-pages.ts';
import { emptyStep, readStep, teamSteps, type TeamStep, type TypedStep } from './team-steps.ts';

const otherDone = { asked: 'The health professional was asked, and told by email.', approved: 'You have decided that the copy can be collected. Who asks was told, and so was the patient where somebody else asked.' } as const;
const doneWords: Readonly<Record<string, string>> = { ...otherDone, ...Object.fromEntries(teamSteps.map(({ name, done }) => [name, done])) };
const doneNames = Object.keys(doneWords);

/** The menu's name for these pages. */
export const current = 'records';

/** The queue of the records team, a request, and what can be done by one form (SAR-1). */
export function registerTeamRoutes(app: FastifyInstance, parts: RecordsParts): void {
  const ask = askOf(parts.rooms.sharing);

  app.get('/records', async (request, reply) => {
    const query = queryOf(request);
    const list = nameIn(requestLists, query.get('list')) ?? 'open';
    const page = await ask<RequestPage>('records-requests', { list, after: query.get('after') }, deskReader(request).access);
    return sendStaffPage(parts, request, reply, 200, { title: 'Requests for records', current, body: queueBody(page, list) });
  });

  app.get<WithId>('/records/:id', async (request, reply) => {
    const found = await requestOf(parts, request, reply);
    if (found === null) return reply;
    const done = nameIn(doneNames, queryOf(request).get('done'));
    return sendStaffPage(parts, request, reply, 200, { title: `Request ${found.reference}`, current, body: teamRequestBody(found), done: done === null ? undefined : doneWords[done] });
  });

  app.get<{ Params: { id: string; file: string } }>('/records/:id/evidence/:file', { exposeHeadRoute: false }, async (request, reply) => {
    const { id, file } = request.params;
    const { access } = deskReader(request);
    const part = (number: number) => ask<EvidencePart>('evidence-file', { id, file, number: String(number) }, { ...access, now: parts.clock() });
    const first = await orNotFound(reply, id, () => part(0));
    return first === null ? reply : sendEvidence(reply, first, part);
  });

  for (const step of teamSteps) registerStep(app, parts, step);
}

function registerStep(app: FastifyInstance, parts: RecordsParts, step: TeamStep): void {
  const path = `/records/:id/${step.name}`;
  const show = (request: FastifyRequest, reply: FastifyReply, found: StaffRequest, typed: TypedStep, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, items.length === 0 ? 200 : 422, {
      title: step.title, items, current,
      body: html`<p>Request ${found.reference} of ${found.requester.name}.</p>
${step.intro}
${form(`/records/${found.id}/${step.name}`, step.controls(typed, items), step.button)}
<p><a href="/records/${found.id}">Back</a></p>`,
    });

  app.get<WithId>(path, async (request, reply) => {
    const found = await requestAt(parts, request, reply, step.name);
    return found === null ? reply : show(request, reply, found, emptyStep);
  });

  app.post<WithId>(path, async (request, reply) => {
    const found = await requestOf(parts, request, reply);
    if (found === null) return reply;
    const typed = readStep(formOf(request));
    const missing = step.missing(typed, parts.clock());
    if (missing.length > 0) return show(request, reply, found, typed, missing);
    try {
      await askOf(parts.rooms.sharing)(step.command, { ...step.input(typed), id: found.id }, deskReader(request).access);
    } catch (error) {
      return show(request, reply, found, typed, [[step.first, adviceOf(error).text]]);
    }
    return reply.redirect(`/records/${found.id}?done=${step.name}`, 303);
  });
}

/** The request of an address; null once the reply says that there is none, or that it is not for this reader. */
export async function requestOf(parts: RecordsParts, request: FastifyRequest<WithId>, reply: FastifyReply): Promise<StaffRequest | null> {
  const { id } = request.params;
  try {
    return await orNotFound(reply, id, () => askOf(parts.rooms.sharing)<StaffRequest>('records-request', { id }, deskReader(request).access));
  } catch (error) {
    const { code, text } = adviceOf(error);
    if (code !== 'RECORDS_REQUEST_OWN') throw error;
    sendStaffPage(parts, request, reply, 403, { title: 'Not for you to work on', current, body: html`<p>${text}.</p><p><a href="/records">Back to the list</a></p>` });
    return null;
  }
}

/** The same for a step that is possible now; otherwise back to the request. */
export async function requestAt(parts: RecordsParts, request: FastifyRequest<WithId>, reply: FastifyReply, step: string): Promise<StaffRequest | null> {
  const found = await requestOf(parts, request, reply);
  if (found === null || stepsOf(found).some(([name]) => name === step)) return found;
  void reply.redirect(`/records/${found.id}`, 303);
  return null;
}

interface EvidencePart {
  readonly bytes: string;
  readonly last: boolean;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Shown by the browser's own viewer, which runs nothing of it; were a browser to take it for a page, that page would be of no origin. */
function sendEvidence(reply: FastifyReply, first: EvidencePart, part: (number: number) => Promise<EvidencePart>): FastifyReply {
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for (let at = first, number = 0; ; at = await part(number)) {
      yield Buffer.from(at.bytes, 'base64');
      if (at.last) return;
      number += 1;
    }
  };
  return reply
    .header('content-disposition', `inline; filename="${first.name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"`)
    .header('content-length', first.size)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('referrer-policy', 'no-referrer')
    .type(servedType(first.mediaType))
    .send(Readable.from(bytes(), { objectMode: false, highWaterMark: 1 }));
}
