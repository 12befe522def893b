import { startFeeds, type Feeds } from '@cie/gateway/feeds/start-feeds.ts';
import { createFakeRooms, openScratchDatabase, until, type ScratchDatabase } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import { accountForMessages } from '@cie/gateway/feeds/held.store.ts';
import { mutatedBody } from '@cie/kit/testing/fhir-mutations.ts';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The fault list asks for 50,000 of HL7 v2 and FHIR together; `npm test` sends 5,000 and CIE_MUTATIONS=50000 sends them all. What the
 * rooms make of such bundles is tested beside their mappings (feed/map-fhir-*.test.ts).
 */
const CASES = Number(process.env['CIE_MUTATIONS'] ?? 5000);
/** Requests under way at one time. */
const AT_ONCE = 50;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let scratch: ScratchDatabase;
let feeds: Feeds;
const app = Fastify();

beforeAll(async () => {
  scratch = await openScratchDatabase();
  feeds = await startFeeds({
    database: scratch.pool, rooms: createFakeRooms().links, log: quiet,
    settings: {
      CIE_PUBLIC_URL: 'http://localhost:4000', CIE_SANDBOX: 'yes', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0',
      CIE_FEED_SENDERS: JSON.stringify([{ application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: ['RYJ'] }]),
    },
  });
  feeds.registerRoutes(app);
});
afterAll(async () => {
  await app.close();
  await feeds.close();
  await scratch.drop();
});

describe('fault: mutated FHIR messages', () => {
  it(`answers each of ${CASES}, and keeps each`, { timeout: 300_000 }, async () => {
    const statuses = new Map<number, number>();
    for (let first = 0; first < CASES; first += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, CASES - first) }, async (_, index) => {
        const answer = await app.inject({ method: 'POST', url: '/fhir', headers: { 'content-type': 'application/fhir+json', 'x-cie-sender': 'RYJ' }, body: mutatedBody(first + index) });
        const { resourceType }: { resourceType?: unknown } = answer.json();
        if (resourceType !== 'Bundle' && resourceType !== 'OperationOutcome') throw new Error(`case ${first + index} was answered with no outcome`);
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
      }));
    }
    console.info(`mutated FHIR: ${[...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}`);
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(CASES / 5);
    expect(statuses.get(400)).toBeGreaterThan(CASES / 10);
    expect(statuses.get(422)).toBeGreaterThan(CASES / 20);
    await until(async () => (await accountForMessages(scratch.pool)).queued === 0, 120_000);
    const { rows: codes } = await scratch.pool.query<{ code: string; count: number }>("select code, count(*)::int from feed_message where state = 'held' group by code");
    expect(codes.map(({ code }) => code)).not.toContain('room-error');
    expect(codes.length).toBeGreaterThan(0);
    const account = await accountForMessages(scratch.pool);
    expect(account.accepted).toBe(account.applied + account.held);
  });
});
