import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { isProvedPatient } from '@cie/kit/access-context.ts';
import type { OthersRequest, OwnRequest } from '@cie/kit/records-requests.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askOf } from '../desk/desk-link.ts';
import { adviceOf, nameIn } from '../desk/staff-parts.ts';
import { form, type Problem } from '../pages/controls.ts';
import { queryOf } from '../export/download-page.ts';
import { formOf } from '../pages/form-body.ts';
import { html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { personOf } from './person-of.ts';
import { orNotFound, visitorOf, type RecordsParts, type WithId } from './records-parts.ts';
import { basisBody, emptyRequest, isBasis, newRequestBody, requestBody, requestProblems, requestsBody, startedRequest, typedRequest, type TypedRequest } from './request-pages.ts';

const doneWords = {
  asked: 'We have received your request.',
  added: 'The file was added.',
  removed: 'The file was removed.',
  sent: 'Thank you. The records team looks at what you have sent.',
  withdrawn: 'Your request is taken back.',
} as const;
const doneNames = ['asked', 'added', 'removed', 'sent', 'withdrawn'] as const;

/** Whoever has an account of their own as a patient or carer, however well their identity is proved. */
export const isRequester = ({ kind }: Viewer): boolean => kind === 'patient';

const fieldOfCode: Readonly<Record<string, string>> = { RECORDS_REQUEST_TOO_MANY: 'name' };

/** Pages on which people ask for records (SAR-1). They work without script. */
export function registerRequestRoutes(app: FastifyInstance, parts: RecordsParts): void {
  const { pages, ownOrigin, clock } = parts;
  const ask = askOf(parts.rooms.sharing);
  const visitor = (request: FastifyRequest, reply: FastifyReply) => visitorOf(parts, request, reply, isRequester);

  app.get<{ Querystring: { done?: string } }>('/records-request', async (request, reply) => {
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const [requests, others] = await Promise.all([
      ask<readonly OwnRequest[]>('own-records-requests', {}, visit.access), ask<readonly OthersRequest[]>('others-records-requests', {}, visit.access),
    ]);
    const hasOwnRecord = isProvedPatient(visit.viewer) && visit.viewer.patientId !== null;
    return pages.send(reply, 200, {
      title: 'Ask for a copy of records', reader: visit.viewer, body: requestsBody({ requests, others, hasOwnRecord, objected: request.query.done === 'objected' }),
    });
  });

  const showNew = (reply: FastifyReply, viewer: Viewer, { basis, ...typed }: TypedRequest, items: readonly Problem[]): FastifyReply =>
    pages.send(reply, items.length === 0 ? 200 : 422, {
      title: 'Ask for records', reader: viewer, hasProblems: items.length > 0, body: isBasis(basis) ? newRequestBody({ ...typed, basis }, items) : basisBody(items),
    });
  const noBasis: readonly Problem[] = [['basis-0', 'Choose whose records you ask for']];

  app.get<{ Querystring: { basis?: unknown; step?: string } }>('/records-request/new', async (request, reply) => {
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const { basis, step } = request.query;
    if (typeof basis !== 'string' || !isBasis(basis)) return showNew(reply, visit.viewer, emptyRequest, step === undefined ? [] : noBasis);
    const { viewer, access } = visit;
    // What the exchange knows of somebody whom the sign-in proved, they need not type.
    const own = basis === 'self' && isProvedPatient(viewer) && viewer.patientId !== null ? await personOf(parts.execute, viewer.patientId, access) : null;
    return showNew(reply, viewer, startedRequest(basis, own), []);
  });

  app.post('/records-request/new', async (request, reply) => {
    requireOwnForm(request, ownOrigin);
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const typed = typedRequest(formOf(request));
    const items = isBasis(typed.basis) ? requestProblems(typed, clock()) : noBasis;
    if (items.length > 0) return showNew(reply, visit.viewer, typed, items);
    try {
      const { birth, ...rest } = typed;
      const { id } = await ask<OwnRequest>('request-records', { ...rest, birthDate: birth.date }, visit.access);
      return reply.redirect(`/records-request/${id}?done=asked`, 303);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return showNew(reply, visit.viewer, typed, [[fieldOfCode[code] ?? 'nhsNumber', text]]);
    }
  });

  app.get<WithId & { Querystring: { done?: string } }>('/records-request/:id', async (request, reply) => {
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const done = nameIn(doneNames, request.query.done ?? null);
    return showRequest(parts, reply, visit, request.params.id, [], done === null ? undefined : doneWords[done]);
  });

  app.get<WithId>('/records-request/:id/withdraw', async (request, reply) => {
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const { id } = request.params;
    const found = await orNotFound(reply, id, () => ask<OwnRequest>('own-records-request', { id }, visit.access));
    if (found === null) return reply;
    return pages.send(reply, 200, {
      title: 'Take this request back', reader: visit.viewer,
      body: html`<div class="nhsuk-u-reading-width"><p>The records team stops working on your request ${found.reference} for the records of ${found.name}. You can ask again later; the time for our answer then begins anew.</p>
${form(`/records-request/${found.id}/withdraw`, [], 'Take it back', { kind: 'warning' })}
<p><a href="/records-request/${found.id}">Keep it</a></p></div>`,
    });
  });

  /** A step whose fault is shown on the page of the request. */
  const step = (name: string, command: string, done: keyof typeof doneWords, input: (request: FastifyRequest<WithId>) => object): void => {
    app.post<WithId>(`/records-request/:id/${name}`, async (request, reply) => {
      requireOwnForm(request, ownOrigin);
      const visit = await visitor(request, reply);
      if (visit === null) return reply;
      const { id } = request.params;
      try {
        await orNotFound(reply, id, () => ask('own-records-request', { id }, visit.access).then(() => ask(command, input(request), visit.access)));
        return reply.sent ? reply : await reply.redirect(`/records-request/${id}?done=${done}`, 303);
      } catch (error) {
        return showRequest(parts, reply, visit, id, [['file', adviceOf(error).text]]);
      }
    });
  };
  step('withdraw', 'withdraw-records-request', 'withdrawn', ({ params }) => ({ id: params.id }));
  step('remove', 'remove-evidence', 'removed', (request) => ({ id: formOf(request).text('file', 36) }));

  app.post<WithId>('/records-request/:id/collect', async (request, reply) => {
    requireOwnForm(request, ownOrigin);
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const { id } = request.params;
    try {
      const collected = await orNotFound(reply, id, () => ask<{ patientId: string }>('collect-records-request', { id }, visit.access));
      return collected === null ? reply : await reply.redirect(`/download?${queryOf({ patientId: collected.patientId, requestId: id })}`, 303);
    } catch (error) {
      return showRequest(parts, reply, visit, id, [['main', adviceOf(error).text]]);
    }
  });
}

/** The page of a request, with what is wrong with what was just done. */
export async function showRequest(
  { rooms, pages }: RecordsParts, reply: FastifyReply, { viewer, access }: { readonly viewer: Viewer; readonly access: AccessContext }, id: string, items: readonly Problem[], done?: string,
): Promise<FastifyReply> {
  const request = await orNotFound(reply, id, () => askOf(rooms.sharing)<OwnRequest>('own-records-request', { id }, access));
  if (request === null) return reply;
  return pages.send(reply, items.length === 0 ? 200 : 422, {
    title: `Your request ${request.reference}`, reader: viewer, hasProblems: items.length > 0, body: requestBody({ request, items, done }),
  });
}
