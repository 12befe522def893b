import { sampleDetails, sampleLetter, sampleObservation, sampleReport } from '@cie/gateway/export/testing/sample-record.ts';
import { summaryLimits } from '@cie/gateway/share/read-summary.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { actionsOf, give, idIn, newPatient, openingForm, payloadOf, startSummaryExchange, type SummaryExchange } from './summary-harness.ts';

let exchange: SummaryExchange;

beforeAll(async () => {
  exchange = await startSummaryExchange();
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.viewer = null;
  exchange.down = false;
  exchange.now = new Date();
  exchange.graph.allow = () => true;
  exchange.graph.asked.length = 0;
  exchange.graph.reports = [panel('Iron stores'), sampleReport({ kind: 'RADIOLOGY', name: 'Chest X-ray', text: 'Clear lungs.', observations: [] })];
  exchange.graph.documents = [sampleLetter({ title: 'Discharge letter', text: 'Dear <b>Doctor</b>' })];
});

/** A report of one test of the same name. */
const panel = (name: string, changes: Parameters<typeof sampleReport>[0] = {}) => sampleReport({ name, observations: [sampleObservation({ code: name, name })], ...changes });
const open = (fields: Readonly<Record<string, string>>, browser = exchange.browser()) => browser.post('/open-summary', openingForm(fields));
const closed = 'This code and date of birth open no summary';

