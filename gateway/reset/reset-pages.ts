import { answerHint } from '../pages/answer-hint.ts';
import { field, form, problemOf, problems, type Problem } from '../pages/controls.ts';
import { html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import { newPasswordFields } from '../sign-in/new-password.ts';
import type { ResetShown } from './reset-link.ts';

export function resetPage(email = '', found: readonly Problem[] = []): Page {
  return {
    title: 'Choose a new password',
    hasProblems: found.length > 0,
    body: html`<div class="nhsuk-u-reading-width">${problems(found)}
<p>This is for accounts made by invitation. If you sign in with NHS login, <a href="https://help.login.nhs.uk/">NHS login helps you</a> with your password.</p>
<p>We send you a link by email, then a code by text message, and ask your security question.</p>
${form('/reset', [
  field({ name: 'email', label: 'Email address of your account', type: 'email', inputmode: 'email', autocomplete: 'email', value: email, problem: problemOf(found, 'email') }),
], 'Send me a link')}</div>`,
  };
}

/** The same for every address (abuse case 38). */
export const sentPage: Page = {
  title: 'Check your email',
  body: html`<p>If there is an account with the email address that you gave us, we have sent it a link. It works for 30 minutes.</p>
<p>If no email arrives within a few minutes, look into your junk mail and check that you gave us the right address. You can <a href="/reset">try again</a>, or ask the <a href="/contact">support desk</a>.</p>`,
};

export const resetOverPage: Page = {
  title: 'This link does not work any more',
  body: html`<p>A link works once, for 30 minutes, until you ask for a newer one. It also ends when a code or an answer was wrong too often. Your password has not changed.</p>
<div><a class="nhsuk-button" href="/reset">Ask for a new link</a></div>
<p>If you need help, ask the <a href="/contact">support desk</a>.</p>`,
};

const step = (title: string, found: readonly Problem[], body: Page['body']): Page => ({ title, hasProblems: found.length > 0, body: html`<div class="nhsuk-u-reading-width">${problems(found)}${body}</div>` });

/** The page for what is asked for next. */
export function resetStepPage(shown: ResetShown, found: readonly Problem[] = []): Page {
  if (shown.next === 'no-phone') {
    return {
      title: 'Ask the support desk for help',
      body: html`<p>To choose a new password we send a code to your mobile phone. Your account has no mobile phone number, so we cannot do that here.</p>
<p>Ask the <a href="/contact">support desk</a>. They check who you are and help you to get in again. Your password has not changed.</p>`,
    };
  }
  if (shown.next === 'send-code') {
    return step('Get a code by text message', found, html`<p>We send a code to the mobile phone whose number ends with ${shown.phoneEnd}.</p>
${form('/reset/send-code', [], 'Send me a text message')}
<p>If you no longer have this phone, ask the <a href="/contact">support desk</a>.</p>`);
  }
  if (shown.next === 'code') {
    return step('Enter the code', found, html`<p>We sent a code to the mobile phone whose number ends with ${shown.phoneEnd}. It can take a minute to arrive, and works for 10 minutes.</p>
${form('/reset/code', [
  field({ name: 'code', label: 'Code from the text message', hint: '6 numbers', inputmode: 'numeric', autocomplete: 'one-time-code', width: 10, problem: problemOf(found, 'code') }),
], 'Continue')}
${form('/reset/send-code', [], 'Send another code', { kind: 'secondary' })}`);
  }
  if (shown.next === 'answer') {
    return step('Answer your security question', found, form('/reset/answer', [
      field({ name: 'answer', label: shown.question, hint: answerHint, problem: problemOf(found, 'answer') }),
    ], 'Continue'));
  }
  return step('Choose your new password', found, form('/reset/password', newPasswordFields(found), 'Change my password'));
}

export const resetDonePage: Page = {
  title: 'Your password has changed',
  body: html`<p>You are signed out on all devices. Sign in with your new password.</p>
<div><a class="nhsuk-button" href="/sign-in/password">Sign in</a></div>`,
};
