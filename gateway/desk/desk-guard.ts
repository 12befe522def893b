import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hasDuty, type AccessContext, type Duty, type Viewer } from '@cie/kit/access-context.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { forbidStoring } from '../pages/page.ts';
import { allowedReturn } from '../sign-in/destination.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { accessOf } from './desk-link.ts';

export interface DeskGuard {
  readonly sessions: Sessions;
  readonly ownOrigin: string;
  readonly clock: () => Date;
}

const accessOfRequest = new WeakMap<FastifyRequest, { readonly access: AccessContext; readonly viewer: Viewer }>();

/** Closes every route of the scope to all but the support desk. */
export function guardDesk(scope: FastifyInstance, guard: DeskGuard): void {
  guardStaff(scope, guard, 'support-desk', '/desk');
}

/**
 * Closes every route of the scope to all but staff with this duty, before anything of the request is read. Who is signed out may sign
 * in first; to everybody else there is nothing here: the answer is that of an address that does not exist. A form must come from a page of ours.
 */
export function guardStaff(scope: FastifyInstance, { sessions, ownOrigin, clock }: DeskGuard, duty: Duty, home: string): void {
  scope.addHook('onRequest', async (request, reply) => {
    const viewer = (await sessions.read(request))?.viewer ?? null;
    // Who is signed out may be one of them; that there are such pages is no secret.
    if (viewer === null && (request.method === 'GET' || request.method === 'HEAD')) {
      return reply.redirect(`/sign-in?return=${encodeURIComponent(allowedReturn(request.url) ?? home)}`, 303);
    }
    if (!hasDuty(viewer, duty)) return reply.callNotFound();
    accessOfRequest.set(request, { access: accessOf(viewer, clock()), viewer });
    forbidStoring(reply);
    if (request.method !== 'GET' && request.method !== 'HEAD') requireOwnForm(request, ownOrigin);
    return undefined;
  });
}

/** Who of the staff asks, and when. Only for routes behind `guardStaff`. */
export function deskReader(request: FastifyRequest): { readonly access: AccessContext; readonly viewer: Viewer } {
  const known = accessOfRequest.get(request);
  if (known === undefined) throw new Error('This route is not behind the guard of its staff.');
  return known;
}
