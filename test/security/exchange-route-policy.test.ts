import { randomUUID } from 'node:crypto';
import { startGateway } from '@cie/gateway/server/start-gateway.ts';
import type { DeclaredRoute, RoutePolicy } from '@cie/gateway/server/route-policy.ts';
import { roomNames, type RoomName } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { sandboxPeople } from '@cie/local/simulators/sandbox-people.ts';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webDir } from '../setup/build.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

/** Requests go to the exchange that runs; a gateway beside it, with rooms that hold nothing, says which routes there are. */
let portal: string;
let own: Inside;
let routes: readonly DeclaredRoute[];
let close: () => Promise<void>;

const emptyRoom = (name: RoomName): Room => ({
  name, schema: buildSchema('type Query { nothing: Int }'), typeDefs: 'type Query { nothing: Int }', createContext: () => ({}), commands: {},
  ready: () => Promise.resolve(), close: () => Promise.resolve(),
});

beforeAll(async () => {
  const exchange = sharedExchange();
  portal = exchange.addresses['portal'] ?? '';
  own = inside(exchange);
  const port = exchange.port + 90;
  const { CIE_MAIL_IN_PORT: _none, ...settings } = own.settings;
  ({ routes, close } = await startGateway(
    { ...settings, CIE_WEB_DIR: webDir(), CIE_PORT: String(port), CIE_PUBLIC_URL: `http://localhost:${port}`, CIE_MLLP_PORT: '0' }, roomNames.map(emptyRoom),
  ));
}, 120_000);
afterAll(async () => {
  await close();
  await own.close();
});

interface Answer {
  readonly route: DeclaredRoute;
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

/** Asks as somebody whom nobody knows: a person with a browser, on a page of ours, with nothing kept. */
async function askAnonymously(route: DeclaredRoute): Promise<Answer> {
  const path = route.url.replaceAll(/:token|:file/g, 'x'.repeat(43)).replaceAll(/:[A-Za-z]+/g, randomUUID()).replaceAll('*', 'x').replace('/embed/', '/embed/x').replace(/^\/embed\/x.*/, '/embed/record');
  const isRead = route.method === 'GET' || route.method === 'HEAD';
  const answer = await fetch(`${portal}${path}`, {
    method: route.method, redirect: 'manual',
    headers: { accept: 'text/html,*/*', origin: portal, 'sec-fetch-site': 'same-origin', 'x-cie-client': 'test', ...(isRead ? {} : { 'content-type': contentType(route.policy) }) },
    ...(isRead ? {} : { body: route.policy === 'graph' ? '{"id":"x"}' : '' }),
  });
  return { route, status: answer.status, location: answer.headers.get('location') ?? '', body: await answer.text() };
}

function contentType(policy: RoutePolicy): string {
  if (policy === 'sender') return 'x-application/hl7-v2+er7';
  return policy === 'graph' ? 'application/json' : 'application/x-www-form-urlencoded';
}

/** What an answer to nobody may be, by the policy of its route. Null when it is that. */
function fault({ route: { policy, method }, status, location, body }: Answer): string | null {
  const isRefused = status >= 400 && status < 500;
  const leadsToSignIn = status === 303 && location.startsWith('/sign-in');
  switch (policy) {
    case 'signed-in': case 'patient': case 'professional': case 'support-desk': case 'privacy-officer': case 'records-team': case 'feeds':
      return isRefused || leadsToSignIn ? null : 'neither refuses nor leads to the sign-in';
    case 'operator': case 'one-use':
      return isRefused ? null : 'does not refuse';
    case 'secret':
      // A step that has nothing to go on begins anew, or says that a link does not work.
      return isRefused || (status === 303 && !location.includes('/record')) ? null : 'answers without the secret';
    case 'sender':
      return isRefused || /MSA\|A[RE]\||OperationOutcome/.test(body) ? null : 'takes nothing for a message';
    case 'graph':
      return isRefused || method === 'HEAD' || body.includes('"status":"signed-out"') || !body.includes('"status"') ? null : 'shows more than that nobody is signed in';
    case 'public':
      return null;
  }
}

const names = sandboxPeople.flatMap(({ familyName, nhsNumber }) => [familyName, nhsNumber]);

describe('style.md rule 1: every route says whom it answers', () => {
  it('knows a policy for each, and each policy has a route', () => {
    expect(routes.length).toBeGreaterThan(150);
    const used = new Set(routes.map(({ policy }) => policy));
    expect([...used].toSorted((one, other) => one.localeCompare(other))).toEqual(
      ['feeds', 'graph', 'one-use', 'operator', 'patient', 'privacy-officer', 'professional', 'public', 'records-team', 'secret', 'sender', 'signed-in', 'support-desk']);
  });

  it('1, 22: answers nobody with anything that is not for everybody', async () => {
    const answers: Answer[] = [];
    // One after the other: limits count by network, and these all come from one.
    for (const route of routes) if (route.policy !== 'public') answers.push(await askAnonymously(route));
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.filter((each) => fault(each) !== null).map((each) => `${each.route.method} ${each.route.url} (${each.route.policy}) ${each.status} ${each.location}: ${fault(each)}`)).toEqual([]);
    expect(answers.find(({ route }) => route.url === '/record' && route.method === 'GET')?.body).toContain('"status":"signed-out"');
    for (const { route, status } of answers) expect([route.url, status >= 500]).toEqual([route.url, false]);
  }, 120_000);

  it('answers with nobody’s name or number, on public addresses neither', async () => {
    for (const route of routes.filter(({ method, policy }) => method === 'GET' && (policy === 'graph' || policy === 'public'))) {
      const { body } = await askAnonymously(route);
      expect([route.url, names.filter((each) => body.includes(each))]).toEqual([route.url, []]);
    }
  }, 120_000);
});
