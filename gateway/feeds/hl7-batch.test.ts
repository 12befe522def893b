import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'node:http';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { accountForMessages } from './held.store.ts';
import { receiveStream, type BatchAnswer, type BatchLimits } from './hl7-batch.ts';
import { registerHl7Routes } from './hl7.routes.ts';
import { anyCaller } from './judge-arrival.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { SenderDirectory } from './sender-directory.ts';
import { plainDetails } from './sender.ts';
import { issueSenderToken, registerSenders, saveSender, senderOfToken } from './sender.store.ts';
import { openScratchDatabase, sampleMessage, type ScratchDatabase } from './testing/scratch-feeds.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const limits: BatchLimits = { maxBytes: 10_000, maxBatchBytes: 50_000_000, memoryBytes: 10_000_000, idleMs: 300 };
let scratch: ScratchDatabase;
let receiver: Receiver;

beforeAll(async () => {
  scratch = await openScratchDatabase();
  await registerSenders(scratch.pool, [{ application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: [] }]);
  receiver = createReceiver({ database: scratch.pool, senders: new SenderDirectory(scratch.pool), log: quiet, onQueued: () => undefined });
});
afterAll(() => scratch.drop());

async function* parts(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}
const take = (stream: AsyncIterable<Uint8Array>, more: Partial<BatchLimits> = {}, by: Receiver = receiver): Promise<BatchAnswer> =>
  receiveStream(stream, { receiver: by, limits: { ...limits, ...more }, memory: { held: 0 }, caller: anyCaller, log: quiet });
const codesIn = ({ text }: BatchAnswer): string[] => splitMessages(Buffer.from(text)).map((each) => {
  const { code, controlId } = readAcknowledgement(Buffer.from(each).toString()) ?? { code: 'none', controlId: '' };
  return `${code} ${controlId}`;
});
const endOf = ({ text }: BatchAnswer): string => /BTS.*/.exec(text)?.[0] ?? '';
const accepted = async (): Promise<number> => (await accountForMessages(scratch.pool)).accepted;

describe('ING-1 batches over HTTP are stored as they come', () => {
  it('answers each message in the order sent, and a single message without an envelope', async () => {
    const batch = `FHS|^~\\&\rBHS|^~\\&\r${sampleMessage('b1')}\r${sampleMessage('b2', { event: 'OML^O21' })}\r${sampleMessage('b3')}\rBTS|3\rFTS|1\r`;
    const answer = await take(parts(...batch.split('')));
    expect(codesIn(answer)).toEqual(['AA b1', 'AR b2', 'AA b3']);
    expect([answer.code, endOf(answer)]).toEqual(['AR', 'BTS|3']);
    const only = await take(parts(sampleMessage('b4')));
    expect(only.text).toMatch(/^MSH.*\rMSA\|AA\|b4\|stored\r$/s);
    expect(await take(parts(' \r\n'))).toMatchObject({ code: 'AR' });
  });

  it('61: refuses a message over the limit and goes on with the next', async () => {
    const of = (id: string, size: number): string => sampleMessage(id, { text: 'x'.repeat(size - sampleMessage(id).length + 1) });
    expect(of('m1', 10_000)).toHaveLength(10_000);
    const answer = await take(parts(of('m1', 10_000), '\r', of('m2', 10_001), '\r', of('m3', 300)));
    expect(codesIn(answer)).toEqual(['AA m1', 'AR m2', 'AA m3']);
    expect(answer.isTooLarge).toBe(true);
  });

  it('61: stops at the limit of the whole, and says what was stored', async () => {
    const message = `${sampleMessage('w1')}\r`;
    const before = await accepted();
    expect(await take(parts(message), { maxBatchBytes: message.length })).toMatchObject({ code: 'AA', isTooLarge: false });
    const over = await take(parts(`${sampleMessage('w2')}\r`, `${sampleMessage('w3')}\r`, sampleMessage('w4')), { maxBatchBytes: 3 * message.length - 2 });
    expect(over.isTooLarge).toBe(true);
    expect(endOf(over)).toMatch(/^BTS\|\d\|more than \d+ bytes: the rest was not read$/);
    expect(await accepted() - before).toBe(1 + codesIn(over).length);
  });

  it('61: stops when 10,000 messages were refused, and stores no more', async () => {
    const before = (await accountForMessages(scratch.pool)).refused;
    const answer = await take(parts(...Array.from({ length: 30 }, (_, part) => Array.from({ length: 1000 }, (__, index) => `MSH${part}-${index}\r`).join(''))));
    expect(endOf(answer)).toContain('10000 messages were refused: the rest was not read');
    const stored = (await accountForMessages(scratch.pool)).refused - before;
    expect(stored).toBeGreaterThanOrEqual(10_000);
    expect(stored).toBeLessThan(12_000);
  });

  it('61: lists ten thousand acknowledgements of accepted messages and counts the others', async () => {
    const quick: Receiver = { ...receiver, receiveOne: (bytes) => Promise.resolve({ code: bytes.length % 1000 === 7 ? 'AR' : 'AA', text: 'MSH|^~\\&|\rMSA|AA\r' }) };
    const answer = await take(parts(...Array.from({ length: 12 }, () => 'MSH|1\r'.repeat(1000)), 'MSH|123\r'), {}, quick);
    expect(codesIn(answer)).toHaveLength(10_001);
    expect(endOf(answer)).toBe('BTS|12001|accepted 12000, refused 1, to be sent again 0; of the accepted not all are listed');
  });

  it('61: takes in no more while memory is used up, and asks for the rest again', async () => {
    const answer = await take(parts(sampleMessage('y1')), { memoryBytes: 50_000 });
    expect(answer.code).toBe('AE');
    expect(answer.text).toContain('too much comes in at once');
  });

  it('stops at a message that could not be stored, and asks for it and the rest again', async () => {
    const seen: string[] = [];
    const failing: Receiver = { ...receiver, receiveOne: async (bytes) => {
      const id = Buffer.from(bytes).toString().slice(4, 6);
      seen.push(id);
      return { code: id === 'f2' ? 'AE' : 'AA', text: `MSH|^~\\&|\rMSA|${id === 'f2' ? 'AE' : 'AA'}|${id}\r` };
    } };
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (const id of ['f1', 'f2', 'f3', 'f4', 'f5']) {
        yield Buffer.from(`MSH|${id}\r`);
        await sleep(5);
      }
    }
    const answer = await take(slowly(), {}, failing);
    expect(answer.code).toBe('AE');
    expect(codesIn(answer).slice(0, 2)).toEqual(['AA f1', 'AE f2']);
    expect(endOf(answer)).toContain('send it and what comes after it again later');
    expect(seen).not.toContain('f5');
  });
});

