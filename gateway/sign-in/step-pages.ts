import { form, options, problems } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import type { PendingSignIn } from './pending.store.ts';

const kept = ({ id }: PendingSignIn): Record<string, string> => ({ 'sign-in': id });

/** A page to read on the side, without losing the sign-in. */
const aside = (href: string, text: string): Html => html`<a href="${href}" target="_blank" rel="noopener">${text} (opens in a new tab)</a>`;

/** Where somebody goes who does not want to go on: nothing is to be done for it. */
const wayOut = ({ destination }: PendingSignIn, what: string): Html =>
  destination.kind === 'frame' ? html`<p>${what}, close this window.</p>` : html`<p>${what}, <a href="/">leave this page</a>.</p>`;

/** Asks for agreement to the current version; nothing of a record is looked for before. */
export function agreePage(pending: PendingSignIn, version: string, ticked: readonly string[] = [], problem?: string): Page {
  return {
    title: 'Before you start',
    hasProblems: problem !== undefined,
    body: html`${problem === undefined ? null : problems([['agreed-0', problem]])}
<p>The Care Information Exchange holds health information. Before we look for your record, read what we ask of you, and what we do with what we know.</p>
<ul class="nhsuk-list">
<li>${aside('/agreement', 'User agreement')}</li>
<li>${aside('/privacy', 'Privacy policy')}</li>
</ul>
${form(
  '/sign-in/agree',
  [
    options('checkbox', 'agreed', 'Do you agree?', [
      { value: 'agreement', label: 'I agree to the user agreement', checked: ticked.includes('agreement') },
      { value: 'privacy', label: 'I have read the privacy policy', checked: ticked.includes('privacy') },
    ], undefined, problem),
  ],
  'Agree and continue',
  { kept: { ...kept(pending), version } },
)}
${wayOut(pending, 'If you do not agree')}`,
  };
}

/** REG-10: shown once, before a record opens for the first time. */
export function explainPage(pending: PendingSignIn): Page {
  const later = pending.destination.kind === 'page'
    ? form('/sign-in/explained', [], 'Choose who can see it first', { kept: { ...kept(pending), to: 'sharing' }, kind: 'secondary' })
    : html`<p>You find all of this on our own site, under ${aside('/sharing', 'Sharing')}.</p>`;
  return {
    title: 'How sharing works',
    body: html`<p>This is your record. Before you open it for the first time, see who else can.</p>
<h2 class="nhsuk-heading-m">You decide who you share with</h2>
<p>Nobody sees your whole record unless you invite them, except in an emergency, and you are told then. You can invite a relative, a carer, a nurse, another hospital. You choose which parts they see and until when. You can stop at any time, and it works at once.</p>
<h2 class="nhsuk-heading-m">Some parts are more private</h2>
<p>Sexual health, mental health and social care are kept apart. Somebody you invite sees them only if you say so.</p>
<h2 class="nhsuk-heading-m">Staff who look after you</h2>
<p>Staff of a hospital see what hospitals of their own group supplied. In an emergency they can see more for 30 minutes, and have to say why.</p>
<h2 class="nhsuk-heading-m">You see who has looked</h2>
<p>Each time somebody opens your record it is written down, and you can read who it was.</p>
${form('/sign-in/explained', [], 'Continue to my record', { kept: kept(pending) })}
${later}`,
  };
}

/**
 * Said to everybody whose account could not be linked, whatever the reason: a wrong number, a wrong date of birth, no record, no
 * treatment that counts, a doubt that the desk has to settle. The page must not tell one from the other (REG-3).
 */
export function notLinkedPage(pending: PendingSignIn): Page {
  return {
    title: 'We cannot show you a record',
    body: html`<p>You have signed in, but we found no record to open for you. We do not say why, so that nobody can learn anything about somebody else here.</p>
<h2 class="nhsuk-heading-m">What may be the reason</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>You have had no treatment since 1 January 2018 at Imperial College Healthcare, Chelsea and Westminster Hospital, or The Hillingdon Hospitals.</li>
<li>Your hospital has sent us nothing about you yet.</li>
<li>Your hospital and NHS login do not hold the same NHS number or date of birth for you.</li>
</ul>
<h2 class="nhsuk-heading-m">What you can do</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>Ask your GP practice or your hospital to check the date of birth and NHS number that they hold for you.</li>
<li>Ask the <a href="/contact">support desk</a> for help. Say that you signed in with NHS login and found no record.</li>
<li>Sign in again later. We look for your record each time.</li>
</ul>
<h2 class="nhsuk-heading-m">If somebody shares a record with you</h2>
<p>The button signs you in without a record of your own. You can then open what others share with you, accept an invitation, or ask to act for somebody you look after.</p>
${form('/sign-in/without-record', [], 'Continue without a record of my own', { kept: kept(pending), kind: 'secondary' })}
${wayOut(pending, 'If you do not want to go on')}`,
  };
}

/** Said when a part of the exchange does not answer: the person keeps their place. */
export function tryAgainPage(address: string): Page {
  return {
    title: 'We could not finish signing you in',
    body: html`<p>A part of the exchange does not answer at the moment. Nothing is lost. Try again in a few minutes.</p>
<div><a class="nhsuk-button" href="${address}">Try again</a></div>`,
  };
}
