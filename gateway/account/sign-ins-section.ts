import type { FastifyInstance } from 'fastify';
import { form } from '../pages/controls.ts';
import { dayAndTime, timeOfDay } from '../pages/dates.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import type { Person, SessionSummary } from '../sign-in/session.store.ts';
import type { Session } from '../sign-in/sessions.ts';
import { accountForm, saidAt, type AccountSection, type Said } from './account-section.ts';

const said: Said = {
  ended: 'That sign-in has ended.',
  'ended-before': 'That sign-in had ended already.',
  'ended-others': 'You are signed out everywhere else.',
};

/** Sign-ins of the person, with the end of each (REG-9). */
export function signInsSection(parts: SignInParts): AccountSection {
  return {
    id: 'sign-ins',
    title: 'Where you are signed in',
    said,
    content: async ({ session }) => {
      const all = await parts.sessions.all(session);
      const others = all.filter(({ id }) => id !== session.id);
      return html`${ends(session)}
<ul class="cie-sign-ins" role="list">${all.filter(({ id }) => id === session.id).map((each) => signIn(each, true))}${others.map((each) => signIn(each, false))}</ul>
${others.length === 0 ? null : html`<p>If you do not recognise one of these, sign it out.</p>${form('/account/sign-ins/end-others', [], 'Sign out everywhere else', { kind: 'secondary' })}`}
${form('/account/sign-ins/end-all', [], 'Sign out everywhere, here too', { kind: 'secondary' })}`;
    },
  };
}

function ends({ idleUntil, expiresAt }: Session): Html {
  return html`<p>To keep records safe, a sign-in ends after 30 minutes without activity, and after 12 hours at the latest.
This one ends at ${timeOfDay(idleUntil)} if you open no other page, and at ${timeOfDay(expiresAt)} at the latest.</p>`;
}

const signedOutPage: Page = {
  title: 'You are signed out everywhere',
  body: html`<p>All your sign-ins have ended, on this device and on all others.</p>
<div><a class="nhsuk-button" href="/sign-in?return=%2F">Sign in</a></div>
<p><a href="/">Go to the start page</a></p>`,
};

const places = { page: 'On this website', frame: 'In a box on another NHS website', script: 'A script of the operator' } as const;

function signIn(each: SessionSummary, isThis: boolean): Html {
  const began = dayAndTime(each.beganAt);
  return html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong>${each.browser}</strong>${isThis ? html` <strong class="nhsuk-tag nhsuk-tag--green">This one</strong>` : null}</p>
<p>${wayOf(each.viewer)}. ${places[each.place]}.</p>
<p>Signed in on ${began}. ${isThis ? null : html`Last used on ${dayAndTime(each.lastUsedAt)}.`}</p>
${isThis ? null : html`<form action="/account/sign-ins/end" method="post"><input type="hidden" name="id" value="${each.id}">
<button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">Sign out<span class="nhsuk-u-visually-hidden"> ${each.browser}, signed in on ${began}</span></button></form>`}
</li>`;
}

/** By what the person signed in, as far as the session knows. */
function wayOf({ kind, proofing }: Person): string {
  if (kind === 'professional') return 'By the sign-in of your organisation';
  return proofing === 'vouched' ? 'By email address and password' : 'By NHS login';
}

export function registerSignInsForms(app: FastifyInstance, parts: SignInParts): void {
  app.post('/account/sign-ins/end', (request, reply) =>
    accountForm(parts, request, reply, async ({ session }) => {
      const id = formOf(request).text('id');
      const ended = /^[0-9a-f-]{36}$/.test(id) && id !== session.id && (await parts.sessions.endOther(session, id));
      return saidAt(ended ? 'ended' : 'ended-before');
    }),
  );
  app.post('/account/sign-ins/end-others', (request, reply) =>
    accountForm(parts, request, reply, async ({ session }) => {
      await parts.sessions.endOthers(session);
      return saidAt('ended-others');
    }),
  );
  app.post('/account/sign-ins/end-all', (request, reply) =>
    accountForm(parts, request, reply, async ({ session }) => {
      await parts.sessions.endEverywhere(session, reply);
      return '/account/signed-out';
    }),
  );
  // Says only what the form before it did, and needs nobody to be signed in.
  app.get('/account/signed-out', { config: { policy: 'public' } }, (_request, reply) => parts.pages.send(reply, 200, signedOutPage));
}
