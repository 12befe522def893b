import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CaseAnswers } from '@cie/kit/desk.ts';
import { field, form, problemOf, problems, type Problem } from '../../pages/controls.ts';
import { formOf } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import { requireOwnForm } from '../../pages/own-origin.ts';
import { checkNetwork } from '../../throttle/check-network.ts';
import { dateTime } from '../shown.ts';
import { accessOf } from '../desk-link.ts';
import type { PublicFormParts } from './public-form.ts';

const perNetwork = { most: 60, seconds: 3600 } as const;
const perReference = { most: 20, seconds: 3600 } as const;

const title = 'Read an answer from the support desk';

interface Typed {
  readonly reference: string;
  readonly email: string;
}

/**
 * Where the desk's answers are read: messages only say that there is one. Reference and address together open it; any other pair
 * is answered alike, whether or not there is such a case.
 */
export function registerAnswerRoutes(app: FastifyInstance, parts: PublicFormParts): void {
  const { desk, pages, sessions, throttle, ownOrigin, clock } = parts;
  const ask = (reply: FastifyReply, status: number, typed: Typed, items: readonly Problem[]): FastifyReply =>
    pages.send(reply, status, { title, hasProblems: items.length > 0, body: askBody(typed, items) });

  app.get('/contact/answer', (_request, reply) => ask(reply, 200, { reference: '', email: '' }, []));

  app.post('/contact/answer', async (request, reply) => {
    requireOwnForm(request, ownOrigin);
    const body = formOf(request);
    const typed = { reference: body.text('reference', 40), email: body.text('email', 254) };
    const items: Problem[] = [];
    if (typed.reference === '') items.push(['reference', 'Enter the reference, like K7MP-X2DR']);
    if (typed.email === '') items.push(['email', 'Enter the email address that you gave us']);
    if (items.length > 0) return ask(reply, 422, typed, items);
    const now = clock();
    const network = await checkNetwork(throttle, 'desk answer', request.ip, perNetwork, now);
    // Second, so that what one network is refused keeps nobody else from the reference.
    const allowance = network.allowed ? await throttle.check(`desk answer ${typed.reference.toUpperCase().replace(/[^A-Z0-9]/g, '')}`, perReference, now) : network;
    if (!allowance.allowed) {
      void reply.header('retry-after', String(allowance.retryAfter));
      return ask(reply, 429, typed, [['reference', 'There were too many tries. Wait an hour, then try again']]);
    }
    const session = await sessions.read(request);
    const found = await desk.answers(typed.reference, typed.email, accessOf(session?.viewer ?? null, now));
    if (!found.found) return ask(reply, 422, typed, [['reference', 'We know no request with this reference and this email address. Check both against our email']]);
    return pages.send(reply, 200, { title, reader: session?.viewer ?? null, body: answersBody(found) });
  });
}

const askBody = ({ reference, email }: Typed, items: readonly Problem[]): Html => html`<div class="cie-readable">${problems(items)}
<p>You need the reference of your request and the email address that you gave us. Both are in the email that we sent you.</p>
${form('/contact/answer', [
  field({ name: 'reference', label: 'Reference', hint: 'For example, K7MP-X2DR', value: reference, problem: problemOf(items, 'reference'), width: 10 }),
  field({ name: 'email', label: 'Email address', type: 'email', inputmode: 'email', autocomplete: 'email', value: email, problem: problemOf(items, 'email') }),
], 'Read answer')}</div>`;

function answersBody({ request, answers }: CaseAnswers): Html {
  return html`<div class="cie-readable">${request === null ? null : html`<p>Your reference is <strong class="cie-reference">${request.reference}</strong>. You wrote to us on ${dateTime(request.at)}.</p>
${request.question === null ? null : html`<h2 class="nhsuk-heading-s">What you asked</h2>
<div class="cie-text">${request.question}</div>`}`}
${answers.length === 0 ? html`<p>We have not answered yet. You will get an email when we have.</p>` : answered(answers)}</div>`;
}

const answered = (answers: CaseAnswers['answers']): Html => html`${answers.map(({ at, text }) => html`<article class="cie-answer">
<h2 class="nhsuk-heading-s">Our answer of ${dateTime(at)}</h2>
<div class="cie-text">${text}</div>
</article>`)}
<p>If you have more to ask, <a href="/contact">write to us again</a> and name your reference.</p>`;
