import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refused } from '@cie/kit/fhir/fhir-refused.ts';
import { registerFhirRoutes } from '../fhir.routes.ts';
import { FhirIntake } from './fhir-intake.ts';

const TOKEN = 'good';
const sender = { key: '*|RYJ', application: '*', facility: 'RYJ', configured: null };
const memory = { held: 0 };
let app: FastifyInstance;
let port = 0;
let received: number[] = [];
let answer: () => void = () => undefined;
let answered: Promise<void>;
const sockets: Socket[] = [];

beforeEach(async () => {
  memory.held = 0;
  received = [];
  answered = Promise.resolve();
  app = Fastify();
  registerFhirRoutes(app, {
    maxBytes: 5_000_000, publicUrl: 'http://localhost:4000', intake: new FhirIntake(memory, { memoryBytes: 1_000_000 }),
    senders: { prove: async ({ token }) => { if (token !== TOKEN) throw refused('unknown-token', 401, 'login', 'nobody'); return sender; } },
    receiver: { receive: async (bytes) => { received.push(bytes.byteLength); await answered; return { status: 200, headers: {}, body: {} }; } },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(async () => {
  answer();
  sockets.splice(0).forEach((each) => each.destroy());
  await app.close();
});

/** Opens a request and sends so much of its body. */
async function begin(length: number, sent: number, token: string): Promise<{ socket: Socket; status: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  const status = once(socket, 'data').then(([data]) => String(data).split('\r\n')[0] ?? '');
  socket.write(`POST /fhir HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/fhir+json\r\ncontent-length: ${length}\r\n\r\n`);
  if (sent > 0) socket.write(Buffer.alloc(sent, 32));
  return { socket, status };
}
const post = (body: string, token = TOKEN) => fetch(`http://127.0.0.1:${port}/fhir`, { method: 'POST', body, headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${token}` } });
async function untilHeld(bytes: number): Promise<void> {
  await expect.poll(() => memory.held).toBe(bytes);
}

describe('46: what comes in over /fhir', () => {
  it('is answered 401 before its body when nobody registered sends it', async () => {
    const { status } = await begin(4_000_000, 0, 'bad');
    expect(await status).toBe('HTTP/1.1 401 Unauthorized');
    expect([memory.held, received]).toEqual([0, []]);
  });

  it('counts in the memory of all ways in, and no more once it is answered', async () => {
    answered = new Promise((resolve) => { answer = resolve; });
    const first = post(' '.repeat(600_000));
    await untilHeld(600_000);
    const { status } = await begin(500_000, 500_000, TOKEN);
    expect(await status).toBe('HTTP/1.1 503 Service Unavailable');
    answer();
    expect((await first).status).toBe(200);
    await untilHeld(0);
    expect((await post('{}')).status).toBe(200);
  });

  it('gives back what a connection held that broke off', async () => {
    const { socket } = await begin(500_000, 300_000, TOKEN);
    await untilHeld(300_000);
    socket.destroy();
    await untilHeld(0);
    expect(received).toEqual([]);
  });

  it('is so many requests of one sender at once, and not one more', async () => {
    answered = new Promise((resolve) => { answer = resolve; });
    const under = Array.from({ length: 32 }, () => post('{}'));
    await expect.poll(() => received.length).toBe(32);
    const refusedOne = await post('{}');
    expect([refusedOne.status, refusedOne.headers.get('retry-after')]).toEqual([503, '5']);
    answer();
    expect((await Promise.all(under)).map(({ status }) => status)).toEqual(Array.from({ length: 32 }, () => 200));
    expect((await post('{}')).status).toBe(200);
  });
});
