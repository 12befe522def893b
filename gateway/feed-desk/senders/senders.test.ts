import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plainDetails } from '../../feeds/sender.ts';
import { findSender, listSenders, registerSenders } from '../../feeds/sender.store.ts';
import { sampleMessage, until } from '../../feeds/testing/scratch-feeds.ts';
import { openFeedDesk, seenOn, staff, type FeedDeskHarness } from '../testing/feed-desk-harness.ts';
import { saveSenderWithin } from './manage-senders.ts';

const ada = staff('Ada Cable', 'QRV', ['support-desk', 'integration']);
const engineer = staff('Ivo Cable', 'RQM', ['integration']);
const dana = staff('Dana Desk', 'QRV', ['support-desk']);
const whole = {
  name: 'Pathology', organisation: 'RQM', application: 'WINPATH', facility: 'CW', enabled: 'yes', assigningAuthorities: 'CWH\r\n\r\nRQM', sites: 'CW = Chelsea and Westminster Hospital\r\nWM=West Middlesex',
  defaultLabel: 'none', zone: 'Europe/London', events: 'ORU^R01', certificates: `${'AB:'.repeat(31)}AB`, outboundHost: 'mllp.example.net', outboundPort: '2575',
};

let desk: FeedDeskHarness;
beforeAll(async () => {
  desk = await openFeedDesk();
}, 30_000);
afterAll(() => desk.close(), 30_000);
beforeEach(async () => {
  desk.as(ada);
  await desk.scratch.pool.query("delete from feed_sender_change; delete from feed_sender where facility not in ('RYJ', 'RQM')");
  await desk.scratch.pool.query("update feed_sender set changed_by = null, token_sha256 = null, name = 'Laboratory of ' || facility, enabled = true, zone = 'Europe/London'");
});

const addressOf = async (name: string): Promise<string> => new RegExp(`href="(/feeds/senders/[\\w-]{16})">${name}`).exec((await desk.get('/feeds/senders')).text)?.[1] ?? 'none';
const seenAt = (text: string): string => /name="seen" value="([^"]+)"/.exec(text)?.[1] ?? '';

