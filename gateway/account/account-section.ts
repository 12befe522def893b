import { randomUUID } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import type { Session } from '../sign-in/sessions.ts';

/** A signed-in person at their account page. */
export interface AccountVisit {
  readonly session: Session;
  readonly access: AccessContext;
}

/** One part of the account page. Its forms post to addresses under /account, which the part registers itself. */
export interface AccountSection {
  /** Also the anchor that links lead back to. */
  readonly id: string;
  readonly title: string;
  /** What its forms may have said in it. */
  readonly said?: Said;
  /** Null for people whom it does not concern. */
  content(visit: AccountVisit): Promise<Html | null>;
}

/** What is said in a section after a form of it was carried out, by the word that the address carries: `/account?done=…`. */
export type Said = Readonly<Record<string, string>>;

/** Where a form that was carried out leads: to the message, which takes the focus and so is seen and read out, wherever on the page it is. */
export const saidAt = (done: string): string => `/account?done=${done}#done`;

/** Who is signed in, or null; counts as use of the session. */
export async function accountVisit(parts: SignInParts, request: FastifyRequest): Promise<AccountVisit | null> {
  const session = await parts.sessions.read(request);
  return session === null ? null : { session, access: { requestId: randomUUID(), viewer: session.viewer, now: parts.clock(), from: { place: 'page' } } };
}

/** Sends who is not signed in to sign in, and back to the account. */
export const signInFirst = (reply: FastifyReply): FastifyReply => reply.redirect('/sign-in?return=%2Faccount', 303);

/** Carries out a form of the account page: a form of ours, of a signed-in person; then leads back with what is to be said. */
export async function accountForm(
  parts: SignInParts, request: FastifyRequest, reply: FastifyReply, act: (visit: AccountVisit) => Promise<string>,
): Promise<FastifyReply> {
  requireOwnForm(request, parts.ownOrigin);
  const visit = await accountVisit(parts, request);
  if (visit === null) return signInFirst(reply);
  return reply.redirect(await act(visit), 303);
}
