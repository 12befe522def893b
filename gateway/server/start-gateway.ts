import { errorKind } from '@cie/kit/errors.ts';
import type { Room } from '@cie/kit/room.ts';
import { required, requiredNumber, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import Fastify from 'fastify';
import { registerAccessLog } from '../access-log/register-access-log.ts';
import { FeedStore } from '../calendar/feed.store.ts';
import { registerCalendar } from '../calendar/register-calendar.ts';
import { deskLink } from '../desk/desk-link.ts';
import { startMailIn } from '../desk/mail-in.ts';
import { registerDesk } from '../desk/register-desk.ts';
import { readHostSites } from '../embed/host-sites.ts';
import { registerEmbed } from '../embed/register-embed.ts';
import { startExports } from '../export/start-exports.ts';
import { registerFeedDesk } from '../feed-desk/register-feed-desk.ts';
import { startFeeds } from '../feeds/start-feeds.ts';
import { registerFiles } from '../files/register-files.ts';
import { createGraph } from '../graph/graph.ts';
import { registerGraphRoute } from '../graph/graph-route.ts';
import { loadRegisteredOperations } from '../graph/registered-operations.ts';
import { registerLabels } from '../labels/register-labels.ts';
import supergraph from '../schema/supergraph.graphql?raw';
import { startMessages } from '../messages/start-messages.ts';
import { startCourier } from '../notices/courier.ts';
import { startOutbound } from '../outbound/start-outbound.ts';
import { startPrivacyReminders } from '../notices/privacy-reminders.ts';
import { startProxyWarnings } from '../notices/proxy-warnings.ts';
import { startRecordsReminders } from '../notices/records-reminders.ts';
import { startResultTasks } from '../notices/result-tasks.ts';
import { noticeHandlers } from '../notices/notice-handlers.ts';
import { registerPrivacy } from '../privacy/register-privacy.ts';
import { registerReaders } from '../readers/register-readers.ts';
import { registerRecords } from '../records/register-records.ts';
import { registerRegistration } from '../registration/register-registration.ts';
import { registerSignIn } from '../sign-in/register-sign-in.ts';
import { registerShare } from '../share/register-share.ts';
import { SessionStore } from '../sign-in/session.store.ts';
import { registerResultTasks } from '../tasks/result-tasks.routes.ts';
import { createThrottle } from '../throttle/throttle.ts';
import { answerError } from './answer-error.ts';
import { answerNotFound } from './answer-not-found.ts';
import { openGatewayDatabase } from './gateway-database.ts';
import { registerHealth } from './health.ts';
import { createLongRequests } from './long-requests.ts';
import { closeRooms, linkRooms } from './room-links.ts';
import { demandPolicies, type DeclaredRoute } from './route-policy.ts';

/** How long a stopping gateway lets requests in flight finish, in milliseconds. */
const drainTime = 5000;

/**
 * Starts the edge of the exchange. Rooms that run in this process are given; the others are reached over signed HTTP.
 * Throws SETTING_MISSING or SETTING_INVALID, and nothing stays open when it throws.
 */
export async function startGateway(settings: Settings, rooms: readonly Room[] = []): Promise<{ close(): Promise<void>; readonly routes: readonly DeclaredRoute[] }> {
  const publicUrl = new URL(required(settings, 'CIE_PUBLIC_URL'));
  const port = requiredNumber(settings, 'CIE_PORT', 1, 65_535);
  const sandbox = requiredYesNo(settings, 'CIE_SANDBOX');

  const long = createLongRequests();
  // From warnings on only: request lines, which fastify logs as information, may carry codes in their addresses.
  const app = Fastify({
    logger: { level: 'warn' }, bodyLimit: 64 * 1024, requestTimeout: 30_000,
    // Slow headers are cut off (abuse case 46); Node looks every two seconds who is late.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2000 },
    connectionTimeout: 60_000, keepAliveTimeout: 30_000, forceCloseConnections: 'idle', clientErrorHandler: (error, socket) => long.onClientError(error, socket), trustProxy: trustedProxies(settings),
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
    const clock = (): Date => new Date();
    const messages = startMessages({ identity: links.identity, settings, log: app.log, clock });
    closing.push(() => messages.close());
    const calendars = new FeedStore(database);
    const handlers = noticeHandlers({ rooms: links, sessions: new SessionStore(database), calendars, messages, clock });
    const courier = startCourier({ rooms: links, handlers, log: app.log, clock });
    closing.push(() => courier.close());
    const warnings = startProxyWarnings({ sharing: links.sharing, log: app.log, clock });
    closing.push(() => warnings.close());
    const dueRequests = startRecordsReminders({ sharing: links.sharing, log: app.log, clock });
    closing.push(() => dueRequests.close());
    const reminders = startPrivacyReminders({ sharing: links.sharing, log: app.log, clock });
    closing.push(() => reminders.close());
    const tasks = startResultTasks({ results: links.results, log: app.log, clock });
    closing.push(() => tasks.close());
    const outbound = startOutbound({ database, rooms: links, settings, log: app.log, clock });
    closing.push(() => outbound.close());

    const throttle = createThrottle(database);

    const policies = demandPolicies(app);
    app.setErrorHandler(answerError);
    app.setNotFoundHandler(answerNotFound);
    registerHealth(app, links, database);
    const sessions = await registerSignIn(app, { database, rooms: links, settings, courier, execute: (name, variables, access) => graph.execute(name, variables, access) });
    policies.readBy(sessions);
    registerGraphRoute(app, { graph, sessions, operations, sites: readHostSites(settings) });
    await registerEmbed(app, { sessions, execute: (name, variables, access) => graph.execute(name, variables, access), settings });
    await registerCalendar(app, { feeds: calendars, sessions, rooms: links, execute: (name, variables, access) => graph.execute(name, variables, access), throttle, settings });
    await registerFiles(app, { database, rooms: links, sessions, throttle, long, execute: (name, variables, access) => graph.execute(name, variables, access), settings });
    await registerAccessLog(app, { sessions, rooms: links, throttle, settings });
    await registerShare(app, { sessions, rooms: links, throttle, execute: (name, variables, access) => graph.execute(name, variables, access), settings });
    const exports = await startExports(app, { database, sessions, rooms: links, throttle, execute: (name, variables, access) => graph.execute(name, variables, access), settings, log: app.log });
    closing.push(() => exports.close());
    await registerLabels(app, { sessions, execute: (name, variables, access) => graph.execute(name, variables, access), settings });
    await registerReaders(app, { sessions, execute: (name, variables, access) => graph.execute(name, variables, access) });
    await registerDesk(app, { sessions, rooms: links, throttle, courier, settings });
    await registerPrivacy(app, { sessions, rooms: links, settings });
    await registerRecords(app, { sessions, rooms: links, execute: (name, variables, access) => graph.execute(name, variables, access), throttle, long, settings });
    await registerResultTasks(app, { sessions, rooms: links });
    await registerFeedDesk(app, { database, sessions, rooms: links, settings });
    await registerRegistration(app, { sessions, rooms: links, throttle, settings, courier });
    feeds.registerRoutes(app, long);
    const mailIn = await startMailIn({ desk: deskLink(links.identity), throttle, settings, log: app.log, clock });
    closing.push(() => mailIn.close());

    closing.push(() => drain(app.close()));
    await app.listen({ host: publicUrl.hostname, port });
    return { close, routes: policies.routes };
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

/**
 * Addresses whose word about the sender of a request counts (CIE_TRUSTED_PROXIES: addresses and networks, separated by commas). Nobody's
 * unless it is set: anyone else could write any address, and walk past every limit that counts by network.
 */
function trustedProxies(settings: Settings): string[] | false {
  const given = settings['CIE_TRUSTED_PROXIES']?.split(',').map((each) => each.trim()).filter((each) => each !== '') ?? [];
  return given.length === 0 ? false : given;
}
