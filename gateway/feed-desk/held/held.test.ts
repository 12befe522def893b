import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { accountForMessages } from '../../feeds/held.store.ts';
import { sampleMessage, until } from '../../feeds/testing/scratch-feeds.ts';
import { openFeedDesk, seenOn, staff, type FeedDeskHarness } from '../testing/feed-desk-harness.ts';

const dana = staff('Dana Desk', 'QRV', ['support-desk']);
const erin = staff('Erin Desk', 'QRV', ['support-desk']);
const engineer = staff('Ivo Cable', 'RQM', ['integration']);
const unknownStatus = { outcome: 'held', code: 'malformed', reason: 'OBX-11 holds a status that is not in HL7 table 0085.' } as const;

let desk: FeedDeskHarness;
let number = 0;

beforeAll(async () => {
  desk = await openFeedDesk();
}, 30_000);
afterAll(() => desk.close(), 30_000);
beforeEach(() => {
  desk.as(dana);
  desk.at(new Date());
  desk.rooms.behaviour.clear();
  // A laboratory that says Q for the status, which no table knows.
  desk.rooms.behaviour.set('results:apply', async (text) => (/\|Q$/m.test(text.replaceAll('\r', '\n')) ? unknownStatus : null));
});

/** A result whose status is not known, in the queue of a patient of its own. */
async function held(facility = 'RYJ', status = 'Q'): Promise<string> {
  const id = `w${++number}`;
  return desk.send(sampleMessage(id, { facility, patient: id }).replace(/F$/, status));
}
const open = (id: string) => desk.get(`/feeds/held/${id}`);
const rawOf = async (id: string): Promise<string> => {
  const { rows: [row] } = await desk.scratch.pool.query<{ raw: Buffer }>('select raw from feed_message where id = $1', [id]);
  return decodeHl7(row?.raw ?? Buffer.alloc(0));
};

