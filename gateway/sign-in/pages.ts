import type { ProviderName } from './attempt.store.ts';
import { destinationQuery, type Destination } from './destination.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import type { TrustWayIn } from './parts.ts';

/** Address that begins a sign-in with a provider and remembers where it is to end. */
function startAddress(provider: ProviderName, destination: Destination): string {
  return `/sign-in/${provider}?${destinationQuery(destination)}`;
}

function button(address: string, label: string, isSecondary = false): Html {
  return html`<div><a class="nhsuk-button${isSecondary ? ' nhsuk-button--secondary' : ''}" href="${address}">${label}</a></div>`;
}

/** The choice between the ways in. The NHS login button stands first (NHS login's rules for partners). */
export function choicePage(destination: Destination, trusts: readonly TrustWayIn[]): Page {
  return {
    title: 'Sign in',
    body: html`<p>See your results, letters and appointments from hospitals in north-west London.</p>
${button(startAddress('nhs-login', destination), 'Continue to NHS login')}
<p>Use this for your own record, or for a record that somebody has shared with you. If you have no NHS login you can create one on the next page.</p>
${button(`/sign-in/password?${destinationQuery(destination)}`, 'I have an account made by invitation', true)}
<p>Use this if a hospital or a GP practice invited you and you chose a password.</p>
<p>No account yet? <a href="/register">See how to register</a>, or <a href="/request-access">ask for access</a> if you cannot use NHS login and have no invitation.</p>
<h2 class="nhsuk-heading-m">For health and care staff</h2>
${button(startAddress('professional', destination), 'I am a health or care professional', true)}
<p>Use your NHS smartcard or another sign-in of NHS Care Identity. Everything you open is recorded, and the patient can see it.</p>
${trustList(trusts, destination)}`,
  };
}

function trustList(trusts: readonly TrustWayIn[], destination: Destination): Html | null {
  if (trusts.length === 0) return null;
  return html`<p>If your trust has its own sign-in, you can use that:</p>
<ul class="nhsuk-list">${trusts.map(({ provider, name }) => html`<li><a href="${startAddress(provider, destination)}">${name}</a></li>`)}</ul>`;
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
export type Failure =
  | 'consent-refused' | 'begin-again' | 'took-too-long' | 'too-young' | 'no-practice' | 'practice-elsewhere' | 'directory-down' | 'app-asks' | 'too-many' | 'no-role' | 'access-ended' | 'assurance-low' | 'provider-down' | 'not-signed-in' | 'bad-address';

interface FailureText {
  readonly status: number;
  readonly title: string;
  readonly advice: Html;
  /** What helps, where signing in again as the same person would only lead back here. */
  readonly instead?: { readonly address: string; readonly label: string };
}

const registering = html`<p>If you are not registered with a practice in England, you can <a href="https://www.nhs.uk/nhs-services/gps/how-to-register-with-a-gp-surgery/">find out how to register with a GP practice</a>. If you cannot, ask for another way to see your record, or ask the <a href="/contact">support desk</a>.</p>`;

const otherWay = { address: '/request-access', label: 'Ask for another way to see your record' } as const;

const failures: Readonly<Record<Failure, FailureText>> = {
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
  'took-too-long': {
    status: 400,
    title: 'Sign in again to go on',
    advice: html`<p>You took longer than 30 minutes, have finished already, or went on in another browser. Nothing is lost: you go on where you stopped.</p>`,
  },
  'too-young': {
    status: 403,
    title: 'You need to be 13 or over',
    advice: html`<p>You cannot use the exchange on your own before you are 13.</p>
<p>A parent or guardian can ask to see your record for you. They sign in with an NHS login of their own, choose “Act for somebody else”, and show the support desk that they are your parent or guardian.</p>
<p>If they have no NHS login, they can ask the <a href="/contact">support desk</a>. If you are 13 or over, ask your GP practice to check the date of birth that it holds for you.</p>`,
    instead: { address: '/sign-in?return=/act-for', label: 'I am a parent or guardian: act for a child' },
  },
  'no-practice': {
    status: 403,
    title: 'You need a GP practice in England',
    advice: html`<p>You can only use NHS login here if you are registered with a GP practice in England. NHS login told us of none.</p>
<p>If you are registered with one, ask it to check your registration, then sign in again. If you have just registered, it can take a few days.</p>
${registering}`,
    instead: otherWay,
  },
  'practice-elsewhere': {
    status: 403,
    title: 'You need a GP practice in England',
    advice: html`<p>You can only use NHS login here if you are registered with a GP practice in England. The practice that NHS login named for you is not one in England that is open: it may be in another country of the United Kingdom, or it may have closed.</p>
<p>If you have moved to another practice since, ask that practice to check your registration, then sign in again. If you have just registered, it can take a few days.</p>
${registering}`,
    instead: otherWay,
  },
  'directory-down': {
    status: 503,
    title: 'Sign-in is not available at the moment',
    advice: html`<p>We could not check your GP practice, because the list of practices does not answer. Nothing is wrong with your account. Try again in a few minutes.</p>`,
  },
  'app-asks': {
    status: 403,
    title: 'Sign in to go on',
    advice: html`<p>The NHS App could not sign you in by itself. This happens when NHS login has to ask you something, for example whether you agree to share your details.</p>`,
  },
  'too-many': {
    status: 429,
    title: 'Try again in a minute',
    advice: html`<p>A great many people are signing in from where you are. Nothing is wrong with your account.</p>`,
  },
  'no-role': {
    status: 403,
    title: 'You are not signed in',
    advice: html`<p>Your sign-in works, but it carries no role at an organisation, so we cannot tell which team you belong to.</p>
<p>Ask the registration authority of your organisation to add your role, then sign in again.</p>`,
  },
  'access-ended': {
    status: 403,
    title: 'Your access has ended',
    advice: html`<p>The support desk closed this access, as it does when somebody leaves an organisation. You are not signed in.</p>
<p>If you work somewhere else now, or this is a mistake, sign in again to ask for access.</p>`,
  },
  'assurance-low': {
    status: 403,
    title: 'Use your smartcard or another strong sign-in',
    advice: html`<p>You signed in with a password alone. Health records open only to a smartcard, a security key or another sign-in of NHS Care Identity that checks two things.</p>
<p>Sign in again and choose one of these. If you have none, ask the registration authority of your organisation.</p>`,
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
  const { status, title, advice, instead } = failures[failure];
  const signIn = `/sign-in?${destinationQuery(destination)}`;
  const ways = instead !== undefined ? html`${button(instead.address, instead.label)}\n${button(signIn, 'Sign in as somebody else', true)}`
    : failure === 'app-asks' ? button(startAddress('nhs-login', destination), 'Continue to NHS login')
      : button(signIn, 'Sign in');
  return { status, page: { title, body: html`${advice}\n${ways}` } };
}
