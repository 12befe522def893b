import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '@cie/kit/access-context.ts';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { form, problems, type Problem } from '../../pages/controls.ts';
import { formOf, type FormBody } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import { requireOwnForm } from '../../pages/own-origin.ts';
import type { PageSender } from '../../pages/page.ts';
import type { Sessions } from '../../sign-in/sessions.ts';
import { checkNetwork } from '../../throttle/check-network.ts';
import type { Throttle } from '../../throttle/throttle.ts';
import { accessOf, type DeskLink, type NewRequest } from '../desk-link.ts';

export interface PublicFormParts {
  readonly desk: DeskLink;
  readonly pages: PageSender;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly ownOrigin: string;
  readonly clock: () => Date;
}

/** A form of the support desk that anybody may fill in. */
export interface PublicForm<Answers> {
  readonly path: string;
  readonly title: string;
  readonly intro: Html;
  readonly button: string;
  /** Said when the request has arrived. */
  readonly received: { readonly title: string; readonly what: 'request' | 'message'; readonly next: Html };
  blank(viewer: Viewer | null, query: URLSearchParams): Answers;
  read(body: FormBody): Answers;
  check(answers: Answers, now: Date): readonly Problem[];
  controls(answers: Answers, items: readonly Problem[]): readonly (Html | null)[];
  request(answers: Answers): NewRequest;
}

/** Requests from one network in an hour: a ward or a library shares one address, a flood has one. */
const limit = { most: 20, seconds: 3600 } as const;

const referenceForm = /^[2-9A-Z]{4}-[2-9A-Z]{4}$/;

/**
 * Registers a form: what was typed stays until it is right, and then goes to the desk. The answer is the same for everybody, since
 * nothing here asks whether there is a record or an account (abuse case 38).
 */
export function registerPublicForm<Answers>(app: FastifyInstance, parts: PublicFormParts, each: PublicForm<Answers>): void {
  app.get(each.path, async (request, reply) => {
    const viewer = await viewerOf(parts, request);
    return show(parts, reply, 200, viewer, each, each.blank(viewer, queryOf(request)), []);
  });

  app.post(each.path, async (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    const viewer = await viewerOf(parts, request);
    const answers = each.read(formOf(request));
    const again = (status: number, items: readonly Problem[]): FastifyReply => show(parts, reply, status, viewer, each, answers, items);
    const items = each.check(answers, parts.clock());
    if (items.length > 0) return again(422, items);
    try {
      const { allowed, retryAfter } = await checkNetwork(parts.throttle, 'desk form', request.ip, limit, parts.clock());
      if (!allowed) {
        void reply.header('retry-after', String(retryAfter));
        return again(429, [['name', 'Many requests have come from where you are. Wait an hour, then send yours again']]);
      }
      const reference = await parts.desk.open(each.request(answers), accessOf(viewer, parts.clock()));
      return await reply.redirect(`${each.path}/received?reference=${encodeURIComponent(reference)}`, 303);
    } catch (error) {
      const field = error instanceof CieError ? fieldOfCode[error.code] : undefined;
      if (error instanceof CieError && field !== undefined) return again(422, [[field, error.message.replace(/\.$/, '')]]);
      request.log.error(errorKind(error), 'a request for the desk was not kept');
      return again(503, [['name', `We could not take your ${each.received.what} just now. What you wrote is still here: send it again in a minute`]]);
    }
  });

  app.get(`${each.path}/received`, async (request, reply) => {
    const reference = queryOf(request).get('reference') ?? '';
    if (!referenceForm.test(reference)) return reply.callNotFound();
    const viewer = await viewerOf(parts, request);
    return parts.pages.send(reply, 200, {
      title: each.received.title,
      reader: viewer,
      body: html`<p>Your reference is <strong class="cie-reference">${reference}</strong>. Keep it: you need it to read our answer.</p>
<p>We have sent it to your email address too. If no email arrives, look in your junk mail; we have your ${each.received.what} all the same.</p>
<h2 class="nhsuk-heading-m">What happens next</h2>
${each.received.next}`,
    });
  });
}

const fieldOfCode: Readonly<Record<string, string>> = { EMAIL_INVALID: 'email', MOBILE_INVALID: 'mobile' };

function show<Answers>(
  { pages }: PublicFormParts, reply: FastifyReply, status: number, viewer: Viewer | null, each: PublicForm<Answers>, answers: Answers, items: readonly Problem[],
): FastifyReply {
  return pages.send(reply, status, {
    title: each.title,
    hasProblems: items.length > 0,
    reader: viewer,
    body: html`<div class="cie-readable">${problems(items)}
${items.length > 0 ? null : each.intro}
${form(each.path, each.controls(answers, items), each.button)}</div>`,
  });
}

async function viewerOf({ sessions }: PublicFormParts, request: FastifyRequest): Promise<Viewer | null> {
  return (await sessions.read(request))?.viewer ?? null;
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://query.invalid').searchParams;
}
