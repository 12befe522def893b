import { field, form, problemOf, problems, type Problem } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import { destinationQuery, type Destination } from './destination.ts';
import { passkeyForm, passkeyScriptAddress } from './passkey-form.ts';
import type { SecondFactorChoice } from './password-link.ts';

export const passwordAddress = (destination: Destination): string => `/sign-in/password?${destinationQuery(destination)}`;
export const secondFactorAddress = (destination: Destination): string => `/sign-in/second-factor?${destinationQuery(destination)}`;
const passkeyAddress = (destination: Destination): string => `/sign-in/passkey?${destinationQuery(destination)}`;

/** E-mail address and password, for accounts made by invitation. */
export function passwordPage(destination: Destination, email = '', found: readonly Problem[] = []): Page {
  return {
    title: 'Sign in with your email address',
    hasProblems: found.length > 0,
    body: html`<div class="nhsuk-u-reading-width">${problems(found)}
<p>Use this if you were invited by a hospital or a GP practice and chose a password.</p>
${form(passwordAddress(destination), [
  field({ name: 'email', label: 'Email address', type: 'email', inputmode: 'email', autocomplete: 'username', value: email, problem: problemOf(found, 'email') }),
  field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', problem: problemOf(found, 'password') }),
], 'Continue')}
<p><a href="${passkeyAddress(destination)}">Sign in with a passkey instead</a></p>
<p><a href="/reset">I have forgotten my password</a></p>
<p><a href="/sign-in?${destinationQuery(destination)}">Other ways to sign in</a></p></div>`,
  };
}

/** One text for every reason (abuse case 38). */
export const notRight: Problem = ['email', 'The email address or the password is not right'];

/** Said whether or not there is an account with the address that was typed. */
export function tooManyPage(retryAfter: number, what: 'sign-in' | 'code' | 'text' | 'confirmation' | 'reset' | 'answer'): Page {
  const minutes = Math.max(1, Math.ceil(retryAfter / 60));
  const wait = minutes > 90 ? 'tomorrow' : `in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const advice: Readonly<Record<typeof what, Html>> = {
    'sign-in': html`<p>Somebody, perhaps you, has tried to sign in with this email address or from this network many times. To keep accounts safe we wait before the next try.</p>
<p>Nothing is wrong with your account. You can try again ${wait}. A browser that you have used before for this account, and a <a href="/sign-in/passkey">passkey</a>, may work at once.</p>
<p>If you have forgotten your password, you can <a href="/reset">choose a new one</a> now.</p>`,
    code: html`<p>Too many codes were sent or typed for this account. You can try again ${wait}.</p>
<p>A browser that you have used before for this account, and a <a href="/sign-in/passkey">passkey</a>, may work at once.</p>
<p>If you did not ask for these codes, somebody may know your password. <a href="/reset">Choose a new one</a> now.</p>`,
    text: html`<p>Too many text messages were asked for. You can ask for another one ${wait}. You are still signed in, and nothing has changed.</p>`,
    confirmation: html`<p>Your password was typed many times. You can try again ${wait}. You are still signed in, and nothing has changed.</p>`,
    reset: html`<p>Too many links were asked for. You can ask for another one ${wait}. Use the newest link that you have received.</p>`,
    answer: html`<p>The security question was answered wrongly too often. You can try again ${wait}.</p>
<p>If you cannot remember the answer, ask the <a href="/contact">support desk</a>.</p>`,
  };
  return { title: 'Wait before you try again', body: advice[what] };
}

/** The system is busy or a part of it does not answer. */
export function busyPage(address: string): Page {
  return {
    title: 'Try again in a minute',
    body: html`<p>We could not check this right now, perhaps because many people are signing in. Nothing is wrong with your account.</p>
<div><a class="nhsuk-button" href="${address}">Try again</a></div>`,
  };
}

export function signInOverPage(destination: Destination): Page {
  return {
    title: 'Start the sign-in again',
    body: html`<p>This sign-in took longer than 10 minutes, was already used, or a code was wrong too often. Nothing is wrong with your account.</p>
<div><a class="nhsuk-button" href="${passwordAddress(destination)}">Sign in</a></div>`,
  };
}

function textCode(destination: Destination, { phoneEnd, isCodeSent }: SecondFactorChoice, found: readonly Problem[]): Html | null {
  if (phoneEnd === null) return null;
  const ask = form(`/sign-in/second-factor/code?${destinationQuery(destination)}`, [], isCodeSent ? 'Send another code' : 'Send me a text message', { kind: 'secondary' });
  if (!isCodeSent) return html`<h2 class="nhsuk-heading-m">Text message</h2><p>We send a code to the mobile phone whose number ends with ${phoneEnd}.</p>${ask}`;
  return html`<h2 class="nhsuk-heading-m">Text message</h2>
<p>We sent a code to the mobile phone whose number ends with ${phoneEnd}. It can take a minute to arrive, and works for 10 minutes.</p>
${form(secondFactorAddress(destination), [codeField('text', 'Code from the text message', found)], 'Continue', { kept: { kind: 'text' } })}
${ask}`;
}

function codeField(kind: 'text' | 'totp', label: string, found: readonly Problem[]): Html {
  return field({ name: `${kind}-code`, label, hint: '6 numbers', inputmode: 'numeric', autocomplete: 'one-time-code', width: 10, problem: problemOf(found, `${kind}-code`) });
}

/** The second factor: whichever of them the person has. */
export function secondFactorPage(destination: Destination, choice: SecondFactorChoice, found: readonly Problem[] = []): Page {
  const { hasApp, passkeyOptions } = choice;
  return {
    title: 'Check that it is you',
    hasProblems: found.length > 0,
    ...(passkeyOptions === null ? {} : { script: passkeyScriptAddress }),
    body: html`<div class="nhsuk-u-reading-width">${problems(found)}
${passkeyOptions === null ? null : html`<h2 class="nhsuk-heading-m">Passkey</h2>${passkeyForm('get', secondFactorAddress(destination), passkeyOptions, 'Use my passkey')}`}
${hasApp ? html`<h2 class="nhsuk-heading-m">Authenticator app</h2>
${form(secondFactorAddress(destination), [codeField('totp', 'Code from your authenticator app', found)], 'Continue with the app', { kept: { kind: 'totp' } })}` : null}
${textCode(destination, choice, found)}
<p>If none of this works for you, ask the <a href="/contact">support desk</a>.</p></div>`,
  };
}

/** A passkey alone: the browser shows which it has for the exchange. */
export function passkeyPage(destination: Destination, options: string): Page {
  return {
    title: 'Sign in with a passkey',
    script: passkeyScriptAddress,
    body: html`<p>A passkey is kept on your phone, computer or security key. You use it with your fingerprint, face or PIN instead of a password and a code.</p>
${passkeyForm('get', passkeyAddress(destination), options, 'Use my passkey')}
<p><a href="${passwordAddress(destination)}">Sign in with your email address and password instead</a></p>`,
  };
}

export function passkeyRefusedPage(destination: Destination): Page {
  return {
    title: 'We could not sign you in with this passkey',
    body: html`<p>It may have been removed from your account, or the page was open for longer than 10 minutes.</p>
<div><a class="nhsuk-button" href="${passkeyAddress(destination)}">Try again</a></div>
<p><a href="${passwordAddress(destination)}">Sign in with your email address and password instead</a></p>`,
  };
}
