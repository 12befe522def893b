import type { FastifyInstance, FastifyReply } from 'fastify';
import { CieError } from '@cie/kit/errors.ts';
import type { RegistrationProgress } from '@cie/kit/invited.ts';
import { form } from '../pages/controls.ts';
import { html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { clearCookie } from '../sign-in/cookies.ts';
import { accessNow, deskAdvice, minutesToMail, networkMinutesToWait, perNetwork, refuseInvitation, refuseVisit, sendForm, waitText, type RegistrationParts } from './registration-parts.ts';
import { findVisit } from './step-routes.ts';
import { lastPath, nextPath } from './steps.ts';

type Params = { readonly Params: { readonly token: string } };

const mailTitle = 'Check your email';
const activateTitle = 'Confirm your email address';

/** The confirmation e-mail and its link (REG-4). The link asks for a press of a button: mail scanners open links, and press none. */
export function registerConfirmRoutes(app: FastifyInstance, parts: RegistrationParts): void {
  const quiet = { logLevel: 'warn' } as const;

  app.get(lastPath, async (request, reply) => {
    const found = await findVisit(parts, request);
    if (found === null) return refuseVisit(parts, reply);
    const next = nextPath(found.steps, found.progress);
    return next === lastPath ? sendForm(parts, reply, 200, mailTitle, [], mailBody(found.progress, false)) : reply.redirect(next, 303);
  });

  app.post(lastPath, async (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    const found = await findVisit(parts, request);
    if (found === null) return refuseVisit(parts, reply);
    const next = nextPath(found.steps, found.progress);
    if (next !== lastPath) return reply.redirect(next, 303);
    const wait = await minutesToMail(parts, reply, found.progress.email);
    if (wait !== null) return sendForm(parts, reply, 429, mailTitle, [['again', waitText(wait)]], mailBody(found.progress, false));
    const answer = await parts.link.step('confirm-again', found.visit, {}, accessNow(parts)).catch((error: unknown) => {
      if (error instanceof CieError && error.code === 'CONFIRMATIONS_USED_UP') return error;
      throw error;
    });
    if (answer instanceof CieError) return sendForm(parts, reply, 422, mailTitle, [['again', answer.message.replace(/\.$/, '')]], mailBody(found.progress, false));
    return answer.outcome === 'refused' ? refuseInvitation(parts, reply) : reply.redirect('/register/check-email/again', 303);
  });

  app.get('/register/check-email/again', async (request, reply) => {
    const found = await findVisit(parts, request);
    return found === null ? refuseVisit(parts, reply) : sendForm(parts, reply, 200, mailTitle, [], mailBody(found.progress, true));
  });

  app.get<Params>('/register/activate/:token', quiet, async (request, reply) => {
    const { token } = request.params;
    if (!(await parts.link.isConfirmation(token, accessNow(parts)))) return refuseConfirmation(parts, reply);
    return sendForm(parts, reply, 200, activateTitle, [], html`<p>This is the last step. It confirms that the email address is yours, and opens your account.</p>
${form(`/register/activate/${token}`, [], 'Confirm and open my account')}`);
  });

  app.post<Params>('/register/activate/:token', quiet, async (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    const wait = await networkMinutesToWait(parts, request, reply, 'activate', perNetwork);
    if (wait !== null) return sendForm(parts, reply, 429, activateTitle, [], html`<p>${waitText(wait)}.</p>`);
    if (!(await parts.link.activate(request.params.token, accessNow(parts)))) return refuseConfirmation(parts, reply);
    await parts.courier.drain();
    clearCookie(reply, 'registration');
    return reply.redirect('/register/done', 303);
  });

  app.get('/register/done', { config: { policy: 'public' } }, (_request, reply) =>
    parts.pages.send(reply, 200, {
      title: 'Your account is ready',
      body: html`<div class="cie-readable"><p>You can now sign in with your email address and your password. We then send a code to your phone.</p>
<div><a class="nhsuk-button" href="/sign-in/password?return=/record">Sign in</a></div>
<p>Your invitation has been used and works no more. Keep your password where only you can read it.</p></div>`,
    }),
  );
}

const mailBody = ({ email, channel }: RegistrationProgress, sentAgain: boolean): ReturnType<typeof html> => html`${sentAgain ? html`<div class="cie-done" role="status"><p>We have sent another email. Only the link in the newest one works.</p></div>` : null}
<p>We have sent an email to <strong>${email}</strong>. Open the link in it within 24 hours to confirm that the address is yours. Then you can sign in.</p>
<p>You can close this page.</p>
<h2 class="nhsuk-heading-m">If no email arrives</h2>
<p>Look in your junk or spam folder, and check the address above.${channel === 'letter' ? html` If it is wrong, <a href="/register/addresses">correct it</a>.` : html` If it is wrong, <a href="/contact?topic=cannot-sign-in">contact the support desk</a>.`}</p>
${form(lastPath, [], 'Send the email again', { kind: 'secondary' })}`;

/** The same for every confirmation link that cannot be used. */
function refuseConfirmation(parts: RegistrationParts, reply: FastifyReply): FastifyReply {
  return parts.pages.send(reply, 404, {
    title: 'This link cannot be used',
    body: html`<div class="cie-readable"><p>This may be because it is more than 24 hours old, because we have sent a newer one, because it has been used, or because the address in your browser is not complete.</p>
<h2 class="nhsuk-heading-m">What you can do</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>If you have opened it before, your account may be ready: <a href="/sign-in?return=/record">sign in</a>.</li>
<li>If not, open your invitation again: the link in our first email, or <a href="/register/letter">your letter</a>. Enter your access code, and we send you another link.</li>
</ul>
${deskAdvice}</div>`,
  });
}