describe('ING-1 senders are set up by staff', () => {
  it('adds one, keeps every setting, and says who did it', async () => {
    const { status, location } = await desk.post('/feeds/senders/new', whole);
    expect(status).toBe(303);
    expect(await findSender(desk.scratch.pool, { application: 'WINPATH', facility: 'CW' })).toMatchObject({
      name: 'Pathology', organisation: 'RQM', assigningAuthorities: ['CWH', 'RQM'], sites: { CW: 'Chelsea and Westminster Hospital', WM: 'West Middlesex' }, defaultLabel: null,
      zone: 'Europe/London', events: ['ORU^R01'], certificates: ['ab'.repeat(32)], outbound: { host: 'mllp.example.net', port: 2575 }, enabled: true, changedBy: ada.accountId,
    });
    const { text } = await desk.get(location);
    expect(text).toContain('The sender is saved');
    expect(text).toContain('Ada Cable');
    expect(text).toContain('CW = Chelsea and Westminster Hospital\nWM = West Middlesex');
  });

  it('changes one, and keeps what it was before', async () => {
    const address = await addressOf('Laboratory of RYJ');
    const page = await desk.get(address);
    const kept = { organisation: 'RYJ', assigningAuthorities: 'RYJ', zone: '+01:00', defaultLabel: 'sexual-health', name: 'Laboratory of RYJ' };
    expect((await desk.post(address, { ...kept, enabled: 'yes', seen: seenAt(page.text) })).status).toBe(303);
    const second = await desk.get(address);
    await desk.post(address, { ...kept, seen: seenAt(second.text) });
    expect(await findSender(desk.scratch.pool, { application: '*', facility: 'RYJ' })).toMatchObject({ zone: '+01:00', defaultLabel: 1, enabled: false });
    expect((await desk.get(address)).text).toContain('In use: no, before: yes');
  });

  it('tells the second of two who change the same sender', async () => {
    const address = await addressOf('Laboratory of RYJ');
    const seen = seenAt((await desk.get(address)).text);
    const change = { organisation: 'RYJ', assigningAuthorities: 'RYJ', zone: 'Europe/London', enabled: 'yes', seen };
    expect((await desk.post(address, { ...change, name: 'First' })).status).toBe(303);
    const { status, text } = await desk.post(address, { ...change, name: 'Second' });
    expect([status, text.includes('Somebody has changed this sender')]).toEqual([422, true]);
    expect(await findSender(desk.scratch.pool, { application: '*', facility: 'RYJ' })).toMatchObject({ name: 'First' });
  });

  it.each<[control: string, change: Readonly<Record<string, string>>, words: string]>([
    ['application', { application: '' }, 'must be the text of MSH-3'],
    ['facility', { facility: '*' }, 'must be the text of MSH-4'],
    ['organisation-0', { organisation: 'XXX' }, 'must be one that this exchange knows'],
    ['assigningAuthorities', { assigningAuthorities: 'RYJ' }, 'ODS code of another organisation'],
    ['sites', { sites: 'Chelsea' }, 'Write each site as a code, = and its name'],
    ['zone', { zone: 'Moon/Sea' }, 'must be a name such as Europe/London'],
    ['events', { events: 'XXX^Y' }, 'ones that this exchange takes'],
    ['certificates', { certificates: 'AB:CD' }, '64 hexadecimal digits'],
    ['outboundHost', { outboundPort: '' }, 'a host and a port'],
    ['outboundHost', { outboundHost: '' }, 'a host and a port'],
    ['application', { application: '*', facility: 'RQM' }, 'registered already'],
  ])('says at %s what is wrong', async (control, change, words) => {
    const before = (await listSenders(desk.scratch.pool)).length;
    const { status, text } = await desk.post('/feeds/senders/new', { ...whole, ...change });
    expect(status).toBe(422);
    expect(text).toMatch(new RegExp(`<a href="#${control}">[^<]*`));
    expect(text).toContain(words);
    // What was typed stays typed.
    expect(text).toContain(change['name'] ?? 'Pathology');
    expect((await listSenders(desk.scratch.pool)).length).toBe(before);
  });

  it('makes a token, shows it once, and says so in the history', async () => {
    const address = await addressOf('Laboratory of RYJ');
    const { text } = await desk.post(`${address}/token`);
    const token = /<code class="cie-lines">([\w-]{43})<\/code>/.exec(text)?.[1] ?? 'none';
    const page = await desk.get(address);
    expect(page.text).toContain('It has a token of its own');
    expect(page.text).not.toContain(token);
    const { rows } = await desk.scratch.pool.query('select 1 from feed_sender where token_sha256 = sha256($1::bytea)', [token]);
    expect(rows).toHaveLength(1);
  });

  it('ING-4: what waited for an unknown sender can be replayed once it is registered', async () => {
    const id = await desk.send(sampleMessage('waits', { facility: 'CW', patient: 'waits' }));
    expect((await desk.get(`/feeds/held/${id}`)).text).toContain('Sender is not registered');
    desk.as(engineer);
    expect((await desk.get(`/feeds/held/${id}`)).status).toBe(404);
    desk.as(ada);
    await desk.post('/feeds/senders/new', { ...whole, application: '*', certificates: '', outboundHost: '', outboundPort: '' });
    desk.as(engineer);
    const page = await desk.get(`/feeds/held/${id}`);
    expect(page.status).toBe(200);
    await desk.post(`/feeds/held/${id}/replay`, { seen: seenOn(page) });
    await until(async () => (await desk.stateOf(id)) === 'applied');
  });
});