describe('ING-1 POST /hl7', () => {
  const app = Fastify({ forceCloseConnections: true });
  const media = { 'content-type': 'x-application/hl7-v2+er7' };
  beforeAll(async () => {
    const plan = { receiver, limits, memory: { held: 0 }, log: quiet, senderOfToken: (token: string) => senderOfToken(scratch.pool, token), allowLonger: () => undefined };
    registerHl7Routes(app, { ...plan, token: 'shared' });
    await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => app.close());
  const post = (body: string, authorization?: string) => app.inject({ method: 'POST', url: '/hl7', headers: authorization === undefined ? media : { ...media, authorization }, body });

  it('23: takes the shared token, or a token of the sender that the message names, and no other', async () => {
    const key = { application: 'OWN', facility: 'RYJ' };
    await saveSender(scratch.pool, { ...plainDetails, ...key, organisation: 'RYJ', assigningAuthorities: [] }, 'staff');
    const token = await issueSenderToken(scratch.pool, key, 'staff');
    await sleep(1050);
    const own = (id: string): string => sampleMessage(id).replace('|LAB|', '|OWN|');
    expect((await post(own('k0'))).statusCode).toBe(401);
    expect((await post(own('k0'), 'Bearer other')).statusCode).toBe(401);
    expect((await post(own('k1'), `Bearer ${token}`)).body).toContain('MSA|AA|k1');
    expect((await post(sampleMessage('k2'), `Bearer ${token}`)).body).toMatch(/MSA\|AR\|k2\|sender-not-proved/);
    expect((await post(own('k3'), 'Bearer shared')).body).toMatch(/MSA\|AR\|k3\|sender-not-proved/);
    expect((await post(sampleMessage('k4'), 'Bearer shared')).body).toContain('MSA|AA|k4');
  });

  it('46: answers 413 before it reads a body that says it is too long', async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const sending = request(`${address()}/hl7`, { method: 'POST', headers: { ...media, 'authorization': 'Bearer shared', 'content-length': limits.maxBatchBytes + 1 } }, (response) => resolve(response.statusCode ?? 0));
      sending.on('error', reject);
      sending.write('MSH');
    });
    expect(answer).toBe(413);
  });

  it('46: gives up on a sender that stands still, with what came stored', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const sending = request(`${address()}/hl7`, { method: 'POST', headers: { ...media, authorization: 'Bearer shared' } }, (response) => {
        let text = `${response.statusCode} `;
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => resolve(text));
      });
      sending.on('error', reject);
      sending.write(`${sampleMessage('s1')}\r${sampleMessage('s2')}`);
    });
    expect(answer).toMatch(/^503 BHS.*MSA\|AA\|s1.*BTS\|1\|the connection broke off or stood still/s);
  });

  function address(): string {
    const bound = app.server.address();
    return bound !== null && typeof bound === 'object' ? `http://127.0.0.1:${bound.port}` : '';
  }
});
