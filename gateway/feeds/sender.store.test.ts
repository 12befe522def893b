import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SenderDirectory } from './sender-directory.ts';
import { plainDetails, type FeedSender, type SenderDetails } from './sender.ts';
import { findSender, issueSenderToken, listSenders, registerSenders, removeSender, saveSender, senderChanges } from './sender.store.ts';
import { openScratchDatabase, type ScratchDatabase } from './testing/scratch-feeds.ts';

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await openScratchDatabase();
});
afterAll(() => scratch.drop());

const fingerprint = 'ab'.repeat(32);
const laboratory: FeedSender & SenderDetails = {
  ...plainDetails, application: 'LAB', facility: 'F1', organisation: 'RYJ', assigningAuthorities: ['LABNO'],
  name: 'Pathology at Imperial', sites: { CXH: 'Charing Cross Hospital' }, defaultLabel: 1, zone: '+01:00', events: ['ORU^R01'],
  certificates: [fingerprint], outbound: { host: 'lab.example.nhs.uk', port: 2575 },
};

describe('ING-1 what staff say of a sender', () => {
  it('is kept with who changed it and when, and every earlier state', async () => {
    await saveSender(scratch.pool, laboratory, 'staff-1');
    await saveSender(scratch.pool, { ...laboratory, defaultLabel: null }, 'staff-2');
    expect(await findSender(scratch.pool, laboratory)).toMatchObject({ ...laboratory, defaultLabel: null, changedBy: 'staff-2', hasToken: false });
    const changes = await senderChanges(scratch.pool, laboratory);
    expect(changes.map(({ changedBy, sender }) => [changedBy, sender.defaultLabel])).toEqual([['staff-2', null], ['staff-1', 1]]);
    expect(changes[0]?.changedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is found by the exact pair, else by the facility alone, and is read again within a second', async () => {
    const directory = new SenderDirectory(scratch.pool);
    expect(await directory.find('LAB', 'F2')).toBeNull();
    await saveSender(scratch.pool, { ...laboratory, application: '*', facility: 'F2', certificates: [] }, 'staff');
    await directory.refresh();
    expect(await directory.find('ANY', 'F2')).toMatchObject({ application: '*', facility: 'F2' });
    expect(await directory.find('LAB', 'F1')).toMatchObject({ application: 'LAB' });
  });

  it.each<[keyof (FeedSender & SenderDetails), object]>([
    ['application', { application: '' }], ['application', { application: ' LAB' }], ['facility', { facility: '*' }], ['facility', { facility: 'a\rb' }], ['application', { application: 'x|RYJ' }], ['facility', { facility: 'RYJ|x' }], ['outbound', { outbound: { host: '127.0.0.1', port: 5432 } }], ['outbound', { outbound: { host: '::ffff:169.254.169.254', port: 80 } }], ['outbound', { outbound: { host: '2130706433', port: 80 } }], ['outbound', { outbound: { host: 'db.localhost', port: 80 } }],
    ['organisation', { organisation: 'ZZZ' }], ['assigningAuthorities', { assigningAuthorities: ['RQM'] }], ['assigningAuthorities', { assigningAuthorities: [''] }],
    ['name', { name: 'x'.repeat(200) }], ['sites', { sites: { CXH: '' } }], ['defaultLabel', { defaultLabel: 0 }], ['zone', { zone: 'Europe/Nowhere' }],
    ['events', { events: ['OML^O21'] }], ['certificates', { certificates: ['AB:CD'] }], ['outbound', { outbound: { host: 'a b', port: 1 } }], ['outbound', { outbound: { host: 'a', port: 0 } }],
  ])('is refused with words about %s: %j', async (field, change) => {
    const saved = saveSender(scratch.pool, { ...laboratory, facility: 'F3', ...change }, 'staff');
    await expect(saved).rejects.toMatchObject({ code: 'SENDER_INVALID', problems: [{ field }] });
  });

  it("23: cannot take another organisation's assigning authority or certificate", async () => {
    const other = { ...laboratory, facility: 'F4', organisation: 'RQM' };
    await expect(saveSender(scratch.pool, other, 'staff')).rejects.toMatchObject({ problems: [{ field: 'assigningAuthorities' }, { field: 'certificates' }] });
    expect(await findSender(scratch.pool, other)).toBeNull();
  });

  it('in a sandbox may be on the same machine, and nowhere a cloud keeps its keys', async () => {
    const to = (host: string) => saveSender(scratch.pool, { ...laboratory, facility: 'F6', certificates: [], outbound: { host, port: 2575 } }, 'staff', { isSandbox: true });
    await to('127.0.0.1');
    await expect(to('169.254.169.254')).rejects.toMatchObject({ problems: [{ field: 'outbound' }] });
  });

  it('23: is a pair that nobody can cut in another place: the database itself refuses the sign between the two', async () => {
    const insert = scratch.pool.query("insert into feed_sender (application, facility, organisation, assigning_authorities) values ('x|RYJ', 'ANY', 'RQM', '{}')");
    await expect(insert).rejects.toMatchObject({ constraint: 'feed_sender_plain' });
  });

  it('two saves at once cannot both take an authority', async () => {
    const save = (organisation: string) => saveSender(scratch.pool, { ...plainDetails, application: 'A', facility: `S-${organisation}`, organisation, assigningAuthorities: ['ONE'] }, 'staff');
    const outcomes = await Promise.allSettled([save('RYJ'), save('RQM')]);
    expect(outcomes.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is switched off, and a restart with CIE_FEED_SENDERS does not switch it on again', async () => {
    const setting = { application: 'ADT', facility: 'F5', organisation: 'RYJ', assigningAuthorities: ['F5'] };
    await registerSenders(scratch.pool, [setting]);
    expect(await findSender(scratch.pool, setting)).toMatchObject({ enabled: true, changedBy: null, zone: 'Europe/London' });
    await registerSenders(scratch.pool, [{ ...setting, zone: 'UTC' }]);
    expect(await findSender(scratch.pool, setting)).toMatchObject({ zone: 'UTC' });
    await removeSender(scratch.pool, setting, 'staff');
    await registerSenders(scratch.pool, [setting]);
    expect(await findSender(scratch.pool, setting)).toMatchObject({ enabled: false, changedBy: 'staff', zone: 'UTC' });
    expect((await listSenders(scratch.pool)).map(({ facility }) => facility)).toContain('F5');
    await expect(removeSender(scratch.pool, { application: 'no', facility: 'one' }, 'staff')).rejects.toMatchObject({ code: 'SENDER_NOT_FOUND' });
  });

  it('keeps of a token only its hash, and saving keeps the token', async () => {
    const token = await issueSenderToken(scratch.pool, laboratory, 'staff');
    expect(token).toMatch(/^[\w-]{43}$/);
    await saveSender(scratch.pool, laboratory, 'staff');
    expect(await findSender(scratch.pool, laboratory)).toMatchObject({ hasToken: true });
    const { rows } = await scratch.pool.query<{ dump: string }>('select string_agg(s::text, $1) || (select string_agg(c::text, $1) from feed_sender_change c) as dump from feed_sender s', ['\n']);
    expect(rows[0]?.dump).toContain('LAB');
    expect(rows[0]?.dump).not.toContain(token);
  });
});