describe('ING-4 one message', () => {
  it('shows each field with its name, and marks the one that the reason names', async () => {
    const id = await held();
    const { status, text } = await open(id);
    expect(status).toBe(200);
    expect(text).toContain('<h1 class="nhsuk-heading-l">Held message</h1>');
    expect(text).toMatch(/class="cie-named"><th scope="row">OBX-11 <span class="cie-quiet">Observation Result Status/);
    expect(text).toContain('PID Patient identification');
    expect(text).toContain('The reason names this field');
  });

  it('says which of several segments is meant, and marks only the status that is not known', async () => {
    const id = await desk.send(`${sampleMessage('two', { patient: 'two' })}\rOBX|2|TX|T^Text||y||||||Q`);
    const page = await open(id);
    expect(page.text).toContain('>OBX 2 of 2 · Observation</caption>');
    expect(page.text.match(/class="cie-named">/g)).toHaveLength(1);
    expect(page.text).toMatch(/The reason names:<\/p>\s*<ul class="nhsuk-list"><li><a href="#field-4-11">OBX-11 in OBX 2 of 2<\/a>, which says Q/);
    const form = await desk.get(`/feeds/held/${id}/mend?at=4.11`);
    expect(form.text).toContain('<strong>OBX-11 in OBX 2 of 2</strong>');
    expect(form.text).toMatch(/<button[^>]*>Save and replay</);
    await desk.post(`/feeds/held/${id}/mend`, { at: '4.11', value: 'F', why: 'The laboratory said so', seen: seenOn(page) });
    const { text } = await open(id);
    expect(text).toContain('Looked at a field</strong>: <span class="cie-lines">OBX-11 in OBX 2 of 2<');
    expect(text).toContain('Mended it</strong>: <span class="cie-lines">OBX-11 in OBX 2 of 2: The laboratory said so<');
  });

  it('says “one of these” where it does not know which of several segments is meant', async () => {
    desk.rooms.behaviour.set('results:apply', async () => ({ outcome: 'held', code: 'required-field-missing', reason: 'OBX-3 names no test.' }));
    const { text } = await open(await desk.send(`${sampleMessage('which', { patient: 'which' })}\rOBX|2|TX|||y||||||F`));
    expect(text).toContain('<p>The reason names one of these:</p>');
    expect(text.match(/>The reason names one of these<\/strong>/g)).toHaveLength(2);
  });

  it('records who opened which message and when, and shows it; nobody can change that', async () => {
    const id = await held();
    await open(id);
    desk.as(erin);
    const { text } = await open(id);
    expect(text).toMatch(/Opened it<\/strong>\s*<span class="cie-quiet">Erin Desk, NHS North West London Integrated Care Board, /);
    expect(text).toContain('Dana Desk');
    const client = await desk.scratch.pool.connect();
    try {
      await client.query('set role gateway_service');
      for (const change of ["update feed_desk_log set name = 'x'", 'delete from feed_desk_log', 'truncate feed_desk_log', 'delete from feed_message']) await expect(client.query(change)).rejects.toThrow(/permission denied/);
    } finally {
      await client.query('reset role');
      client.release();
    }
  });

  it('shows nothing when who opens it cannot be recorded', async () => {
    const id = await held();
    await desk.scratch.pool.query('alter table feed_desk_log add constraint broken check (false) not valid');
    try {
      const { status, text } = await open(id);
      expect(status).toBe(503);
      expect(text).not.toContain('Patient');
    } finally {
      await desk.scratch.pool.query('alter table feed_desk_log drop constraint broken');
    }
  });

  it('60: prints what a message says as text', async () => {
    const id = await desk.send(sampleMessage('script', { text: '<script>alert(1)</script>', patient: 'script' }).replace(/F$/, 'Q'));
    const { text } = await open(id);
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script>alert');
  });

  it('says so when a message can be read by no standard, and lets it be closed', async () => {
    const { rows: [row] } = await desk.scratch.pool.query<{ id: string }>(
      `insert into feed_message (id, sender, control_id, event, sha256, order_key, raw, acknowledged, state, code, reason, received_at)
       values (gen_random_uuid(), 'X|Y', 'unreadable', 'ORU^R01', sha256('u'), '', 'nothing known', 'AA', 'held', 'malformed', 'x', now()) returning id`);
    const page = await open(row?.id ?? '');
    expect(page.text).toContain('cannot be read as HL7 or FHIR');
    expect((await desk.get(`/feeds/held/${row?.id}/mend?at=0.10`)).status).toBe(404);
    expect((await desk.post(`/feeds/held/${row?.id}/close`, { why: 'Sent again', seen: seenOn(page) })).status).toBe(303);
  });

  it('opens nothing that was simply applied, and nothing that is no message', async () => {
    const applied = await held('RYJ', 'F');
    expect(await desk.stateOf(applied)).toBe('applied');
    for (const id of [applied, '00000000-0000-4000-8000-000000000000', "x' or true", 'mend']) expect((await open(id)).status).toBe(404);
  });
});

