import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Viewer } from '@cie/kit/access-context.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { answerError } from './answer-error.ts';
import { answerNotFound } from './answer-not-found.ts';
import { declarePolicy, demandPolicies, type RoutePolicy } from './route-policy.ts';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

function newApp(viewer: Viewer | null = null): { app: FastifyInstance; policies: ReturnType<typeof demandPolicies> } {
  const app = Fastify();
  opened.push(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  const policies = demandPolicies(app);
  policies.readBy({ peek: async () => (viewer === null ? null : { id: 's', viewer, client: 'widget', expiresAt: new Date(), idleUntil: new Date() }) });
  return { app, policies };
}

const staff: Viewer = { ...testViewer, kind: 'professional', proofing: null, organisation: 'QRV', duties: ['support-desk'] };

describe('style.md rule 1: denied when nothing is declared', () => {
  it('does not start with a route that declares no policy, and names it', async () => {
    const { app } = newApp();
    app.get('/known', { config: { policy: 'public' } }, () => 'x');
    app.post('/forgotten', () => 'x');
    await expect(app.ready()).rejects.toMatchObject({ code: 'ROUTE_WITHOUT_POLICY', message: expect.stringContaining('POST /forgotten') as unknown });
  });

  it('takes a policy of a scope, and of a route before it', async () => {
    const { app, policies } = newApp();
    app.register(async (scope) => {
      declarePolicy(scope, 'feeds');
      scope.get('/a', () => 'x');
      scope.route({ method: ['PUT', 'PATCH'], url: '/b', config: { policy: 'sender' }, handler: () => 'x' });
    });
    await app.ready();
    expect(policies.routes.filter(({ method }) => method !== 'HEAD')).toEqual([
      { method: 'GET', url: '/a', policy: 'feeds' }, { method: 'PUT', url: '/b', policy: 'sender' }, { method: 'PATCH', url: '/b', policy: 'sender' },
    ]);
  });

  it.each<[policy: RoutePolicy, who: string, viewer: Viewer | null, status: number]>([
    ['public', 'anybody', null, 200],
    ['secret', 'anybody, and looks for itself', null, 200],
    ['signed-in', 'nobody signed out', null, 401],
    ['signed-in', 'a patient', testViewer, 200],
    ['patient', 'a patient', testViewer, 200],
    ['patient', 'nobody unproved', { ...testViewer, proofing: 'P5' }, 404],
    ['patient', 'no professional', staff, 404],
    ['professional', 'a professional', staff, 200],
    ['professional', 'no patient', testViewer, 404],
    ['support-desk', 'the desk', staff, 200],
    ['support-desk', 'no other professional', { ...staff, duties: [] }, 404],
    ['support-desk', 'nobody signed out', null, 401],
    ['feeds', 'the desk', staff, 200],
    ['feeds', 'no clinician of a trust', { ...staff, organisation: 'RYJ', duties: [] }, 404],
    ['feeds', 'nobody signed out', null, 401],
  ])('%s answers %s', async (policy, _who, viewer, status) => {
    const { app } = newApp(viewer);
    app.register(async (scope) => {
      scope.get('/page', { config: { policy } }, () => 'content');
    });
    const answer = await app.inject('/page');
    expect(answer.statusCode).toBe(status);
    expect(answer.body.includes('content')).toBe(status === 200);
  });

  it('leads who reads pages to the sign-in and back', async () => {
    const { app } = newApp();
    app.get('/account', { config: { policy: 'signed-in' } }, () => 'x');
    app.post('/account/language', { config: { policy: 'signed-in' } }, () => 'x');
    const headers = { accept: 'text/html' };
    expect((await app.inject({ url: '/account?done=password', headers })).headers.location).toBe('/sign-in?return=%2Faccount%3Fdone%3Dpassword');
    expect((await app.inject({ method: 'POST', url: '/account/language', headers })).headers.location).toBe('/sign-in');
  });

  it('admits nobody before it knows who is signed in', async () => {
    const app = Fastify();
    opened.push(app);
    app.setErrorHandler(answerError);
    demandPolicies(app);
    app.get('/account', { config: { policy: 'signed-in' } }, () => 'x');
    expect((await app.inject('/account')).statusCode).toBe(401);
  });
});
