import { errorKind } from '@cie/kit/errors.ts';
import type { Room } from '@cie/kit/room.ts';
import { required, requiredNumber, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import Fastify from 'fastify';
import { registerEmbed } from '../embed/register-embed.ts';
import { startFeeds } from '../feeds/start-feeds.ts';
import { createGraph } from '../graph/graph.ts';
import { registerGraphRoute } from '../graph/graph-route.ts';
import { loadRegisteredOperations } from '../graph/registered-operations.ts';
import supergraph from '../schema/supergraph.graphql?raw';
import { registerSignIn } from '../sign-in/register-sign-in.ts';
import { answerError } from './answer-error.ts';
import { answerNotFound } from './answer-not-found.ts';
import { openGatewayDatabase } from './gateway-database.ts';
import { registerHealth } from './health.ts';
import { closeRooms, linkRooms } from './room-links.ts';

/** How long a stopping gateway lets requests in flight finish, in milliseconds. */
const drainTime = 5000;

/**
 * Starts the edge of the exchange. Rooms that run in this process are given; the others are reached over signed HTTP.
 * Throws SETTING_MISSING or SETTING_INVALID, and nothing stays open when it throws.
 */
export async function startGateway(settings: Settings, rooms: readonly Room[] = []): Promise<{ close(): Promise<void> }> {
  const publicUrl = new URL(required(settings, 'CIE_PUBLIC_URL'));
  const port = requiredNumber(settings, 'CIE_PORT', 1, 65_535);
  const sandbox = requiredYesNo(settings, 'CIE_SANDBOX');

  // From warnings on only: request lines, which fastify logs as information, may carry codes in their addresses.
  const app = Fastify({
    logger: { level: 'warn' }, bodyLimit: 64 * 1024, requestTimeout: 30_000,
    // Slow headers are cut off (abuse case 46); Node looks every two seconds who is late.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2000 },
    connectionTimeout: 60_000, keepAliveTimeout: 30_000, forceCloseConnections: 'idle', trustProxy: false,
  });
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).toReversed()) await step();
  };

  try {
    const links = linkRooms(rooms, settings, (fault) => app.log.error(fault, 'an operation of a room failed'));
    closing.push(() => closeRooms(links));
    const database = await openGatewayDatabase(settings);
    closing.push(() => database.end());
    database.on('error', (error) => app.log.warn(errorKind(error), 'a database connection was lost'));

    const operations = loadRegisteredOperations();
    const report = (fault: object): void => app.log.error(fault, 'the graph failed on a request');
    const graph = await createGraph({ rooms: links, supergraph, operations, introspection: sandbox, report });
    closing.push(() => graph.close());
    const feeds = await startFeeds({ database, rooms: links, settings, log: app.log });
    closing.push(() => feeds.close());

    app.setErrorHandler(answerError);
    app.setNotFoundHandler(answerNotFound);
    registerHealth(app, links, database);
    const sessions = await registerSignIn(app, { database, rooms: links, settings });
    registerGraphRoute(app, { graph, sessions, operations });
    await registerEmbed(app, { sessions, execute: (name, variables, access) => graph.execute(name, variables, access), settings });
    feeds.registerRoutes(app);

    closing.push(() => drain(app.close()));
    await app.listen({ host: publicUrl.hostname, port });
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits for requests in flight, but not for ever. */
async function drain(closed: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([closed, new Promise((resolve) => (timer = setTimeout(resolve, drainTime)))]);
  clearTimeout(timer);
}
