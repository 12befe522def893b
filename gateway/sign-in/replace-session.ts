import type { FastifyRequest } from 'fastify';
import { form } from '../pages/controls.ts';
import { html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import type { Destination } from './destination.ts';
import type { SignInParts } from './parts.ts';
import type { PendingSignIn } from './pending.store.ts';
import type { Person } from './session.store.ts';

/** Whether a sign-in that nobody asked for here would take the place of another account's session. */
export async function replacesAnother(parts: SignInParts, request: FastifyRequest, { accountId }: Person, destination: Destination): Promise<boolean> {
  if (destination.kind !== 'page' || destination.isHandedOver !== true) return false;
  const session = await parts.sessions.peek(request);
  return session !== null && session.viewer.accountId !== accountId;
}

/** Asks which of two accounts to go on with: who goes on unawares reads, and writes, in somebody else's account. */
export function replacePage({ id, person, destination }: PendingSignIn): Page {
  return {
    title: 'You are signed in with another account',
    body: html`<p>The NHS App, or a link that you followed, wants to sign you in here as ${person.name === '' ? 'somebody else' : html`<strong>${person.name}</strong>`}. You are signed in with another account in this browser.</p>
<p>If that is not you, or you do not know why you see this page, stay signed in as you are.</p>
<div><a class="nhsuk-button" href="${destination.kind === 'page' ? destination.path : '/'}">Stay signed in as I am</a></div>
${form('/sign-in/replace', [], 'Sign out and use the account from the NHS App', { kept: { 'sign-in': id }, kind: 'secondary' })}`,
  };
}
