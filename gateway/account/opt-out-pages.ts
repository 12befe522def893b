import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { OwnRequest } from '@cie/kit/records-requests.ts';
import { askOf } from '../desk/desk-link.ts';
import { form, options, problemOf, problems, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import type { Page } from '../pages/page.ts';
import { answerNotFound } from '../server/answer-not-found.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import type { Session } from '../sign-in/sessions.ts';
import { accountVisit, signInFirst, type AccountSection } from './account-section.ts';

const title = 'Remove your email and close your account';
const confirmed = 'yes';
const noConfirmation: Problem = ['confirm-0', 'Tick the box to say that you want to close your account'];

/** The way out (ACC-3), for patients; staff leave with their organisation. */
export const optOutSection: AccountSection = {
  id: 'opt-out',
  title: 'Leave the exchange',
  content: async ({ session }) =>
    session.viewer.kind !== 'patient'
      ? null
      : html`<p>You can remove your email address from the exchange and close your account. Your hospitals keep treating you as before.</p>
<p><a href="/account/opt-out">Remove your email and close your account</a></p>`,
};

function optOutPage({ viewer }: Session, asked: readonly OwnRequest[], found: readonly Problem[]): Page {
  return {
    title,
    reader: viewer,
    current: 'account',
    hasProblems: found.length > 0,
    body: html`<div class="nhsuk-u-reading-width">
${problems(found)}
<p>This is for you if you no longer want to see your record here, or do not want us to have your email address.</p>
<h2 class="nhsuk-heading-m">What ends at once</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>You cannot see your record here any more, and are signed out on every computer and phone.</li>
<li>We forget your email address and mobile number, and write to you one last time to say that it is done.</li>
<li>Everybody whom you invited to see your record, and everybody who acts for you, stops seeing it.</li>
<li>If you act for somebody else, or somebody has shared their record with you, you do not see theirs either.</li>
</ul>
${asked.length === 0 ? null : html`<div class="nhsuk-inset-text"><p>You have asked for a copy of records (${asked.map(({ reference }) => reference).join(', ')}). Closing your account does not take that back, but you cannot follow it or collect a copy here any more, even if you register again: the records team answers by post. If a copy is ready, <a href="/records-request">collect it first</a>.</p></div>`}
<h2 class="nhsuk-heading-m">What stays</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>Nothing that your hospitals have sent is deleted. They need it to care for you, and must keep it by law.</li>
<li>Staff at a hospital that treats you go on seeing here what that hospital, or one that shares its record system, has sent.</li>
<li>In an emergency a doctor or nurse can open your record if they give a reason. Each time is written down.</li>
</ul>
<h2 class="nhsuk-heading-m">If you want to come back</h2>
<p>You can register again at any time, as if for the first time. Whom you had invited you have to invite again. Until then no hospital can invite you or give us your email address again.</p>
${form(
  '/account/opt-out',
  [options('checkbox', 'confirm', 'Do you want to close your account?', [{ value: confirmed, label: 'Yes, remove my email and close my account' }], undefined, problemOf(found, 'confirm-0'))],
  title,
  { kind: 'warning' },
)}
<p><a href="/account">Keep my account</a></p>
</div>`,
  };
}

/** Requests for records of this account that would be answered here (SAR-1). */
async function underWay({ rooms }: SignInParts, access: AccessContext): Promise<readonly OwnRequest[]> {
  const requests = await askOf(rooms.sharing)<readonly OwnRequest[]>('own-records-requests', {}, access);
  return requests.filter(({ state }) => state === 'evidence' || state === 'open' || state === 'approved');
}

/** Said to who signed in without proving who they are: the account is linked to a record, and its person alone may end that. */
const notProvedPage = ({ viewer }: Session): Page => ({
  title: 'Prove who you are first',
  reader: viewer,
  body: html`<div class="nhsuk-u-reading-width">
<p>Your account is connected to a record. To protect it, only somebody who has proved that it is theirs can close the account. Nothing has been changed.</p>
<h2 class="nhsuk-heading-m">What you can do</h2>
<p>Sign out, sign in again with NHS login and prove who you are there. Then close the account. If you cannot, <a href="/contact">contact the support desk</a>.</p>
<p><a href="/account">Back to your account</a></p>
</div>`,
});

const closedPage: Page = {
  title: 'Your account is closed',
  reader: null,
  body: html`<div class="nhsuk-u-reading-width">
<p>We have removed your email address, and you are signed out everywhere. Nobody whom you had invited sees your record any more.</p>
<p>Your hospitals keep what they hold about you, and go on caring for you as before.</p>
<p>If you want to see your record here again, <a href="/sign-in">register again</a> as if for the first time. If you did not want this, <a href="/help">get help</a>.</p>
</div>`,
};

/** The pages of opting out: what it means, with a confirmation, and that it is done. */
export function registerOptOutPages(app: FastifyInstance, parts: SignInParts): void {
  app.get('/account/opt-out', async (request, reply) => {
    const visit = await accountVisit(parts, request);
    if (visit === null) return signInFirst(reply);
    if (visit.session.viewer.kind !== 'patient') return answerNotFound(request, reply);
    return parts.pages.send(reply, 200, optOutPage(visit.session, await underWay(parts, visit.access), []));
  });

  app.post('/account/opt-out', async (request, reply): Promise<FastifyReply> => {
    requireOwnForm(request, parts.ownOrigin);
    const visit = await accountVisit(parts, request);
    if (visit === null) return signInFirst(reply);
    if (visit.session.viewer.kind !== 'patient') return answerNotFound(request, reply);
    if (formOf(request).text('confirm') !== confirmed) return parts.pages.send(reply, 422, optOutPage(visit.session, await underWay(parts, visit.access), [noConfirmation]));
    try {
      await parts.rooms.identity.command('opt-out', {}, visit.access);
    } catch (error) {
      if (!(error instanceof CieError) || error.code !== 'OPT_OUT_NOT_PROVED') throw error;
      return parts.pages.send(reply, 403, notProvedPage(visit.session));
    }
    // Whoever they let in, and their other sessions, must be out before they read that they are.
    await parts.courier.drain();
    await parts.sessions.end(request, reply);
    return reply.redirect('/account/closed', 303);
  });

  app.get('/account/closed', { config: { policy: 'public' } }, (_request, reply) => parts.pages.send(reply, 200, closedPage));
}
