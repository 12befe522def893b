import { openRegistrationHarness, treated, type RegistrationHarness } from '@cie/identity/testing/registration-harness.ts';
import { registerRegistration } from '@cie/gateway/registration/register-registration.ts';
import { answerError } from '@cie/gateway/server/answer-error.ts';
import { createThrottle } from '@cie/gateway/throttle/throttle.ts';
import { throttleMigrations } from '@cie/gateway/throttle/throttle.migration.ts';
import type { Viewer } from '@cie/kit/access-context.ts';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { required } from '@cie/kit/settings.ts';
import fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { FormBrowser } from './password-harness.ts';

/** Pages of registration over the identity room, without anything around them. */
export interface InvitationExchange {
  readonly app: FastifyInstance;
  readonly identity: RegistrationHarness;
  /** Who is signed in, in all browsers; nobody to begin with. */
  viewer: Viewer | null;
  /** A browser in a network of its own. */
  browser(network?: string): FormBrowser;
  close(): Promise<void>;
}

export async function startInvitationExchange(): Promise<InvitationExchange> {
  const identity = await openRegistrationHarness();
  const { settings, administrator } = identity.server;
  const place = { host: administrator.host, port: administrator.port, database: 'cie_gateway' };
  await migrate({ ...place, user: 'gateway_owner', password: required(settings, 'CIE_PG_GATEWAY_OWNER_PASSWORD') }, throttleMigrations);
  const pool = new Pool({ ...place, user: 'gateway_service', password: required(settings, 'CIE_PG_GATEWAY_SERVICE_PASSWORD'), max: 4 });
  const link = linkInProcess({ ...identity.room, commands: identity.commands }, () => undefined);
  const app = fastify({ logger: false });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => reply.code(404).send('not here'));
  const exchange: InvitationExchange = {
    app,
    identity,
    viewer: null,
    browser: (network = `2001:db8:${Math.floor(Math.random() * 0xffff).toString(16)}:${Math.floor(Math.random() * 0xffff).toString(16)}::1`) => new FormBrowser({ app }, network),
    close: async () => {
      await app.close();
      await pool.end();
      await identity.close();
    },
  };
  await registerRegistration(app, {
    rooms: { identity: link, results: roomThatKnows([]), appointments: roomThatKnows(treated) },
    sessions: { read: async () => (exchange.viewer === null ? null : { id: 'session', viewer: exchange.viewer, client: 'widget', expiresAt: new Date(), idleUntil: new Date() }) },
    throttle: createThrottle(pool),
    settings,
    courier: { drain: async () => undefined },
    clock: () => identity.now,
  });
  await app.ready();
  return exchange;
}

/** A room that knows when hospitals saw everybody. */
function roomThatKnows(treatments: readonly object[]): RoomLink {
  const nothing = async (): Promise<void> => undefined;
  return { name: 'results', command: async () => treatments, graphql: () => Promise.reject(new Error('nothing is asked')), ready: nothing, close: nothing };
}