describe('ING-1 ING-4 a message of a sender that nobody knows', () => {
  const link = (id: string): string => `<a href="/feeds/senders/new?held=${id}">Add a sender</a>`;
  const names = ({ text }: { readonly text: string }) => ['application', 'facility'].map((name) => new RegExp(`id="${name}"[^>]*?value="([^"]*)"`).exec(text)?.[1] ?? '');

  it('leads to a form that has its application and facility, with neither in the address', async () => {
    const id = await desk.send(sampleMessage('link', { facility: 'LINKED', patient: 'link' }));
    expect((await desk.get(`/feeds/held/${id}`)).text).toContain(link(id));
    expect(names(await desk.get(`/feeds/senders/new?held=${id}`))).toEqual(['LAB', 'LINKED']);
    await desk.post('/feeds/senders/new', { ...whole, application: '*', facility: 'LINKED', certificates: '', outboundHost: '', outboundPort: '' });
    expect((await desk.get(`/feeds/held/${id}`)).text).not.toContain(link(id));
    for (const held of [id, 'x', '00000000-0000-4000-8000-000000000000']) expect(names(await desk.get(`/feeds/senders/new?held=${held}`))).toEqual(['', '']);
  });

  it('leads nowhere for who may not add it, and tells a trust’s engineer no name', async () => {
    const id = await desk.send(sampleMessage('nolink', { facility: 'UNLINKED', patient: 'nolink' }));
    desk.as(dana);
    const page = await desk.get(`/feeds/held/${id}`);
    expect([page.status, page.text.includes('/feeds/senders/new')]).toEqual([200, false]);
    expect((await desk.get(`/feeds/senders/new?held=${id}`)).status).toBe(404);
    desk.as(engineer);
    expect(names(await desk.get(`/feeds/senders/new?held=${id}`))).toEqual(['', '']);
  });
});

