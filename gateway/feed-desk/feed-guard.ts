import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { accessOf } from '../desk/desk-link.ts';
import type { HeldActor, HeldScope } from '../feeds/held-change.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { forbidStoring } from '../pages/page.ts';
import { allowedReturn } from '../sign-in/destination.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { feedRightsOf, type FeedRights } from './feed-rights.ts';

export interface FeedGuard {
  readonly sessions: Sessions;
  readonly ownOrigin: string;
  readonly clock: () => Date;
}

/** Who works on feeds, when, and on whose. */
export interface FeedReader {
  readonly access: AccessContext;
  readonly viewer: Viewer;
  readonly rights: FeedRights;
  readonly actor: HeldActor;
  /** Whose held messages this reader sees. */
  readonly scope: HeldScope;
}

const readers = new WeakMap<FastifyRequest, FeedReader>();

/**
 * Closes every route of the scope to all but those who look after feeds, before anything of the request is read. Who is signed out may
 * sign in first; to everybody else there is nothing here. A form must come from a page of ours.
 */
export function guardFeeds(scope: FastifyInstance, { sessions, ownOrigin, clock }: FeedGuard): void {
  scope.addHook('onRequest', async (request, reply) => {
    const viewer = (await sessions.read(request))?.viewer ?? null;
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (viewer === null && isReading) return reply.redirect(`/sign-in?return=${encodeURIComponent(allowedReturn(request.url) ?? '/feeds/held')}`, 303);
    const rights = feedRightsOf(viewer);
    if (viewer === null || rights === null) return reply.callNotFound();
    readers.set(request, {
      access: accessOf(viewer, clock()), viewer, rights, scope: rights.held === 'every' ? null : rights.held.organisation,
      actor: { accountId: viewer.accountId, name: viewer.name, organisation: viewer.organisation },
    });
    forbidStoring(reply);
    if (!isReading) requireOwnForm(request, ownOrigin);
    return undefined;
  });
}

/** Who asks. Only for routes behind `guardFeeds`. */
export function feedReader(request: FastifyRequest): FeedReader {
  const known = readers.get(request);
  if (known === undefined) throw new Error('This route is not behind the guard of the feeds.');
  return known;
}