describe('ING-4 mending', () => {
  const mend = async (id: string, change: Readonly<Record<string, string>> = {}) =>
    desk.post(`/feeds/held/${id}/mend`, { at: '3.11', value: 'F', why: 'The laboratory said so', seen: seenOn(await open(id)), ...change });

  it('keeps what came, stores the mended message beside it, and applies that', async () => {
    const id = await held();
    const before = await rawOf(id);
    const form = await desk.get(`/feeds/held/${id}/mend?at=3.11`);
    expect(form.text).toContain('>\nQ</textarea>');
    const { status, location } = await mend(id);
    expect(status).toBe(303);
    const mended = /^\/feeds\/held\/([0-9a-f-]{36})\?done=mended$/.exec(location)?.[1] ?? '';
    expect(await rawOf(id)).toBe(before);
    expect([await desk.stateOf(id), await desk.stateOf(mended)]).toEqual(['closed', 'applied']);
    expect(desk.rooms.texts.get(mended)).toBe(before.replace(/Q$/, 'F'));
    const page = await desk.get(location);
    expect(page.text).toContain('Applied');
    expect(page.text).toMatch(/Mended, and why[\s\S]*OBX-11: The laboratory said so/);
    // Nothing is left to mend: what it says is the record's now.
    expect(page.text).not.toContain('PID Patient identification');
    expect((await desk.get(`/feeds/held/${mended}/mend?at=1.5`)).location).toBe(`/feeds/held/${mended}`);
    expect((await desk.post(`/feeds/held/${mended}/mend`, { at: '1.5', value: 'Other^Person', why: 'x', seen: '0' })).status).toBe(409);
    const original = await open(id);
    expect(original.text).toContain('OBX-11: The laboratory said so');
    expect(original.text).toContain(mended);
    expect(original.text).not.toContain('Open it again');
    const account = await accountForMessages(desk.scratch.pool);
    expect(account.accepted).toBe(account.applied + account.held + account.queued + account.closed);
  });

  it('lets somebody mend a second field before it is replayed', async () => {
    const id = await held();
    const { location } = await mend(id, { at: '3.3', value: 'K^Potassium', keep: 'yes' });
    const kept = location.split('/')[3]?.split('?')[0] ?? '';
    expect(await desk.stateOf(kept)).toBe('held');
    const second = await mend(kept);
    expect(second.location).toContain('done=mended');
    expect(desk.rooms.texts.get(second.location.split('/')[3]?.split('?')[0] ?? '')).toContain('K^Potassium');
    expect((await desk.get(second.location)).text).toMatch(/OBX-3: The laboratory said so<\/span><br><span class="cie-lines">OBX-11: The laboratory said so</);
  });

  it('54: takes the original again as the same message, after it was mended', async () => {
    const message = sampleMessage('again', { patient: 'again' }).replace(/F$/, 'Q');
    const id = await desk.send(message);
    await mend(id);
    const answer = await desk.app.inject({ method: 'POST', url: '/hl7', headers: { 'content-type': 'x-application/hl7-v2+er7' }, payload: message });
    expect(answer.body).toContain('|AA|again|');
    const { rows } = await desk.scratch.pool.query('select 1 from feed_message where control_id = $1', ['again']);
    expect(rows).toHaveLength(2);
  });

  it('tells the second of two who mend the same message, and does nothing of theirs', async () => {
    const id = await held();
    const seen = seenOn(await open(id));
    const both = await Promise.all([mend(id, { seen }), (async () => { desk.as(dana); return mend(id, { seen, value: 'C' }); })()]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([303, 409]));
    expect(both.find(({ status }) => status === 409)?.text).toMatch(/Dana Desk has mended this message since you opened it/);
    const { rows } = await desk.scratch.pool.query('select 1 from feed_message where corrects = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  it('tells who replays or closes what somebody else has closed', async () => {
    const id = await held();
    const seen = seenOn(await open(id));
    desk.as(erin);
    expect((await desk.post(`/feeds/held/${id}/close`, { why: 'Sent again', seen })).status).toBe(303);
    desk.as(dana);
    for (const step of ['replay', 'close']) {
      const { status, text } = await desk.post(`/feeds/held/${id}/${step}`, { why: 'x', seen });
      expect([status, text.includes('Erin Desk has closed this message')]).toEqual([409, true]);
    }
    expect((await desk.post(`/feeds/held/${id}/mend`, { at: '3.11', value: 'F', why: 'x', seen })).status).toBe(409);
  });

  it.each<[what: string, change: Readonly<Record<string, string>>, words: string]>([
    ['no reason', { why: '' }, 'Enter how you know what is right'],
    ['nothing new', { value: 'Q' }, 'This is what the message says already'],
    ['a separator', { value: 'F|' }, 'write \\F\\ for it'],
  ])('says at the field what is wrong: %s', async (_what, change, words) => {
    const id = await held();
    const { status, text } = await mend(id, change);
    expect(status).toBe(422);
    expect(text).toContain(words);
    expect(await desk.stateOf(id)).toBe('held');
  });

  it('finds a field that was not sent by its name, and says when there is none', async () => {
    const id = await held();
    expect((await desk.get(`/feeds/held/${id}/mend?field=obr-25`)).text).toContain('Result Status');
    const none = await desk.get(`/feeds/held/${id}/mend?field=XXX-1`);
    expect([none.status, none.text.includes('This message has no such field')]).toEqual([422, true]);
    expect((await desk.get(`/feeds/held/${id}/mend`)).text).toContain('Choose a field to mend');
    expect((await open(id)).text).toContain('Looked at a field</strong>: <span class="cie-lines">OBR-25');
  });

  it('23: nobody mends who a message comes from', async () => {
    const id = await held('RQM');
    for (const at of ['0.3', '0.4']) {
      expect((await desk.get(`/feeds/held/${id}/mend?at=${at}`)).status).toBe(422);
      expect((await mend(id, { at, value: 'RYJ' })).status).toBe(404);
    }
  });
});

describe('ING-4 replaying and closing', () => {
  it('replays one as it is, and says what came of it', async () => {
    const id = await held();
    const seen = seenOn(await open(id));
    const again = await desk.post(`/feeds/held/${id}/replay`, { seen });
    expect(again.location).toBe(`/feeds/held/${id}?done=replayed`);
    expect((await desk.get(again.location)).text).toContain('Waits for a person');
    desk.rooms.behaviour.clear();
    await desk.post(`/feeds/held/${id}/replay`, { seen: seenOn(await open(id)) });
    expect(await desk.stateOf(id)).toBe('applied');
  });

  it('closes with a reason, keeps the message, and opens it again', async () => {
    const id = await held();
    const seen = seenOn(await open(id));
    expect((await desk.post(`/feeds/held/${id}/close`, { why: '', seen })).text).toContain('Enter why it is closed');
    await desk.post(`/feeds/held/${id}/close`, { why: 'Sent again under another id', seen });
    expect(await desk.stateOf(id)).toBe('closed');
    expect((await desk.get('/feeds/held?state=closed')).text).toContain(id);
    expect((await desk.get('/feeds/held')).text).not.toContain(id);
    const closed = await open(id);
    expect(closed.text).toContain('Sent again under another id');
    await desk.post(`/feeds/held/${id}/reopen`, { seen: seenOn(closed) });
    expect(await desk.stateOf(id)).toBe('held');
  });

  it('replays all of one sender with one reason, and counts what came out', async () => {
    await desk.scratch.pool.query("update feed_message set state = 'closed', closed_at = now() where state = 'held'");
    const good = await Promise.all([held(), held(), held()].map(async (each) => each));
    const bad = await desk.send(sampleMessage('still', { patient: 'still', text: 'stays' }).replace(/F$/, 'Q'));
    const other = await held('RQM');
    desk.rooms.behaviour.set('results:apply', async (text) => (text.includes('stays') ? { outcome: 'held', code: 'order-number-mismatch', reason: 'ORC-3 and OBR-3 name different filler orders.' } : null));
    const whole = (await desk.get('/feeds/held')).text;
    const sender = /sender=([\w-]{16})"[^>]*>Laboratory of RYJ/.exec(whole)?.[1] ?? '';
    expect((await desk.get(`/feeds/held?reason=malformed&sender=${sender}`)).text).toContain('Replay all of these');
    const { location } = await desk.post('/feeds/held/replay-all', { reason: 'malformed', sender });
    const { text } = await desk.get(location);
    expect(text.replaceAll(/<[^>]+>|\s+/g, ' ').replaceAll(/ +/g, ' ')).toContain('Replayed 4 Applied 3 Held again: Order numbers disagree 1');
    expect(await Promise.all([...good, bad, other].map((id) => desk.stateOf(id)))).toEqual(['applied', 'applied', 'applied', 'held', 'held']);
    expect((await open(bad)).text).toContain('Replayed it');
  });
});

describe('Abuse case 22: a trust’s integration engineer', () => {
  it('sees, mends, replays and closes only their own organisation’s', async () => {
    const [own, other] = [await held('RQM'), await held('RYJ')];
    const seen = seenOn(await open(other));
    desk.as(engineer);
    const { text } = await desk.get('/feeds/held');
    expect(text).toContain(own);
    expect(text).not.toContain(other);
    expect(text).not.toContain('RYJ');
    expect((await open(own)).status).toBe(200);
    const missing = await open('00000000-0000-4000-8000-000000000000');
    for (const answer of [await open(other), await desk.get(`/feeds/held/${other}/mend?at=3.11`), await desk.get(`/feeds/held/${other}/close`)]) {
      expect([answer.status, answer.text]).toEqual([404, missing.text]);
    }
    for (const step of ['replay', 'close', 'reopen', 'mend']) expect((await desk.post(`/feeds/held/${other}/${step}`, { seen, why: 'x', at: '3.11', value: 'F' })).status).toBe(404);
    expect(await desk.stateOf(other)).toBe('held');
  });

  it('replays nothing of others together, and sees nothing of what came of it', async () => {
    const other = await held('RYJ');
    const sender = /sender=([\w-]{16})"[^>]*>Laboratory of RYJ/.exec((await desk.get('/feeds/held')).text)?.[1] ?? '';
    desk.as(engineer);
    expect((await desk.post('/feeds/held/replay-all', { reason: 'malformed', sender })).location).toBe('/feeds/held');
    expect(await desk.stateOf(other)).toBe('held');
    desk.as(dana);
    const { location } = await desk.post('/feeds/held/replay-all', { reason: 'malformed', sender });
    expect((await desk.get(location)).status).toBe(200);
    desk.as(engineer);
    expect((await desk.get(location)).status).toBe(404);
  });

  it('finds nothing without the duty, and the sign-in when signed out', async () => {
    const id = await held();
    for (const who of [staff('Dr Philippa', 'RYJ', []), staff('Somebody', 'RYJ', ['support-desk']), staff('Priya', 'QRV', ['privacy-officer'])]) {
      desk.as(who);
      for (const path of ['/feeds/held', `/feeds/held/${id}`]) expect((await desk.get(path)).status).toBe(404);
    }
    desk.as(null);
    expect((await desk.get('/feeds/held')).location).toBe('/sign-in?return=%2Ffeeds%2Fheld');
    expect((await desk.post(`/feeds/held/${id}/replay`, {})).status).toBe(404);
  });

  it('49: takes no form of another site', async () => {
    const id = await held();
    expect((await desk.post(`/feeds/held/${id}/replay`, { seen: '0' }, 'https://evil.example')).status).toBe(403);
    expect(await desk.stateOf(id)).toBe('held');
  });
});

describe('ING-3 ING-4 a held FHIR message', () => {
  const bundle = (status: string): string => JSON.stringify({
    resourceType: 'Bundle', type: 'transaction',
    entry: [
      { fullUrl: 'urn:uuid:6f0b5c70-0000-4000-8000-000000000001', resource: { resourceType: 'Patient', identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000425' }], name: [{ family: 'Test' }], birthDate: '1951-03-14', address: [{ line: ['1 Mill Lane'] }] }, request: { method: 'POST', url: 'Patient' } },
      {
        fullUrl: 'urn:uuid:6f0b5c70-0000-4000-8000-000000000002', request: { method: 'POST', url: 'Observation' },
        resource: { resourceType: 'Observation', identifier: [{ system: 'https://ryj.example/obs', value: `o${Date.now()}` }], status, code: { text: 'Potassium' }, subject: { reference: 'urn:uuid:6f0b5c70-0000-4000-8000-000000000001' }, valueQuantity: { value: 'DECIMAL' } },
      },
    ],
  }).replace('"DECIMAL"', '4.10');

  it('is shown by element, mended in one, and handed on with its decimals as they came', async () => {
    desk.rooms.behaviour.set('results:apply-fhir', async (text) => (text.includes('"preliminary"') ? { outcome: 'held', code: 'malformed', reason: 'Bundle.entry[1].resource.status: not as it should be.' } : null));
    const answer = await desk.app.inject({ method: 'POST', url: '/fhir', headers: { 'content-type': 'application/fhir+json', 'x-cie-sender': 'LAB|RYJ' }, payload: bundle('preliminary') });
    expect([answer.statusCode, answer.body.slice(0, 300)]).toEqual([200, expect.any(String)]);
    const { rows: [row] } = await desk.scratch.pool.query<{ id: string }>("select id from feed_message where format = 'fhir' order by seq desc limit 1");
    const id = row?.id ?? '';
    await until(async () => (await desk.stateOf(id)) === 'held');
    const page = await open(id);
    expect(page.text).toMatch(/class="cie-named"><th scope="row">Observation\.status/);
    expect(page.text).toContain('4.10');
    expect(page.text).not.toContain('1 Mill Lane');
    const { location } = await desk.post(`/feeds/held/${id}/mend`, { at: '/entry/1/resource/status', value: 'final', why: 'The laboratory said so', seen: seenOn(page) });
    const mended = location.split('/')[3]?.split('?')[0] ?? '';
    expect([await desk.stateOf(id), await desk.stateOf(mended)]).toEqual(['closed', 'applied']);
    expect(desk.rooms.texts.get(mended)).toContain('"value":4.10');
    expect(desk.rooms.texts.get(mended)).toContain('"status":"final"');
    const { rows } = await desk.scratch.pool.query('select 1 from fhir_resource where message_id = $1', [mended]);
    expect(rows.length).toBeGreaterThan(0);
  });
});
