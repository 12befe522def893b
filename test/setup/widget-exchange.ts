import { registerEmbed } from '@cie/gateway/embed/register-embed.ts';
import { loadRegisteredOperations } from '@cie/gateway/graph/registered-operations.ts';
import type { BrowserSessions } from '@cie/gateway/sign-in/sessions.ts';
import type { Viewer } from '@cie/kit/access-context.ts';
import { outsideAddress } from '@cie/local/addresses.ts';
import { startHostPages } from '@cie/local/host-pages.ts';
import { isFree } from '@cie/local/ports.ts';
import fastify from 'fastify';
import type { FastifyRequest } from 'fastify';
import { answer, parent, patient, professional, unproven } from '../fixtures/record-answers.ts';
import { webDir } from './build.ts';

/** Says who is signed in. A header instead of a cookie: signing in inside frames has tests of its own. */
export const whoHeader = 'x-test-who';

/** The exchange's pages and the demo pages of trusts over a made-up record. */
export interface WidgetExchange {
  readonly origin: string;
  readonly publicSite: string;
  readonly intranet: string;
  readonly hostileSite: string;
  close(): Promise<void>;
}

const viewers: Readonly<Record<string, Viewer>> = { patient, parent, unproven, professional };

const viewerOf = ({ headers }: FastifyRequest): Viewer | null => viewers[String(headers[whoHeader])] ?? null;

async function freeBase(): Promise<number> {
  for (let base = 23_000 + (process.pid % 200) * 10; base < 30_000; base += 10) {
    const free = await Promise.all([0, 1, 2, 3].map((offset) => isFree(base + offset, '127.0.0.1')));
    if (free.every(Boolean)) return base;
  }
  throw new Error('No four free ports in a row.');
}

export async function startWidgetExchange(): Promise<WidgetExchange> {
  const port = await freeBase();
  const origin = `http://localhost:${port}`;
  const registered = loadRegisteredOperations();
  const hosts = ['publicSite', 'intranet', 'hostileSite'] as const;
  const settings = {
    CIE_PORT: String(port),
    CIE_PUBLIC_URL: origin,
    CIE_WEB_DIR: webDir(),
    CIE_HOST_SITES: JSON.stringify(hosts.map((name) => ({ origin: outsideAddress(port, name), name, organisation: 'RYJ' }))),
  };
  const app = fastify({ forceCloseConnections: true });
  const later = new Date(Date.now() + 3_600_000);
  const sessions: Pick<BrowserSessions, 'read' | 'bringsCookie'> = {
    read: (request) => {
      const viewer = viewerOf(request);
      return Promise.resolve(viewer === null ? null : { id: 'session', viewer, client: 'widget', expiresAt: later, idleUntil: later });
    },
    bringsCookie: () => false,
  };
  await registerEmbed(app, { sessions, settings, execute: (name, variables, { viewer }) => Promise.resolve(answer(name, variables, viewer)) });
  app.get('/session', (request) => (viewerOf(request) === null ? { state: 'signed-out' } : { state: 'signed-in', secondsLeft: 1800, extendable: true }));
  app.post<{ Body: { id: string; variables: Record<string, unknown> } }>('/graphql', (request) => {
    const name = /(?:query|mutation) (\w+)/.exec(registered.byId(request.body.id))?.[1] ?? '';
    return answer(name, request.body.variables, viewerOf(request));
  });
  await app.listen({ port, host: 'localhost' });
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const pages = await startHostPages({ settings, log: silent });
  return {
    origin,
    publicSite: outsideAddress(port, 'publicSite'),
    intranet: outsideAddress(port, 'intranet'),
    hostileSite: outsideAddress(port, 'hostileSite'),
    close: async () => {
      await pages.close();
      await app.close();
    },
  };
}
