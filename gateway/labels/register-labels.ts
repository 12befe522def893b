import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import { isProvedPatient, type Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Graph } from '../graph/graph.ts';
import type { Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import { declarePolicy } from '../server/route-policy.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { isLabel, labelPage, title } from './label-page.ts';
import { isItemKind, itemKinds, readItem, type ItemKindName } from './labelled-item.ts';

export interface LabelsOptions {
  readonly sessions: Pick<Sessions, 'read'>;
  readonly execute: Graph['execute'];
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

type Address = { readonly Params: { readonly kind: string; readonly id: string }; readonly Querystring: { readonly done?: string } };

/** What one request is about: an item of the viewer's own record. */
interface Asked {
  readonly viewer: Viewer;
  readonly patient: string;
  readonly kind: ItemKindName;
  readonly id: string;
}

/**
 * GET and POST /label/<kind>/<id>: the privacy label of an item of a person's own record, and a form to move it (ACS-1). A page of its
 * own at top level, where no host page can lay anything over it; it works without script.
 */
export async function registerLabels(app: FastifyInstance, { sessions, execute, settings, clock = () => new Date() }: LabelsOptions): Promise<void> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const pages = new PageSender([]);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);

  const asked = async (request: FastifyRequest<Address>, reply: FastifyReply, answer: (about: Asked) => Promise<FastifyReply>): Promise<FastifyReply> => {
    const { kind, id } = request.params;
    const viewer = (await sessions.read(request))?.viewer ?? null;
    if (viewer === null) return reply.redirect(`/sign-in?return=${encodeURIComponent(pathOf(kind, id))}`, 303);
    if (!isProvedPatient(viewer) || viewer.patientId === null || !isItemKind(kind) || !isRecordId(id)) {
      reply.callNotFound();
      return reply;
    }
    return answer({ viewer, patient: viewer.patientId, kind, id });
  };
  const show = async (reply: FastifyReply, about: Asked, shown: { readonly isMoved?: boolean; readonly problems?: readonly Problem[] }): Promise<FastifyReply> => {
    const { viewer, patient, kind, id } = about;
    const found = readItem(kind, await execute(itemKinds[kind].query, { patient, id }, { requestId: randomUUID(), viewer, now: clock(), from: { place: 'page' } }));
    if (found === null) {
      reply.callNotFound();
      return reply;
    }
    const hasProblems = shown.problems !== undefined;
    const body = labelPage({ ...found, ...shown, action: pathOf(kind, id), back: itemKinds[kind].back(id), days: `/who-saw/${kind}/${id}` });
    return pages.send(reply, hasProblems ? 422 : 200, { title, reader: viewer, hasProblems, body });
  };

  await app.register(async (scope) => {
    declarePolicy(scope, 'patient');
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 });
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));

    scope.get<Address>('/label/:kind/:id', (request, reply) => asked(request, reply, (about) => show(reply, about, { isMoved: request.query.done === 'moved' })));

    scope.post<Address>('/label/:kind/:id', (request, reply) => {
      requireOwnForm(request, ownOrigin);
      return asked(request, reply, async (about) => {
        const label = formOf(request).text('label', 20);
        if (!isLabel(label)) return show(reply, about, { problems: [['label-0', 'Choose the label that it should have']] });
        const { viewer, patient, kind, id } = about;
        const { errors } = await execute(itemKinds[kind].mutation, { patient, id, label }, { requestId: randomUUID(), viewer, now: clock(), from: { place: 'page' } });
        if (errors !== undefined && errors.length > 0) return notMoved(reply, errors[0]?.extensions['code']);
        return reply.redirect(`${pathOf(kind, id)}?done=moved`, 303);
      });
    });
  });
}

const pathOf = (kind: string, id: string): string => `/label/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;

const unknown: readonly unknown[] = ['REPORT_UNKNOWN', 'DOCUMENT_NOT_FOUND', 'APPOINTMENT_UNKNOWN', 'CARE_ITEM_UNKNOWN', 'CHANGE_NOT_ALLOWED'];

/** An item that is not there, or is not the viewer's to move, is one that does not exist; anything else is a fault of ours. Throws LABEL_UNAVAILABLE. */
function notMoved(reply: FastifyReply, code: unknown): FastifyReply {
  if (!unknown.includes(code)) throw new CieError('LABEL_UNAVAILABLE', 'It could not be moved right now. Try again in a few minutes.');
  reply.callNotFound();
  return reply;
}