describe('Abuse case 22: trust A and the senders of trust B', () => {
  /** What a trust's engineer may register by themselves: another application at a facility of theirs. */
  const own = { ...whole, facility: 'RQM', assigningAuthorities: 'RQM', certificates: '', outboundHost: '', outboundPort: '' };

  it('lets a trust’s engineer add an application at their own facility, and no messages of strangers come with it', async () => {
    const id = await desk.send(sampleMessage('stranger', { facility: 'NEW', patient: 'stranger' }));
    desk.as(engineer);
    expect((await desk.post('/feeds/senders/new', { ...own, application: '*', facility: 'NEW' })).text).toContain('This facility is not registered for your organisation');
    expect((await desk.post('/feeds/senders/new', own)).status).toBe(303);
    expect((await desk.get(`/feeds/held/${id}`)).status).toBe(404);
    await registerSenders(desk.scratch.pool, [{ application: 'EPR', facility: 'NEW', organisation: 'RQM', assigningAuthorities: [] }]);
    // The facility is theirs now, and still what a stranger sent is not.
    expect((await desk.post('/feeds/senders/new', { ...own, application: '*', facility: 'NEW' })).status).toBe(303);
    expect((await desk.get(`/feeds/held/${id}`)).status).toBe(404);
    expect((await desk.scratch.pool.query('select organisation from feed_message where id = $1', [id])).rows).toEqual([{ organisation: null }]);
  });

  it('refuses a facility that another organisation gets a moment before, under the lock', async () => {
    const at = (application: string, area: 'every' | { organisation: string }, organisation: string) =>
      saveSenderWithin(desk.scratch.pool, { actor: ada, area, seen: null, isSandbox: false }, { ...plainDetails, application, facility: 'SHARED', organisation, assigningAuthorities: [] });
    await registerSenders(desk.scratch.pool, [{ application: 'OLD', facility: 'SHARED', organisation: 'RQM', assigningAuthorities: [] }]);
    const client = await desk.scratch.pool.connect();
    await client.query("begin; lock table feed_sender in share row exclusive mode; insert into feed_sender (application, facility, organisation, assigning_authorities) values ('LAB', 'SHARED', 'RYJ', '{}')");
    const late = at('LAB', { organisation: 'RQM' }, 'RQM');
    late.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.query('commit');
    client.release();
    await expect(late).rejects.toMatchObject({ code: 'SENDER_INVALID', problems: [{ field: 'facility' }] });
    expect(await findSender(desk.scratch.pool, { application: 'LAB', facility: 'SHARED' })).toMatchObject({ organisation: 'RYJ' });
  });

  it('leaves where messages to a sender go as the exchange set it', async () => {
    await registerSenders(desk.scratch.pool, [{ application: 'EPR', facility: 'RQM', organisation: 'RQM', assigningAuthorities: [], name: 'Bookings', outbound: { host: 'mllp.rqm.example', port: 2575 } }]);
    desk.as(engineer);
    const address = await addressOf('Bookings');
    const page = await desk.get(address);
    expect(page.text).toContain('mllp.rqm.example, port 2575');
    expect(page.text).not.toContain('name="outboundHost"');
    expect((await desk.post(address, { ...own, name: 'Bookings', outboundHost: '127.0.0.1', outboundPort: '5432', seen: seenAt(page.text) })).status).toBe(303);
    expect(await findSender(desk.scratch.pool, { application: 'EPR', facility: 'RQM' })).toMatchObject({ events: ['ORU^R01'], outbound: { host: 'mllp.rqm.example', port: 2575 } });
    const actor = { accountId: engineer.accountId, name: engineer.name, organisation: 'RQM' };
    const sender = { ...plainDetails, application: 'NEXT', facility: 'RQM', organisation: 'RQM', assigningAuthorities: [], outbound: { host: 'other.example', port: 1 } };
    await expect(saveSenderWithin(desk.scratch.pool, { actor, area: { organisation: 'RQM' }, seen: null, isSandbox: true }, sender)).rejects.toMatchObject({ problems: [{ field: 'outbound' }] });
  });

  it('shows a trust’s engineer their own senders and nothing else', async () => {
    const other = await addressOf('Laboratory of RYJ');
    desk.as(engineer);
    const { text } = await desk.get('/feeds/senders');
    expect(text).toContain('Laboratory of RQM');
    expect(text).not.toContain('RYJ');
    const missing = await desk.get('/feeds/senders/AAAAAAAAAAAAAAAA');
    expect(await desk.get(other)).toMatchObject({ status: 404, text: missing.text });
    expect((await desk.post(other, { ...whole, name: 'Mine', seen: 'x' })).status).toBe(404);
    expect((await desk.post(`${other}/token`)).status).toBe(404);
    expect(await findSender(desk.scratch.pool, { application: '*', facility: 'RYJ' })).toMatchObject({ name: 'Laboratory of RYJ', hasToken: false });
  });

  it.each<[what: string, change: Readonly<Record<string, string>>]>([
    ['another organisation', { organisation: 'RYJ', assigningAuthorities: 'RYJ' }],
    ['a facility nobody has registered', { facility: 'CW' }],
    ['an assigning authority nobody has registered', { assigningAuthorities: 'CWH' }],
    ['an application that hides a facility', { application: 'x|RYJ' }],
    ['an application at another’s facility, which would go before its *', { application: 'LAB', facility: 'RYJ' }],
    ['another’s sender itself', { application: '*', facility: 'RYJ' }],
    ['a facility that is another’s ODS code', { application: 'LAB', facility: 'RAS' }],
    ['an assigning authority of another', { assigningAuthorities: 'BARTS' }],
    ['another’s certificate', { certificates: 'cd'.repeat(32) }],
  ])('refuses %s', async (_what, change) => {
    await registerSenders(desk.scratch.pool, [{ application: 'EPR', facility: 'STM', organisation: 'RYJ', assigningAuthorities: ['BARTS'], certificates: ['cd'.repeat(32)] }]);
    const before = await listSenders(desk.scratch.pool);
    desk.as(engineer);
    expect((await desk.post('/feeds/senders/new', { ...own, ...change })).status).toBe(422);
    expect(await listSenders(desk.scratch.pool)).toEqual(before);
  });

  it('lets nobody move a sender into another organisation, or out of theirs', async () => {
    desk.as(engineer);
    const address = await addressOf('Laboratory of RQM');
    const page = await desk.get(address);
    const { status } = await desk.post(address, { name: 'x', organisation: 'RYJ', assigningAuthorities: '', zone: 'Europe/London', enabled: 'yes', seen: seenAt(page.text) });
    expect(status).toBe(422);
    expect(await findSender(desk.scratch.pool, { application: '*', facility: 'RQM' })).toMatchObject({ organisation: 'RQM' });
  });

  it('shows no settings to who only works at the desk', async () => {
    desk.as(dana);
    for (const path of ['/feeds/senders', '/feeds/senders/new', '/feeds/delays']) expect((await desk.get(path)).status).toBe(404);
    expect((await desk.post('/feeds/senders/new', whole)).status).toBe(404);
    expect((await desk.get('/feeds/held')).text).not.toContain('/feeds/senders');
  });
});
