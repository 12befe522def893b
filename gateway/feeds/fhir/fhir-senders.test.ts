import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueSenderToken, removeSender, saveSender } from '../sender.store.ts';
import { plainDetails } from '../sender.ts';
import { startFeeds, type Feeds } from '../start-feeds.ts';
import { createFakeRooms, openScratchDatabase, sampleMessage, until, type ScratchDatabase } from '../testing/scratch-feeds.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const containing = (text: string): unknown => expect.stringContaining(text);
const of = (facility: string, more: object = {}) => ({ ...plainDetails, application: '*', facility, organisation: facility, assigningAuthorities: [facility], ...more });
const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' } } };
let scratch: ScratchDatabase;
let feeds: Feeds;
let sandbox: Feeds;
const [outside, inside] = [Fastify(), Fastify()];

beforeAll(async () => {
  scratch = await openScratchDatabase();
  // Before anything reads them: what is saved later takes up to a second to be seen.
  for (const sender of [of('RYJ'), of('SITE1', { organisation: 'RYJ', assigningAuthorities: [] }), of('SITE2', { organisation: 'RYJ', assigningAuthorities: [] }), of('RQM', { events: ['SIU^S12'] }), of('RAS', { certificates: ['a'.repeat(64)] })]) await saveSender(scratch.pool, sender, 'staff');
  const settings = { CIE_PUBLIC_URL: 'http://localhost:4000', CIE_HL7_TOKEN: 'shared', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0' };
  const start = (isSandbox: string) => startFeeds({ database: scratch.pool, rooms: createFakeRooms().links, log: quiet, settings: { ...settings, CIE_SANDBOX: isSandbox } });
  [feeds, sandbox] = [await start('no'), await start('yes')];
  feeds.registerRoutes(outside);
  sandbox.registerRoutes(inside);
});
afterAll(async () => {
  await Promise.all([outside.close(), inside.close()]);
  await Promise.all([feeds.close(), sandbox.close()]);
  await scratch.drop();
});

async function post(app: FastifyInstance, headers: Record<string, string>, body: object = observation): Promise<{ status: number; body: unknown }> {
  const type = 'resourceType' in body ? String(body.resourceType) : '';
  const answer = await app.inject({ method: 'POST', url: `/fhir/${type}`, headers: { 'content-type': 'application/fhir+json', ...headers }, body: JSON.stringify({ ...body, id: Math.random().toString(36).slice(2) }) });
  return { status: answer.statusCode, body: answer.json() };
}
const token = async (facility: string): Promise<Record<string, string>> => ({ authorization: `Bearer ${await issueSenderToken(scratch.pool, { application: '*', facility }, 'staff')}` });
const newest = async (): Promise<unknown> => (await scratch.pool.query('select sender, application, facility, organisation, state, code from feed_message order by seq desc limit 1')).rows[0];

describe('23: who sends FHIR', () => {
  it.each([
    ['nothing', {}], ['a name alone', { 'x-cie-sender': 'RYJ' }], ['the token of /hl7 for all', { authorization: 'Bearer shared' }], ['a made-up token', { authorization: 'Bearer x' }], ['another scheme', { authorization: 'Basic eA==' }],
  ])('outside a sandbox %s is answered 401, and nothing is stored', async (_name, headers) => {
    const { rows: before } = await scratch.pool.query('select count(*) from feed_message');
    expect(await post(outside, headers)).toMatchObject({ status: 401, body: { resourceType: 'OperationOutcome', issue: [{ code: 'login' }] } });
    expect((await scratch.pool.query('select count(*) from feed_message')).rows).toEqual(before);
  });

  it('a token says who it is, whatever the message calls itself', async () => {
    const answer = await post(outside, { ...(await token('RYJ')), 'x-cie-sender': 'RQM' }, { ...observation, meta: { source: 'RQM' } });
    expect(answer.status).toBe(201);
    expect(await newest()).toMatchObject({ sender: '*|RYJ', organisation: 'RYJ' });
  });

  it('a token that was replaced is one no more', async () => {
    const first = await token('RYJ');
    await token('RYJ');
    expect((await post(outside, first)).status).toBe(401);
  });

  it('a sender registered for certain events sends the types of the same rooms, and people', async () => {
    const headers = await token('RQM');
    expect(await post(outside, headers)).toMatchObject({ status: 403, body: { issue: [{ diagnostics: containing('was not registered for') }] } });
    expect(await newest()).toMatchObject({ state: 'refused', code: 'type-not-agreed' });
    expect((await post(outside, headers, { resourceType: 'Patient', identifier: [{ system: 'x', value: '1' }] })).status).toBe(201);
    expect((await post(outside, headers, { resourceType: 'Appointment', status: 'booked', participant: [{ actor: observation.subject }] })).status).toBe(201);
  });

  it('takes what a sender sends that was registered a moment ago, and keeps it when it was switched off', async () => {
    await saveSender(scratch.pool, of('R1K'), 'staff');
    expect((await post(outside, await token('R1K'))).status).toBe(201);
    const headers = await token('R1K');
    await removeSender(scratch.pool, { application: '*', facility: 'R1K' }, 'staff');
    await until(async () => {
      await post(outside, headers);
      return JSON.stringify(await newest()).includes('sender-off');
    });
    expect(await newest()).toMatchObject({ state: 'held', code: 'sender-off' });
  });

  it('in a sandbox a name will do: a header, or what the message calls itself', async () => {
    await post(inside, { 'x-cie-sender': 'SITE1' });
    expect(await newest()).toMatchObject({ sender: '*|SITE1', application: '*', facility: 'SITE1' });
    await post(inside, {}, { ...observation, meta: { source: 'SITE1' } });
    expect(await newest()).toMatchObject({ sender: '*|SITE1' });
    await post(inside, {}, { ...observation, meta: { source: 'somewhere|else' } });
    expect(await newest()).toMatchObject({ sender: 'FHIR|somewhere else', organisation: null, state: 'held', code: 'unknown-sender' });
  });

  it('not even in a sandbox is a name enough for a sender that has a certificate', async () => {
    expect((await post(inside, { 'x-cie-sender': 'RAS' })).status).toBe(401);
    expect((await post(inside, await token('RAS'))).status).toBe(201);
  });

  it('not even in a sandbox is a name enough for a sender that has a token', async () => {
    const headers = await token('SITE2');
    expect((await post(inside, headers)).status).toBe(201);
    await until(async () => (await post(inside, { 'x-cie-sender': 'SITE2' })).status === 401);
    expect((await post(inside, {}, { ...observation, meta: { source: 'SITE2' } })).status).toBe(401);
  });

  it('a message of before that names its sender in one text only is not cut into somebody else’s', async () => {
    const { rows: [stored] } = await scratch.pool.query<{ id: string }>(
      `insert into feed_message (id, sender, control_id, event, sha256, order_key, raw, acknowledged, state, received_at, format)
       values (gen_random_uuid(), 'x|RYJ|ANY', 'cut', 'FHIR Observation', sha256('cut'), sha256('cut'), $1, 'AA', 'queued', now(), 'fhir') returning id`,
      [Buffer.from(JSON.stringify(observation))],
    );
    const outcome = async () => (await scratch.pool.query<{ state: string; code: string }>('select state, code from feed_message where id = $1', [stored?.id])).rows[0];
    await scratch.pool.query('notify feed_queued');
    await until(async () => (await outcome())?.state !== 'queued');
    expect(await outcome()).toEqual({ state: 'held', code: 'unknown-sender' });
  });

  it.each([
    ['FHIR', 'fhir', 'FHIR Observation', JSON.stringify(observation)], ['HL7 v2', 'hl7v2', 'ORU^R01', sampleMessage('moved')],
  ])('holds what came in %s for another organisation than its sender speaks for by now', async (_name, format, event, raw) => {
    const outcome = async () => (await scratch.pool.query<{ state: string; code: string }>('select state, code from feed_message where control_id = $1', [`moved ${format}`])).rows[0];
    await scratch.pool.query(
      `insert into feed_message (id, sender, application, facility, organisation, control_id, event, sha256, order_key, raw, acknowledged, state, received_at, format)
       values (gen_random_uuid(), '*|RYJ', '*', 'RYJ', 'RQM', $1, $2, sha256($3), sha256($3), $3, 'AA', 'queued', now(), $4)`,
      [`moved ${format}`, event, Buffer.from(raw), format],
    );
    await scratch.pool.query('notify feed_queued');
    await until(async () => (await outcome())?.state !== 'queued');
    expect(await outcome()).toEqual({ state: 'held', code: 'sender-moved' });
  });

  it('takes the organisation of a message header for a name, in a sandbox', async () => {
    const header = { resourceType: 'MessageHeader', source: { endpoint: 'TBC' }, sender: { reference: 'urn:uuid:o' } };
    const organisation = { resourceType: 'Organization', identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'SITE1' }] };
    const answer = await inside.inject({
      method: 'POST', url: '/fhir', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceType: 'Bundle', type: 'message', entry: [{ resource: header }, { fullUrl: 'urn:uuid:o', resource: organisation }, { resource: observation }] }),
    });
    expect(answer.statusCode).toBe(200);
    expect(await newest()).toMatchObject({ sender: '*|SITE1' });
  });
});

describe('46: people of one bundle', () => {
  const bundleOf = (people: number) => ({
    resourceType: 'Bundle', type: 'message',
    entry: Array.from({ length: people }, (_, index) => ({ resource: { ...observation, subject: { identifier: { system: 'https://ryj.example', value: `P${index}` } } } })),
  });
  const send = (body: object) => inside.inject({ method: 'POST', url: '/fhir', headers: { 'content-type': 'application/fhir+json', 'x-cie-sender': 'SITE1' }, body: JSON.stringify(body) });

  it('may be a hundred, and not one more', async () => {
    expect((await send(bundleOf(100))).statusCode).toBe(200);
    expect(await newest()).toMatchObject({ sender: '*|SITE1' });
    const refused = await send(bundleOf(101));
    expect([refused.statusCode, await newest()]).toMatchObject([413, { state: 'refused', code: 'too-many-people' }]);
  });
});
