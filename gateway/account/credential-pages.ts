import { dayAndTime } from '../pages/dates.ts';
import { renderSVG } from 'uqr';
import { field, form, problemOf, problems, type Problem } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import { newPasswordFields } from '../sign-in/new-password.ts';
import { passkeyForm, passkeyScriptAddress } from '../sign-in/passkey-form.ts';
import type { FactorKind, FactorShown, ListedFactor } from './credential-link.ts';

const passwordField = (found: readonly Problem[], label = 'Your password'): Html =>
  field({ name: 'password', label, type: 'password', autocomplete: 'current-password', problem: problemOf(found, 'password') });

const back = html`<p><a href="/account#sign-in">Back to your account</a></p>`;

function page(title: string, found: readonly Problem[], content: Html): Page {
  return { title, hasProblems: found.length > 0, current: 'account', body: html`<div class="nhsuk-u-reading-width">${problems(found)}${content}${back}</div>` };
}

const adding: Readonly<Record<FactorKind, { readonly link: string; readonly title: string; readonly about: Html }>> = {
  passkey: {
    link: 'Add a passkey',
    title: 'Add a passkey',
    about: html`<p>A passkey is kept on your phone, computer or security key. You use it with your fingerprint, face or PIN. With one you need no password and no code.</p>`,
  },
  totp: {
    link: 'Add an authenticator app',
    title: 'Add an authenticator app',
    about: html`<p>An authenticator app on your phone shows a new code every 30 seconds. It also works without a mobile signal.</p>`,
  },
  text: {
    link: 'Add or change your mobile phone number',
    title: 'Mobile phone for security codes',
    about: html`<p>We send a code to this phone when you sign in, and when you need a new password.</p>`,
  },
};

/** The part of the account page about password and second factors. */
export function credentialList(email: string | null, factors: readonly ListedFactor[]): Html {
  const kinds = new Set(factors.map(({ kind }) => kind));
  // One app is enough; a phone can be changed, and of passkeys there may be several.
  const offered = (['passkey', 'totp', 'text'] as const).filter((kind) => kind !== 'totp' || !kinds.has('totp'));
  return html`${email === null ? null : html`<p>Your email address for signing in is <strong><bdi>${email}</bdi></strong>.</p>`}<p><a href="/account/password">Change my password</a></p>
<p>Beside your password, or instead of it, you use one of these:</p>
<ul class="cie-sign-ins" role="list">${factors.map((each) => html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong>${each.name}</strong></p>
<p>Added on ${dayAndTime(each.since)}.</p>
${factors.length === 1 ? null : html`<p><a href="/account/factors/remove?id=${each.id}">Remove<span class="nhsuk-u-visually-hidden"> ${each.name}</span></a></p>`}</li>`)}</ul>
<ul class="nhsuk-list">${offered.map((kind) => html`<li><a href="/account/factors/${kind}">${adding[kind].link}</a></li>`)}</ul>`;
}

export function changePasswordPage(found: readonly Problem[] = []): Page {
  return page('Change your password', found, html`<p>You stay signed in here and are signed out everywhere else.</p>
${form('/account/password', [passwordField(found, 'Your present password'), ...newPasswordFields(found)], 'Change my password')}`);
}

/** Asks for the password before anything is added: who finds a device signed in must not add a key of their own. */
export function beginFactorPage(kind: FactorKind, mobile = '', found: readonly Problem[] = []): Page {
  const { title, about } = adding[kind];
  return page(title, found, html`${about}
${form(`/account/factors/${kind}`, [
  kind === 'text' ? field({ name: 'mobile', label: 'Mobile phone number', hint: 'A UK number, like 07700 900123. We cannot send text messages to other countries: use an authenticator app or a passkey there.', type: 'tel', autocomplete: 'tel', width: 20, value: mobile, problem: problemOf(found, 'mobile') }) : null,
  passwordField(found),
], 'Continue')}`);
}

/** Four characters at a time, as people copy them. */
const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

const codeField = (label: string, found: readonly Problem[]): Html =>
  field({ name: 'code', label, hint: '6 numbers', inputmode: 'numeric', autocomplete: 'one-time-code', width: 10, problem: problemOf(found, 'code') });

export function confirmFactorPage(shown: FactorShown, found: readonly Problem[] = []): Page {
  const address = `/account/factors/${shown.kind}/confirm`;
  if (shown.kind === 'passkey') {
    const name = field({ name: 'name', label: 'What do you want to call it?', hint: 'For example: my phone', width: 20 });
    return { ...page('Make your passkey', found, html`<p>Your browser asks where to keep the passkey and checks that it is you.</p>
${passkeyForm('create', address, shown.options, 'Make a passkey', name)}`), script: passkeyScriptAddress };
  }
  if (shown.kind === 'text') {
    return page('Enter the code', found, html`<p>We sent a code to the phone whose number ends with ${shown.phoneEnd}. It can take a minute to arrive, and works for 10 minutes.</p>
${form(address, [codeField('Code from the text message', found)], 'Continue')}`);
  }
  const picture = `data:image/svg+xml;base64,${Buffer.from(renderSVG(shown.address, { border: 4, pixelSize: 4 })).toString('base64')}`;
  return page('Set up your authenticator app', found, html`<ol>
<li>Open your authenticator app and choose to add an account.</li>
<li>Point the camera at this picture.</li>
<li>Type the code that the app then shows.</li>
</ol>
<p><img src="${picture}" width="240" height="240" alt="QR code for your authenticator app"></p>
<p>If you cannot use the camera, type this key into the app: <strong data-secret dir="ltr">${inFours(shown.secret)}</strong></p>
${form(address, [codeField('Code from the app', found)], 'Continue')}`);
}

export function removeFactorPage({ id, name }: ListedFactor, found: readonly Problem[] = []): Page {
  return page(`Remove: ${name}`, found, html`<p>You can then no longer sign in with it.</p>
${form('/account/factors/remove', [passwordField(found)], 'Remove', { kept: { id }, kind: 'warning' })}`);
}

export const addingOverPage: Page = page('Start again', [], html`<p>This took longer than 10 minutes, or was wrong too often. Nothing has changed.</p>`);
