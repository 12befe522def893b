import type { RegistrationProgress } from '@cie/kit/invited.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { field, form, problemOf, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { setCookie } from '../sign-in/cookies.ts';
import { accessNow, deskAdvice, networkMinutesToWait, perNetwork, refuseInvitation, sendForm, waitText, type RegistrationParts } from './registration-parts.ts';
import { registrationSteps } from './step-forms.ts';
import { firstPath, stepLine, stepsFor, wrongText } from './steps.ts';
import { evenStep, inEvenTime } from '../throttle/even-time.ts';

type Params = { readonly Params: { readonly token: string } };

const codeTitle = 'Enter your access code';
const letterTitle = 'Register with a letter';

/** Letters for somebody who types a reference by trying: fewer than for links, which cannot be guessed. */
const letterTries = { most: 20, seconds: 900 } as const;

/** The first step: link and code, or reference number and code of a letter. Opening a link changes nothing; mail scanners open it too. */
export function registerCodeRoutes(app: FastifyInstance, parts: RegistrationParts): void {
  // The address carries half of the secret: it must not reach the log of requests.
  const quiet = { logLevel: 'warn' } as const;

  app.get<Params>('/register/invitation/:token', quiet, async (request, reply) => {
    const { token } = request.params;
    const open = await parts.link.invitation(token, accessNow(parts));
    return open === null ? refuseInvitation(parts, reply) : sendForm(parts, reply, 200, codeTitle, [], codeBody(token, open, []));
  });

  app.post<Params>('/register/invitation/:token', quiet, async (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    const { token } = request.params;
    const wait = await networkMinutesToWait(parts, request, reply, 'code', perNetwork);
    const open = await parts.link.invitation(token, accessNow(parts));
    if (open === null) return refuseInvitation(parts, reply);
    const again = (status: number, problem: string): FastifyReply => sendForm(parts, reply, status, codeTitle, [['code', problem]], codeBody(token, open, [['code', problem]]));
    if (wait !== null) return again(429, waitText(wait));
    const code = formOf(request).text('code', 60);
    // Nothing was tried: it does not count.
    if (code === '') return again(422, 'Enter the access code from your text message or letter');
    const answer = await parts.link.enter({ token }, code, accessNow(parts));
    if (answer.outcome === 'wrong') return again(422, wrongText('access code', answer.triesLeft));
    return answer.outcome === 'entered' ? begin(reply, answer.visit) : refuseInvitation(parts, reply);
  });

  app.get('/register/letter', { config: { policy: 'public' } }, (_request, reply) => sendForm(parts, reply, 200, letterTitle, [], letterBody('', [])));
  app.post('/register/letter', { config: { policy: 'public' } }, (request, reply) => enterLetter(parts, request, reply));
}

async function enterLetter(parts: RegistrationParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnForm(request, parts.ownOrigin);
  const body = formOf(request);
  const [reference, code] = [body.text('reference', 60), body.text('code', 60)];
  const again = (status: number, items: readonly Problem[]): FastifyReply => sendForm(parts, reply, status, letterTitle, items, letterBody(reference, items));
  const missing: Problem[] = [];
  if (reference === '') missing.push(['reference', 'Enter the reference number of your letter']);
  if (code === '') missing.push(['code', 'Enter the access code of your letter']);
  if (missing.length > 0) return again(422, missing);
  const wait = await networkMinutesToWait(parts, request, reply, 'letter', letterTries);
  if (wait !== null) return again(429, [['code', waitText(wait)]]);
  // Whether the reference number exists is not told, by the time that looking takes either.
  const answer = await inEvenTime(evenStep, () => parts.link.enter({ reference }, code, accessNow(parts)));
  return answer.outcome === 'entered' ? begin(reply, answer.visit) : again(422, [['reference', 'Check the reference number and the access code. If both are right, the letter can no longer be used']]);
}

function begin(reply: FastifyReply, visit: string): FastifyReply {
  setCookie(reply, 'registration', visit);
  return reply.redirect(firstPath, 303);
}

/** The code is the first step, all others come after it. */
const firstLine = (open: Pick<RegistrationProgress, 'channel'>): Html => stepLine(1, stepsFor(registrationSteps, open).length + 1);

const codeField = (items: readonly Problem[], hint: string): Html =>
  field({ name: 'code', label: 'Access code', hint, problem: problemOf(items, 'code'), autocomplete: 'one-time-code', width: 20 });

const codeHint = '10 letters and numbers, like 7K2MF-9QXTA. Capitals, spaces and hyphens do not matter.';

const codeBody = (token: string, open: Pick<RegistrationProgress, 'channel'>, items: readonly Problem[]): Html => html`${firstLine(open)}
<p>We sent you an access code by text message. If you opened this page from a letter, the code is in the letter.</p>
${form(`/register/invitation/${token}`, [codeField(items, codeHint)], 'Continue')}
<p><a href="/register/one-message">I have no text message</a></p>`;

const letterBody = (reference: string, items: readonly Problem[]): Html => html`${firstLine({ channel: 'letter' })}
<p>You need the letter in which we invited you.</p>
${form('/register/letter', [
  field({ name: 'reference', label: 'Reference number', hint: '8 letters and numbers, like 4K7D-9XMT.', value: reference, problem: problemOf(items, 'reference'), width: 20 }),
  codeField(items, codeHint),
], 'Continue')}
<p>A letter can be used for 14 days, and once.</p>
${items.length === 0 ? null : deskAdvice}`;
