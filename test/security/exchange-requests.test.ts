import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import operations from '@cie/gateway/schema/operations.json' with { type: 'json' };
import { request as send } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { codesOf } from '../setup/answers.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { graphRequests, type GraphRequests } from '../setup/graph-requests.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

let exchange: ExchangeClient;
let own: Inside;
let requests: GraphRequests;
const person: Person = newPerson();

beforeAll(async () => {
  exchange = sharedExchange();
  own = inside(exchange);
  await own.deliver(laboratory(person, { issued: ago(1), tests: [{ code: 'K', value: '4.2' }] }));
  requests = await graphRequests(exchange, own, person);
});
afterAll(() => own.close());

describe('widgets and signed-out clients run registered operations only (abuse case 44)', () => {
  const mine = '{ me { patient { id } } }';
  /** The registered operation `Record`. */
  const [id] = Object.entries(operations).filter(([, document]) => document.startsWith('query Record(')).map(([hash]) => hash);

  it.each([
    ['a widget session', () => requests.asWidget],
    ['nobody signed in', () => requests.asNobody],
  ])('refuses a text of its own, and an id that is none, from %s', async (_who, headers) => {
    for (const body of [{ query: mine }, { query: mine, id: 'f'.repeat(64) }, { id: '__proto__' }, { id: 'constructor' }]) {
      const { status, answer } = await requests.post(body, headers());
      expect(status).toBe(400);
      expect(codesOf(answer)).toEqual(['OPERATION_NOT_REGISTERED']);
    }
  });

  it('runs a registered operation for a widget session, and nothing but it', async () => {
    const { status, answer } = await requests.post({ id, query: mine, variables: { patient: requests.patientId } }, requests.asWidget);
    expect(status).toBe(200);
    expect(answer.data).toMatchObject({ patient: { id: requests.patientId, demographics: { familyName: person.familyName } } });
  });

  it('refuses an array batch, GET, and a mutation by GET', async () => {
    for (const headers of [requests.asScript, requests.asWidget]) {
      const batch = await requests.post([{ query: mine }, { query: mine }], headers);
      expect([batch.status, codesOf(batch.answer)]).toEqual([400, ['BATCH_REFUSED']]);
    }
    for (const query of [mine, 'mutation { endEmergencyAccess(patientId: "x") }']) {
      const { statusCode, body } = await send(`${exchange.addresses['graphql']}?query=${encodeURIComponent(query)}`, { headers: { cookie: requests.asScript['cookie'] ?? '' } });
      await body.dump();
      expect(statusCode).toBe(405);
    }
  });

  it('refuses what a page of another site can send: form, text/plain, foreign Sec-Fetch-Site, no header of ours (abuse case 49)', async () => {
    const body = { id, variables: { patient: requests.patientId } };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status } = await requests.post(JSON.stringify(body), { ...requests.asWidget, 'content-type': type });
      expect([400, 415], `${type}`).toContain(status);
    }
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect((await requests.post(body, { ...requests.asWidget, 'sec-fetch-site': site })).status, `${site}`).toBe(403);
    }
    const { 'x-cie-client': _ours, ...bare } = requests.asWidget;
    expect((await requests.post(body, bare)).status).toBe(403);
    expect((await requests.post({ query: mine }, { ...requests.asScript, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('takes no identity from a header: the rooms\' own headers are of no use to a client (abuse case 31)', async () => {
    const viewer = { kind: 'patient', accountId: 'x', patientId: requests.patientId, name: 'x', organisation: null, role: null, proofing: 'P9', email: null, sessionId: 'x' };
    const forged = Buffer.from(JSON.stringify({ requestId: 'x', now: new Date(), viewer })).toString('base64url');
    for (const name of ['cie-access', 'cie-signature', 'x-user', 'x-forwarded-user', 'authorization']) {
      const { answer } = await requests.post({ id, variables: { patient: requests.patientId } }, { ...requests.asNobody, [name]: name === 'authorization' ? `Bearer ${forged}` : forged });
      expect(answer).toEqual({ data: { patient: null } });
    }
  });

  it('answers so that nothing keeps the answer (abuse case 63)', async () => {
    const { headers, body } = await send(exchange.addresses['graphql'] ?? '', { method: 'POST', headers: requests.asScript, body: JSON.stringify({ query: mine }) });
    await body.dump();
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('requests that are no operations (abuse case 46)', () => {
  it('refuses 100 MB of JSON with 413, each time', async () => {
    const body = JSON.stringify({ query: '{ me { name } }', x: 'y'.repeat(100_000_000) });
    for (let time = 0; time < 4; time += 1) {
      const { status, answer } = await requests.post(body);
      expect([status, codesOf(answer)]).toEqual([413, ['REQUEST_TOO_LARGE']]);
    }
  });

  it('refuses JSON whose length is not announced with 413 as well, long before its end', async () => {
    const { port } = new URL(exchange.addresses['portal'] ?? '');
    const socket = connect({ port: Number(port), host: 'localhost' });
    let answered = '';
    let sent = 0;
    socket.setEncoding('utf8').on('data', (text: string) => { answered += text; });
    socket.write(`POST /graphql HTTP/1.1\r\nHost: localhost\r\nCookie: ${requests.asScript['cookie']}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const piece = Buffer.from(`10000\r\n${' '.repeat(65_536)}\r\n`);
    while (answered === '' && sent < 100_000_000) {
      socket.write(piece);
      sent += piece.length;
      await sleep(1);
    }
    socket.destroy();
    expect(answered).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeLessThan(20_000_000);
  });

  it('takes no effect from __proto__ and constructor keys', async () => {
    const query = '{ me { name kind } }';
    const plain = await requests.post({ query });
    for (const body of [
      `{"query":"${query}","__proto__":{"polluted":"yes","query":"{ _service { sdl } }"}}`,
      `{"query":"${query}","variables":{"__proto__":{"polluted":"yes"}}}`,
      `{"query":"${query}","constructor":{"prototype":{"polluted":"yes"}}}`,
      `{"__proto__":{"query":"${query}"}}`,
    ]) {
      const { status, answer, text } = await requests.post(body);
      expect(status === 400 || JSON.stringify(answer) === JSON.stringify(plain.answer), `${text}`).toBe(true);
      expect(text).not.toContain('polluted');
    }
    expect((await requests.post({ query })).answer).toEqual(plain.answer);
  });

  it('answers everybody else while a connection trickles its headers', async () => {
    const { port, hostname } = new URL(exchange.addresses['portal'] ?? '');
    const slow = Array.from({ length: 40 }, () => connect({ port: Number(port), host: hostname === 'localhost' ? '127.0.0.1' : hostname }));
    for (const socket of slow) {
      socket.on('error', () => undefined);
      socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    }
    expect((await requests.post({ query: '{ me { name } }' })).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });
});

describe('errors tell what to do and nothing internal (abuse case 47)', () => {
  const internal = /\bat (?:async )?[\w.<]+ \(|node_modules|\.[jt]s:\d|postgres|typeorm|select .* from|ECONN|127\.0\.0\.1:|cie_(?:results|sharing|identity)|_service\b|_feed\b|stacktrace|Patient\.access|requires/i;

  it.each([
    ['no JSON', 'this is no JSON'],
    ['JSON of another form', '[1, 2'],
    ['null', 'null'],
    ['a number', '7'],
    ['an empty object', '{}'],
    ['a query that is a number', '{"query": 5}'],
    ['a query that cannot be parsed', '{"query": "{ me { "}'],
    ['an unknown field', '{"query": "{ me { acess pasword } }"}'],
    ['an unknown argument', '{"query": "{ patient(key: 1) { id } }"}'],
    ['a missing variable', '{"query": "query ($id: ID!) { patient(id: $id) { id } }"}'],
    ['a variable of another type', '{"query": "query ($id: ID!) { patient(id: $id) { id } }", "variables": {"id": {"a": 1}}}'],
    ['variables that are a list', '{"query": "{ me { name } }", "variables": [1]}'],
    ['an id with SQL in it', `{"query": "{ patient(id: \\"' or 1=1; drop table report; --\\") { reports { edges { node { id } } } } }"}`],
    ['a NUL in an id', '{"query": "{ me { patient { report(id: \\"\\\\u0000\\") { id } trend(code: \\"\\\\u0000\\") { code } } } }"}'],
    ['a foreign cursor', '{"query": "{ me { patient { reports(after: \\"eyJhIjoxfQ\\") { edges { cursor } } documents(after: \\"W10\\") { edges { cursor } } appointments(after: \\"x\\") { edges { cursor } } accessLog(after: \\"x\\") { edges { cursor } } } } }"}'],
    ['a page of nothing', '{"query": "{ me { patient { reports(first: 0) { edges { cursor } } documents(first: -1) { edges { cursor } } } } }"}'],
    ['a wrong NHS number and date', '{"query": "{ findPatient(nhsNumber: \\"123\\", birthDate: \\"31.12.1970\\") { id } }"}'],
    ['an unknown operation name', '{"query": "query A { me { name } }", "operationName": "B"}'],
    ['a subscription', '{"query": "subscription { me { name } }"}'],
    ['extensions of Apollo', '{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "x"}}}'],
  ])('%s', async (_what, body) => {
    const { status, text, answer } = await requests.post(body);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(internal);
    for (const error of answer.errors ?? []) {
      expect(error.extensions.code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(error.extensions.code).not.toMatch(/INTERNAL/);
      expect(error.message.length).toBeGreaterThan(10);
    }
    expect(answer.errors ?? answer.data ?? null).not.toBeNull();
  });

  it.each(['/graphql/x', '/nothing', '/graphql?x=%', '/%00', '/embed/../graphql', '/sandbox/session', '/hl7', '/.git/config'])('POST %s', async (path) => {
    const { status, text } = await requests.post({ query: '{ me { name } }' }, requests.asNobody, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(internal);
  });
});
