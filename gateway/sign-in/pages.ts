import type { ProviderName } from './attempt.store.ts';
import { destinationQuery, type Destination } from './destination.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';

/** Address that begins a sign-in with a provider and remembers where it is to end. */
function startAddress(provider: ProviderName, destination: Destination): string {
  return `/sign-in/${provider}?${destinationQuery(destination)}`;
}

function button(address: string, label: string, isSecondary = false): Html {
  return html`<div><a class="nhsuk-button${isSecondary ? ' nhsuk-button--secondary' : ''}" href="${address}">${label}</a></div>`;
}

/** The choice between the two ways in. The NHS login button stands first (NHS login's rules for partners). */
export function choicePage(destination: Destination): Page {
  return {
    title: 'Sign in',
    body: html`<p>See your results, letters and appointments from hospitals in north-west London.</p>
${button(startAddress('nhs-login', destination), 'Continue to NHS login')}
<p>Use this for your own record, or for a record that somebody has shared with you. If you have no NHS login you can create one on the next page.</p>
<h2 class="nhsuk-heading-m">For health and care staff</h2>
${button(startAddress('professional', destination), 'I am a health or care professional', true)}
<p>Use your NHS smartcard or your trust’s sign-in. Everything you open is recorded, and the patient can see it.</p>`,
  };
}

/** Ends a sign-in that a frame began: the script hands the code to the frame; without it the page says what to do. */
export function handOverPage(code: string, ownOrigin: string): Page {
  return {
    title: 'Your sign-in worked',
    script: '/sign-in/finish.js',
    body: html`<div id="hand-over" data-code="${code}" data-origin="${ownOrigin}">
<template><p>You can close this window and go on where you came from.</p></template>
<p>But this window could not tell the page that opened it. Your browser, or that page, keeps the two apart.</p>
<p>Close this window to go back to the page you came from. If it still asks you to sign in, open your record here instead.</p>
${button('/sign-in?return=/record', 'Open my record here')}
</div>`,
  };
}

/**
 * Said to a person whose NHS login is not proven (P5). On a page of ours they are signed in, without a record, and may
 * go on; a frame shows nothing but a record, so that its window keeps waiting for the proof or is closed.
 */
export function unprovenPage(destination: Destination): Page {
  return {
    title: 'Prove who you are to see your record',
    body: html`<p>We cannot show you a health record yet, because NHS login has not checked who you are with a photo.</p>
<p>To see a record, prove who you are with NHS login. You need a passport, driving licence or other photo identity. It takes a few minutes, and you only do it once.</p>
${button(`${startAddress('nhs-login', destination)}&prove=1`, 'Prove who I am')}
${destination.kind === 'page' ? html`<p><a href="${destination.path}">Continue without a record</a></p>` : html`<p>If you do not want to do this now, close this window.</p>`}`,
  };
}

/** Ways in which a sign-in can fail, as far as the person is told: why in detail is in our log, by code only. */
export type Failure = 'consent-refused' | 'begin-again' | 'no-role' | 'provider-down' | 'not-signed-in' | 'bad-address';

const failures: Readonly<Record<Failure, { status: number; title: string; advice: Html }>> = {
  'consent-refused': {
    status: 403,
    title: 'You are not signed in',
    advice: html`<p>You chose not to share your details from NHS login. We need them to find the record that is yours, and cannot sign you in without them.</p>
<p>If you change your mind, sign in again and agree to share your details.</p>`,
  },
  'begin-again': {
    status: 400,
    title: 'Start the sign-in again',
    advice: html`<p>This sign-in took longer than 10 minutes, was already used, or was begun in another browser. Nothing is wrong with your account.</p>`,
  },
  'no-role': {
    status: 403,
    title: 'You are not signed in',
    advice: html`<p>Your sign-in works, but it carries no role at an organisation, so we cannot tell which team you belong to.</p>
<p>Ask the registration authority of your organisation to add your role, then sign in again.</p>`,
  },
  'provider-down': {
    status: 503,
    title: 'Sign-in is not available at the moment',
    advice: html`<p>The service that checks who you are does not answer. Try again in a few minutes.</p>`,
  },
  'not-signed-in': {
    status: 403,
    title: 'We could not sign you in',
    advice: html`<p>Try again. If it happens again, ask the support desk of your hospital, and tell them the time at which you tried.</p>`,
  },
  'bad-address': {
    status: 400,
    title: 'This link does not work',
    advice: html`<p>The address of this page is not complete. Go back to the page you came from and sign in from there, or sign in here.</p>`,
  },
};

/** The page for a failed sign-in, with the HTTP status to send it under. */
export function failurePage(failure: Failure, destination: Destination): { status: number; page: Page } {
  const { status, title, advice } = failures[failure];
  return { status, page: { title, body: html`${advice}\n${button(`/sign-in?${destinationQuery(destination)}`, 'Sign in')}` } };
}
