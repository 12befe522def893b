import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { sendOverMllp } from './mllp-client.ts';
import { accountForMessages, listHeld, replayHeld } from './held.store.ts';
import { registerSenders } from './sender.store.ts';
import { startFeeds, type Feeds } from './start-feeds.ts';
import { createFakeRooms, openScratchDatabase, sampleMessage, until, type FakeRooms, type ScratchDatabase } from './testing/scratch-feeds.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
const senders = ['RYJ', 'RQM'].map((odsCode) => ({ application: '*', facility: odsCode, organisation: odsCode, assigningAuthorities: [odsCode] }));
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let scratch: ScratchDatabase;
let rooms: FakeRooms;
let feeds: Feeds;
const app = Fastify();

beforeAll(async () => {
  scratch = await openScratchDatabase();
  rooms = createFakeRooms();
  feeds = await startFeeds({
    database: scratch.pool, rooms: rooms.links, log: quiet,
    settings: { CIE_PUBLIC_URL: 'http://localhost:4000', CIE_SANDBOX: 'yes', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0', CIE_MLLP_MAX_BYTES: '100000', CIE_FEED_SENDERS: JSON.stringify(senders) },
  });
  feeds.registerRoutes(app);
});
afterAll(async () => {
  await app.close();
  await feeds.close();
  await scratch.drop();
});
beforeEach(() => {
  rooms.behaviour.clear();
  rooms.calls.length = 0;
});

async function post(body: string): Promise<{ status: number; code: string | undefined; text: string | undefined; controlId: string | undefined }> {
  const answer = await app.inject({ method: 'POST', url: '/hl7', headers: { 'content-type': 'x-application/hl7-v2+er7' }, body });
  const acknowledgement = readAcknowledgement(answer.body);
  return { status: answer.statusCode, code: acknowledgement?.code, text: acknowledgement?.text, controlId: acknowledgement?.controlId };
}

async function row(controlId: string): Promise<{ state: string; code: string | null; attempts: number }[]> {
  const { rows } = await scratch.pool.query<{ state: string; code: string | null; attempts: number }>(
    'select state, code, attempts from feed_message where control_id = $1 order by seq', [controlId]);
  return rows;
}

const applied = async (controlId: string): Promise<boolean> => (await row(controlId))[0]?.state === 'applied';

describe('ING-1 stored, acknowledged, applied', () => {
  it('takes a result through identity and sharing to results', async () => {
    expect(await post(sampleMessage('r1'))).toMatchObject({ status: 200, code: 'AA', controlId: 'r1' });
    await until(() => applied('r1'));
    expect(rooms.calls.map((call) => call.split(':').slice(0, 2).join(':'))).toEqual(['identity:resolve', 'sharing:know-patient', 'results:apply']);
  });

  it.each([
    ...['A01', 'A02', 'A03', 'A04', 'A05', 'A08', 'A11', 'A12', 'A13', 'A28', 'A31'].map((event) => [`ADT^${event}`, 'identity:resolve'] as const),
    ...['T02', 'T04', 'T08', 'T10', 'T11'].map((event) => [`MDM^${event}`, 'documents:apply'] as const),
    ...['S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S26'].map((event) => [`SIU^${event}`, 'appointments:apply'] as const),
  ])('takes %s to %s', async (event, last) => {
    await post(sampleMessage(`route-${event.slice(4)}`, { event }));
    await until(() => applied(`route-${event.slice(4)}`));
    expect(rooms.calls.filter((call) => !call.startsWith('sharing')).at(-1)).toContain(last);
  });

  it('refuses events outside ING-1 and what is no message, and keeps both', async () => {
    expect(await post(sampleMessage('o1', { event: 'OML^O21' }))).toMatchObject({ code: 'AR', text: containing('unsupported-type') });
    expect(await post('hello')).toMatchObject({ status: 200, code: 'AR', text: containing('MSH') });
    expect(await post(sampleMessage('', {}))).toMatchObject({ code: 'AR', text: containing('MSH-10') });
    expect(await row('o1')).toMatchObject([{ state: 'refused', code: 'unsupported-type' }]);
    expect(await row('')).toMatchObject([{ code: 'malformed' }, { code: 'required-field-missing' }]);
  });

  it('answers a batch message by message', async () => {
    const answer = await app.inject({
      method: 'POST', url: '/hl7', headers: { 'content-type': 'x-application/hl7-v2+er7' },
      body: `BHS|^~\\&\r${sampleMessage('b1')}\r${sampleMessage('b2')}\rBTS|2\r`,
    });
    expect(answer.body).toMatch(/^BHS.*MSA\|AA\|b1.*MSA\|AA\|b2.*BTS\|2\r$/s);
  });

  it('61: refuses a frame of more messages than memory should hold answers for, and stores none of it', async () => {
    const before = await accountForMessages(scratch.pool);
    const answers: string[] = [];
    await sendOverMllp({ host: '127.0.0.1', port: feeds.mllpPort, messages: [Buffer.from('MSH1\r'.repeat(10_001))], onAnswer: (text) => answers.push(text) });
    expect(answers.map(readAcknowledgement)).toMatchObject([{ code: 'AR', text: containing('10000 messages at the most') }]);
    expect((await accountForMessages(scratch.pool)).refused).toBe(before.refused);
  });

  it('holds messages of unknown senders until they are registered and replayed', async () => {
    expect(await post(sampleMessage('u1', { facility: 'XYZ' }))).toMatchObject({ code: 'AA', text: containing('unknown-sender') });
    const held = (await listHeld(scratch.pool)).find((each) => each.controlId === 'u1');
    expect(held).toMatchObject({ sender: 'LAB|XYZ', event: 'ORU^R01', code: 'unknown-sender' });
    await registerSenders(scratch.pool, [{ application: 'LAB', facility: 'XYZ', organisation: 'RYJ', assigningAuthorities: ['XYZ'] }]);
    expect(await replayHeld(scratch.pool, held?.id ?? '')).toBe(1);
    await until(() => applied('u1'));
  });

  it('asks the room that owns an event, and holds it with that room\'s reason', async () => {
    rooms.behaviour.set('appointments:apply', async () => ({ outcome: 'held', code: 'unsupported-event', reason: 'The room files no S26.' }));
    expect(await post(sampleMessage('n1', { event: 'SIU^S26' }))).toMatchObject({ code: 'AA', text: 'stored' });
    await until(async () => (await row('n1'))[0]?.state === 'held');
    expect((await listHeld(scratch.pool)).find((each) => each.controlId === 'n1')).toMatchObject({ code: 'unsupported-event', reason: 'The room files no S26.' });
  });
});

describe('ING-2 exactly-once, in order', () => {
  it('54: the same message twice changes nothing and is answered AA', async () => {
    await post(sampleMessage('d1'));
    expect(await post(sampleMessage('d1'))).toMatchObject({ code: 'AA', text: containing('before') });
    await until(() => applied('d1'));
    expect(await row('d1')).toHaveLength(1);
  });

  it('55: another body under the same id is refused and held', async () => {
    await post(sampleMessage('d2'));
    const other = sampleMessage('d2', { text: 'other' });
    expect(await post(other)).toMatchObject({ code: 'AR', text: containing('message-id-reused') });
    expect(await post(other)).toMatchObject({ code: 'AR' });
    await until(() => applied('d2'));
    expect(await row('d2')).toMatchObject([{ state: 'applied' }, { state: 'held', code: 'message-id-reused' }]);
  });

  it('takes the same id of two senders as two messages', async () => {
    await post(sampleMessage('d3'));
    expect(await post(sampleMessage('d3', { facility: 'RQM' }))).toMatchObject({ code: 'AA', text: 'stored' });
  });

  it('answers eight senders of one message with one row', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(sampleMessage('d4'))));
    expect(answers.map((each) => each.code)).toEqual(Array.from({ length: 8 }, () => 'AA'));
    expect(await row('d4')).toHaveLength(1);
  });

  it('applies the messages of one person in the order received, also when one must be tried again', async () => {
    let failures = 2;
    rooms.behaviour.set('results:apply', async (text) => {
      if (text.includes('|s1|') && failures-- > 0) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      return null;
    });
    for (let number = 0; number < 6; number++) await post(sampleMessage(`s${number}`, { patient: 'order' }));
    await until(async () => (await applied('s5')) && (await applied('s1')));
    const order = rooms.calls.filter((call) => call.startsWith('results')).map((call) => /\|(s\d)\|P/.exec(rooms.texts.get(call.split(':')[2] ?? '') ?? '')?.[1]).filter((id) => id !== undefined);
    expect(order).toEqual(['s0', 's1', 's1', 's1', 's2', 's3', 's4', 's5']);
  });

  it('ACC-5: a merge waits for the messages before it of both people, and those after it wait for the merge', async () => {
    const order: string[] = [];
    let failures = 2;
    const note = async (text: string): Promise<null> => {
      const id = /\|(j\d)\|P/.exec(text)?.[1];
      if (id === undefined) return null;
      if (id === 'j1' && failures-- > 0) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      order.push(id);
      return null;
    };
    rooms.behaviour.set('results:apply', note);
    rooms.behaviour.set('identity:resolve', async (text) => (text.includes('ADT^A40') ? note(text) : null));
    const merge = ['MSH|^~\\&|LAB|RYJ|CIE|NWL|20260102030405||ADT^A40|j2|P|2.5', 'PID|1||KEPT^^^RYJ^MR||Test^Person||19510314', 'MRG|PRIOR^^^RYJ^MR'].join('\r');
    await post(sampleMessage('j0', { patient: 'KEPT' }));
    await post(sampleMessage('j1', { patient: 'PRIOR' }));
    await post(merge);
    await post(sampleMessage('j3', { patient: 'KEPT' }));
    await post(sampleMessage('j4', { patient: 'PRIOR' }));
    await until(async () => (await applied('j3')) && (await applied('j4')));
    expect(order.slice(0, 3)).toEqual(['j0', 'j1', 'j2']);
    expect(order.slice(3).toSorted()).toEqual(['j3', 'j4']);
  });

  it('holds what a room holds, with the room\'s reason', async () => {
    rooms.behaviour.set('identity:resolve', async () => ({ outcome: 'held', code: 'patient-mismatch', reason: 'PID-7 disagrees.' }));
    await post(sampleMessage('h1'));
    await until(async () => (await row('h1'))[0]?.state === 'held');
    expect((await listHeld(scratch.pool)).find((each) => each.controlId === 'h1')).toMatchObject({ code: 'patient-mismatch', reason: 'PID-7 disagrees.' });
  });

  it('holds a message on which a room fails five times, and lets other people\'s messages pass', async () => {
    rooms.behaviour.set('results:apply', async (text) => {
      if (text.includes('|f1|')) throw new TypeError('a bug');
      return null;
    });
    await post(sampleMessage('f1', { patient: 'failing' }));
    await post(sampleMessage('f2', { patient: 'other' }));
    await until(() => applied('f2'));
    await until(async () => {
      // Skips the waits between attempts.
      await scratch.pool.query("update feed_message set next_attempt_at = '-infinity' where control_id = 'f1'");
      await scratch.pool.query('notify feed_queued');
      return (await row('f1'))[0]?.state === 'held';
    });
    expect(await row('f1')).toEqual([{ state: 'held', code: 'room-error', attempts: 5 }]);
    expect(rooms.calls.filter((call) => call.startsWith('results'))).toHaveLength(6);
  });

  it('goes on when the connection of the dispatcher is cut', async () => {
    await scratch.pool.query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
    expect(await post(sampleMessage('c1'))).toMatchObject({ code: 'AA' });
    await until(() => applied('c1'));
  });

  it('ING-4: accepted = applied + held + queued + closed', async () => {
    const account = await accountForMessages(scratch.pool);
    expect(account.accepted).toBe(account.applied + account.held + account.queued + account.closed);
    expect(account.accepted).toBeGreaterThan(15);
    expect(account.refused).toBeGreaterThan(3);
    await expect(replayHeld(scratch.pool, 'nonsense')).rejects.toMatchObject({ code: 'HELD_NOT_FOUND' });
  });
});

describe('ING-1 HTTP', () => {
  it('46: refuses a body over the limit with 413 and other content types with 415, both as an acknowledgement', async () => {
    const large = await post(sampleMessage('l1', { text: 'x'.repeat(200_000) }));
    expect(large).toMatchObject({ status: 413, code: 'AR', text: containing('100000 bytes') });
    const typed = await app.inject({ method: 'POST', url: '/hl7', headers: { 'content-type': 'text/plain' }, body: sampleMessage('l2') });
    expect(typed.statusCode).toBe(415);
    expect(readAcknowledgement(typed.body)?.text).toContain('x-application/hl7-v2+er7');
  });
});