describe('ACS-3 short-lived share: a code plus date of birth opens the summary once', () => {
  it('shows the summary to whoever has code and date, once, and tells nothing to who comes after', async () => {
    const { code, viewer } = await give(exchange);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    const shown = await open({ code });
    expect(shown.statusCode).toBe(200);
    expect(shown.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    for (const text of ['Sample Person', '999 000 1018', 'Iron stores', 'Below the usual range', 'Chest X-ray', 'Clear lungs.', 'Discharge letter', 'Dear &lt;b&gt;Doctor&lt;/b&gt;', 'This page is shown once']) expect(shown.body).toContain(text);
    const again = await open({ code });
    expect(again.statusCode).toBe(422);
    expect(again.body).toContain(closed);
    expect(again.body).not.toContain('Iron stores');
    expect(await actionsOf(exchange, viewer)).toEqual(['summary-shared', 'summary-opened', 'refused']);
  });

  it('takes the code as people type it', async () => {
    const { code } = await give(exchange);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    expect((await open({ code: typed })).statusCode).toBe(200);
  });

  it('does not hold where somebody lives, whom they are close to, or their appointments', async () => {
    const { code } = await give(exchange);
    const { body } = await open({ code });
    for (const text of [sampleDetails.address?.postcode ?? '', sampleDetails.phone ?? '', sampleDetails.email ?? '', 'Sam Person']) expect(body).not.toContain(text);
    expect(exchange.graph.asked.some(({ name }) => name === 'DownloadAppointments')).toBe(false);
  });

  it('is read as its owner, for a summary, with the labels they chose and no more than the newest', async () => {
    const { viewer } = await give(exchange, { labels: 'mentalHealth' });
    expect(exchange.graph.asked.length).toBeGreaterThanOrEqual(6);
    for (const { access, variables } of exchange.graph.asked) {
      expect(access).toMatchObject({ purpose: 'share', onlyLabels: [2], viewer: { accountId: viewer.accountId } });
      expect(variables['patient']).toBe(viewer.patientId);
    }
    expect(exchange.graph.asked.flatMap(({ name, variables }) => (name === 'DownloadReports' ? [variables['first']] : []))).toEqual([summaryLimits.LABORATORY, summaryLimits.RADIOLOGY]);
  });

  it('leaves out what was taken back, cancelled or replaced', async () => {
    exchange.graph.reports = [panel('Kept'), panel('Gone1', { status: 'WITHDRAWN' }), panel('Gone2', { status: 'CANCELLED' })];
    exchange.graph.documents = [sampleLetter({ title: 'Gone3', status: 'REPLACED' }), sampleLetter({ title: 'Gone4', status: 'WITHDRAWN' })];
    const { body } = await open({ code: (await give(exchange)).code });
    expect(body).toContain('Kept');
    expect(body).not.toMatch(/Gone\d/);
  });

  it('abuse case 40: closes after five wrong dates, and the right one opens it no more', async () => {
    const { code, viewer } = await give(exchange);
    for (let day = 1; day <= 5; day += 1) expect((await open({ code, day: String(day) })).body).toContain(closed);
    expect((await open({ code })).body).toContain(closed);
    expect(await actionsOf(exchange, viewer)).toEqual(['summary-shared', 'refused', 'refused', 'refused', 'refused', 'summary-stopped', 'refused']);
  });

  it('abuse case 38, 40: answers a wrong date, an unknown, a used and a stopped code with one text in one time', async () => {
    const even = await startSummaryExchange({ step: 500 });
    onTestFinished(() => even.close());
    const [first, used, stopped] = [await give(even), await give(even), await give(even)];
    await open({ code: used.code });
    even.viewer = stopped.viewer;
    expect((await even.browser().post('/share-summary/stop', { id: stopped.id })).statusCode).toBe(303);
    const answers = [];
    for (const fields of [{ code: first.code, day: '1' }, { code: '0000-0000-0000' }, { code: used.code }, { code: stopped.code }]) {
      const began = performance.now();
      const { statusCode, body } = await open(fields, even.browser());
      // What was typed comes back, and nothing else tells one answer from another.
      answers.push({ statusCode, body: body.replaceAll(/value="[^"]*"/g, '') });
      expect((performance.now() - began) % 500, 'a whole number of half seconds').toBeLessThan(150);
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it('lets nobody walk through codes: after 20 tries a network waits', async () => {
    const browser = exchange.browser();
    const tries = await Promise.all(Array.from({ length: 21 }, () => open({ code: '0000-0000-0000' }, browser)));
    expect(tries.filter(({ statusCode }) => statusCode === 422)).toHaveLength(20);
    const [refused] = tries.filter(({ statusCode }) => statusCode === 429);
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    const { code } = await give(exchange);
    expect((await open({ code })).statusCode, 'another network').toBe(200);
  });

  it.each([
    ['code', { code: '' }, 'Enter the code'],
    ['code', { code: '7K3M-Q9PX-2HT' }, 'Enter the code'],
    ['code', { code: '7K3M-Q9PX-2HTU' }, 'Enter the code'],
    ['code', { code: '', link: 'shlink:/eyJ4IjoxfQ' }, 'Enter the code'],
    ['day', { code: '7K3M-Q9PX-2HTN', month: '13' }, 'Enter a real date'],
    ['day', { code: '7K3M-Q9PX-2HTN', year: '2951' }, 'a day in the past'],
    ['name', { code: '7K3M-Q9PX-2HTN', name: 'x' }, 'Enter your name and role'],
    ['place', { code: '7K3M-Q9PX-2HTN', place: ' ' }, 'Enter where you work'],
  ])('says what is missing at %s, and tries nothing', async (field, fields, text) => {
    const { statusCode, body } = await open(fields);
    expect(statusCode).toBe(422);
    expect(body).toContain(text);
    expect(body).toContain(`href="#${field}"`);
  });

  it('abuse case 49: takes forms of our own pages only', async () => {
    for (const url of ['/open-summary', '/share-summary', '/share-summary/stop']) {
      exchange.viewer = newPatient();
      const answer = await exchange.app.inject({ method: 'POST', url, headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }, payload: 'code=x' });
      expect(answer.statusCode).toBe(403);
    }
  });
});

describe('ACS-3 the page where a summary is given', () => {
  const page = () => exchange.browser();

  it('shows the code this once: not in the list, not when the form is sent again', async () => {
    exchange.viewer = newPatient();
    const id = idIn((await page().get('/share-summary')).body);
    const made = await page().post('/share-summary', { id, labels: 'general', hours: '1' });
    const code = /cie-code"[^>]*>([0-9A-Z-]+)</.exec(made.body)?.[1] ?? 'none';
    expect(made.headers['cache-control']).toBe('no-store');
    const again = await page().post('/share-summary', { id, labels: 'general', hours: '1' });
    expect(again.body).toContain('This summary was made already');
    expect(again.body + (await page().get('/share-summary')).body).not.toContain(code);
    expect((await page().get('/share-summary')).body.match(/data-state="waiting"/g)).toHaveLength(1);
  });

  it('shows who opened it, in their own words as text', async () => {
    const { code, viewer } = await give(exchange);
    await open({ code, name: 'Dr <img src=x>' });
    exchange.viewer = viewer;
    const { body } = await page().get('/share-summary');
    expect(body).toContain('Dr &lt;img src=x&gt;, Leeds General');
    expect(body).toContain('Nobody has checked it');
  });

  it.each([
    [{ hours: '24' }, 'Choose what it should hold'],
    [{ labels: 'everything', hours: '24' }, 'Choose what it should hold'],
    [{ labels: 'general' }, 'Choose how long it can be opened'],
    [{ labels: 'general', hours: '169' }, 'Choose how long it can be opened'],
  ])('asks for what is missing from %j', async (fields, text) => {
    exchange.viewer = newPatient();
    const id = idIn((await page().get('/share-summary')).body);
    const answer = await page().post('/share-summary', { id, ...fields });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(text);
    expect(exchange.graph.asked).toEqual([]);
  });

  it('makes five that wait, and no sixth', async () => {
    const viewer = newPatient();
    for (let each = 0; each < 5; each += 1) await give(exchange, { viewer });
    exchange.viewer = viewer;
    const id = idIn((await page().get('/share-summary')).body);
    const answer = await page().post('/share-summary', { id, labels: 'general', hours: '24' });
    expect(answer.body).toContain('You have 5 summaries that wait to be opened');
  });

  it('shares nothing when a part of the record does not answer, or the record does not open', async () => {
    const viewer = newPatient();
    for (const allow of [({ name }: { name: string }) => (name === 'DownloadReports' ? 'ROOM_TIMEOUT' : true), () => false]) {
      exchange.graph.allow = allow;
      exchange.viewer = viewer;
      const id = idIn((await page().get('/share-summary')).body);
      const answer = await page().post('/share-summary', { id, labels: 'general', hours: '24' });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain('cie-code');
      expect((await page().get('/share-summary')).body).not.toContain('data-state');
    }
  });

  it('abuse case 11, 37: is there for a proved patient with a record, and for nobody else', async () => {
    const professional = newPatient({ kind: 'professional', patientId: null, proofing: null, organisation: 'RYJ', role: 'Doctor' });
    for (const viewer of [newPatient({ proofing: 'P5' }), newPatient({ patientId: null }), professional]) {
      exchange.viewer = viewer;
      expect((await page().get('/share-summary')).statusCode).toBe(404);
      expect((await page().post('/share-summary', { labels: 'general', hours: '24' })).statusCode).toBe(404);
    }
    exchange.viewer = null;
    expect((await exchange.app.inject({ url: '/share-summary', headers: { accept: 'text/html' } })).headers.location).toBe('/sign-in?return=%2Fshare-summary');
  });
});

describe('ACS-6 a summary is opened with its entry in the log, or not at all', () => {
  it('with sharing down nothing opens and nothing is used up', async () => {
    const { code, link } = await give(exchange);
    exchange.down = true;
    expect((await open({ code })).statusCode).toBe(503);
    const { url } = payloadOf(link);
    expect((await exchange.receive(url, { recipient: 'Far', passcode: '14/03/1951' })).statusCode).toBe(503);
    exchange.down = false;
    expect((await open({ code })).statusCode).toBe(200);
  });

  it('with the log unwritable nothing opens and nothing is used up', async () => {
    const { code, viewer } = await give(exchange);
    await exchange.sql("insert into access_log (patient_id, seq, at, body, hash) values ($1, 2, now(), '{}', '')", [viewer.patientId]);
    const refused = await open({ code });
    expect([refused.statusCode, refused.body.includes('Iron stores')]).toEqual([503, false]);
    await exchange.sql('delete from access_log where patient_id = $1 and seq = 2', [viewer.patientId]);
    expect((await open({ code })).statusCode).toBe(200);
  });
});

describe('ACS-3 what is kept is cipher text', () => {
  it('holds neither code, link, date of birth nor anything of the summary, in any form', async () => {
    const { id, code, link } = await give(exchange);
    const rows = await exchange.sql<{ row: string }>('select row_to_json(s)::text || row_to_json(c)::text as row from summary_share s join summary_content c on c.share_id = s.id where s.id = $1', [id]);
    const dump = rows.map(({ row }) => row).join('\n');
    expect(dump).toContain(id);
    const { url, key } = payloadOf(link);
    const secrets = [code, code.replaceAll('-', ''), url.slice(-43), key, '1951-03-14', '9990001018', 'Iron stores', 'Sample Person'];
    for (const secret of secrets) {
      for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').slice(0, -2)]) expect(dump).not.toContain(form);
    }
    expect(dump).not.toContain(Buffer.from(key, 'base64url').toString('hex'));
  });

  it('is gone once it was opened', async () => {
    const { id, code } = await give(exchange);
    await open({ code });
    expect(await exchange.sql('select 1 from summary_content where share_id = $1', [id])).toEqual([]);
  });
});

describe('ACS-3 the numbers of a summary', () => {
  it('is made of what fits, and not of more', async () => {
    const reports = (length: number) => Array.from({ length: 30 }, () => sampleReport({ comments: ['x'.repeat(length)] }));
    exchange.graph.reports = reports(90_000);
    await give(exchange);
    exchange.graph.reports = reports(110_000);
    exchange.viewer = newPatient();
    const answer = await exchange.browser().post('/share-summary', { labels: 'general', hours: '24' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('This is too much for a summary');
  });

  it('is made 20 times a day by one account, and not more often', async () => {
    const viewer = newPatient();
    exchange.viewer = viewer;
    for (let each = 0; each < 20; each += 1) {
      expect((await exchange.browser().post('/share-summary', { labels: 'general', hours: '24' })).body).toContain('cie-code');
      const [waiting] = await exchange.sql<{ id: string }>('select id from summary_share where patient_id = $1 and stopped_at is null', [viewer.patientId]);
      await exchange.browser().post('/share-summary/stop', { id: waiting?.id ?? '' });
    }
    expect((await exchange.browser().post('/share-summary', { labels: 'general', hours: '24' })).body).toContain('You have made many summaries today');
  });

  it('shows no more tests than its limits, however many there are', async () => {
    exchange.graph.reports = Array.from({ length: 80 }, (_each, index) => panel(`Panel ${index}`));
    const { body } = await open({ code: (await give(exchange)).code });
    expect(body).toContain(`Panel ${summaryLimits.LABORATORY - 1}`);
    expect(body).not.toContain(`Panel ${summaryLimits.LABORATORY}<`);
  });
});
