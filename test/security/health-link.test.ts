import { sampleLetter, sampleObservation, sampleReport } from '@cie/gateway/export/testing/sample-record.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decryptJwe, give, openingForm, payloadOf, startSummaryExchange, type SummaryExchange } from './summary-harness.ts';

let exchange: SummaryExchange;

beforeAll(async () => {
  exchange = await startSummaryExchange();
  exchange.graph.reports = [sampleReport({ name: 'Iron stores', observations: [sampleObservation({ code: 'IRON', name: 'Iron stores' })] })];
  exchange.graph.documents = [sampleLetter()];
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.now = new Date();
});

const open = (fields: Readonly<Record<string, string>>) => exchange.browser().post('/open-summary', openingForm(fields));
const closed = 'This code and date of birth open no summary';

describe('ACS-3 the summary as a SMART Health Link with an International Patient Summary', () => {
  const date = '14/03/1951';

  it('says what the specification asks for', async () => {
    const { link } = await give(exchange, { hours: '72' });
    const { url, key, exp, flag, label, ...rest } = payloadOf(link);
    expect(url).toMatch(/^http:\/\/localhost:4000\/shl\/[A-Za-z0-9_-]{43}$/);
    expect(url.length).toBeLessThanOrEqual(128);
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(flag).toBe('P');
    expect(label.length).toBeLessThanOrEqual(80);
    expect(exp).toBe(Math.floor(exchange.now.getTime() / 1000) + 72 * 3600);
    expect(rest).toEqual({});
  });

  it('gives a receiver on any site the bundle, once, by the link’s own key', async () => {
    const { link, viewer, code } = await give(exchange);
    const { url, key } = payloadOf(link);
    const answer = await exchange.receive(url, { recipient: 'Dr Link, Paris', passcode: date });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    const { files } = answer.json<{ files: { contentType: string; embedded: string; fhirVersion: string }[] }>();
    expect(files).toMatchObject([{ contentType: 'application/fhir+json', fhirVersion: '4.0.1', status: 'finalized' }]);
    const { header, text } = decryptJwe(files[0]?.embedded ?? '', key);
    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', cty: 'application/fhir+json' });
    const bundle: unknown = JSON.parse(text);
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'document' });
    // FHIR wants the composition of a document first.
    expect(pick(bundle, 'entry', 0, 'resource')).toMatchObject({ resourceType: 'Composition', title: 'Health summary' });
    expect(text).toContain('Iron stores');
    expect(text).not.toContain('1 Sample Street');
    expect((await exchange.receive(url, { recipient: 'Dr Link, Paris', passcode: date })).statusCode).toBe(404);
    expect((await open({ code })).body, 'code and link are one summary').toContain(closed);
    const log = await exchange.sql<{ body: string }>("select body from access_log where patient_id = $1 and body like '%summary-opened%'", [viewer.patientId]);
    expect(pick(JSON.parse(log[0]?.body ?? ''), 'who')).toBe('Dr Link, Paris (not signed in)');
  });

  it('gives out a longer file by an address of one use', async () => {
    const { link } = await give(exchange);
    const { url, key } = payloadOf(link);
    const { files } = (await exchange.receive(url, { recipient: 'Far', passcode: date, embeddedLengthMax: 10 })).json<{ files: { location: string; embedded?: string }[] }>();
    expect(files[0]?.embedded).toBeUndefined();
    const path = new URL(files[0]?.location ?? '').pathname;
    expect((await exchange.app.inject({ method: 'HEAD', url: path })).statusCode).toBe(404);
    const file = await exchange.app.inject({ url: path, headers: { origin: 'https://viewer.example' } });
    expect([file.statusCode, file.headers['content-type'], file.headers['access-control-allow-origin']]).toEqual([200, 'application/jose', '*']);
    expect(decryptJwe(file.body, key).text).toContain('Iron stores');
    expect((await exchange.app.inject({ url: path })).statusCode).toBe(404);
  });

  it.each(['14/03/1951', '14031951', '14 3 1951', '1951-03-14', ' 14.03.1951 '])('takes %s as the passcode', async (passcode) => {
    const { url } = payloadOf((await give(exchange)).link);
    expect((await exchange.receive(url, { recipient: 'Far', passcode })).statusCode).toBe(200);
  });

  it('abuse case 40: counts wrong passcodes over its whole life, says how many are left, and is gone after five', async () => {
    const { url } = payloadOf((await give(exchange)).link);
    const wrong = ['13/03/1951', 'no date', '1951', 'x'.repeat(3000), '31/02/1951'];
    const answers = await Promise.all(wrong.map((passcode) => exchange.receive(url, { recipient: 'Far', passcode })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401, 401]);
    expect(answers.map((each) => pick(each.json(), 'remainingAttempts')).toSorted((one, other) => Number(one) - Number(other))).toEqual([0, 1, 2, 3, 4]);
    expect((await exchange.receive(url, { recipient: 'Far', passcode: date })).statusCode).toBe(404);
  });

  it('asks for a passcode that was not sent, and counts nothing', async () => {
    const { url } = payloadOf((await give(exchange)).link);
    for (const body of [{ recipient: 'Far' }, { recipient: 'Far', passcode: '' }]) {
      const answer = await exchange.receive(url, body);
      expect([answer.statusCode, answer.json()]).toEqual([401, { remainingAttempts: 5 }]);
    }
    expect((await exchange.receive(url, { recipient: 'Far', passcode: date })).statusCode).toBe(200);
  });

  it.each([null, [], 'x', {}, { recipient: '' }, { recipient: 7 }, { recipient: 'x', passcode: 7 }, { recipient: 'x', embeddedLengthMax: -1 }, { recipient: 'x', embeddedLengthMax: 'a' }])('refuses the request %j and counts nothing', async (body) => {
    const { url } = payloadOf((await give(exchange)).link);
    expect((await exchange.receive(url, body)).statusCode).toBe(400);
    expect((await exchange.receive(url, { recipient: 'Far', passcode: date })).statusCode).toBe(200);
  });

  it('answers 404 for an address that is none, and after its time', async () => {
    const { link } = await give(exchange, { hours: '1' });
    const { url } = payloadOf(link);
    for (const address of [`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`, `${url}x`, url.slice(0, -1)]) expect((await exchange.receive(address, { recipient: 'Far', passcode: date })).statusCode).toBe(404);
    exchange.now = new Date(exchange.now.getTime() + 3_600_000);
    expect((await exchange.receive(url, { recipient: 'Far', passcode: date })).statusCode).toBe(404);
  });

  it('answers the question of a browser whether another site may ask, there alone', async () => {
    const ask = (url: string) => exchange.app.inject({ method: 'OPTIONS', url, headers: { origin: 'https://viewer.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' } });
    const answer = await ask('/shl/x');
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' });
    expect((await ask('/open-summary')).headers['access-control-allow-origin']).toBeUndefined();
    expect((await exchange.browser().get('/open-summary')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('opens on our own page from a scanned picture, and says so when the link was spoilt', async () => {
    const [{ link }, spoilt] = [await give(exchange), await give(exchange)];
    expect((await open({ link })).body).toContain('Iron stores');
    const payload = payloadOf(spoilt.link);
    const other = `shlink:/${Buffer.from(JSON.stringify({ ...payload, key: payloadOf(link).key })).toString('base64url')}`;
    expect((await open({ link: other })).body).toContain('This summary was damaged');
  });

  it('takes the link out of the address before anything else', async () => {
    const script = await exchange.browser().get('/open-summary/link.js');
    expect(script.headers['content-type']).toContain('text/javascript');
    expect(script.body).toContain('history.replaceState');
  });
});
