import { startResults } from '@cie/results/start';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFeedDesk, staff, type FeedDeskHarness } from '@cie/gateway/feed-desk/testing/feed-desk-harness.ts';

const ada = staff('Ada Cable', 'QRV', ['integration']);
const engineer = staff('Ivo Cable', 'RQM', ['integration']);
/** Of this file alone: other tests file by the policies of the same database. */
const code = `B${Date.now()}`;
const rule = { form: 'new', organisation: 'RQM', kind: 'laboratory', testCode: code, days: '14', showNotice: 'no' };

let room: Room;
let desk: FeedDeskHarness;
beforeAll(async () => {
  const server = await openRoomServer();
  room = await startResults(server.settings);
  const link = linkInProcess(room, () => undefined);
  desk = await openFeedDesk({ command: (name, input, access) => link.command(name, input, access) });
});
afterAll(async () => {
  await desk.close();
  await room.close();
}, 30_000);
beforeEach(() => desk.as(ada));

const plain = (text: string): string => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('RES-3 staff set how long results wait', () => {
  it('adds a rule, changes it and removes it, and says from when it applies', async () => {
    expect((await desk.post('/feeds/delays/save', rule)).location).toBe('/feeds/delays?done=saved');
    const list = await desk.get('/feeds/delays?done=saved');
    expect(plain(list.text)).toContain(`Laboratory test ${code} 14 Patients see nothing Ada Cable`);
    expect(plain(list.text)).toContain('A change applies to what is filed from now on');
    const address = new RegExp(`href="(/feeds/delays/change[^"]*${code})"`).exec(list.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = await desk.get(address);
    expect(form.text).toContain('Remove this rule');
    expect(form.text).toContain('value="14"');
    expect(form.text).toMatch(/value="no"[^>]*checked/);
    await desk.post('/feeds/delays/save', { ...rule, form: 'change', days: '0', showNotice: 'yes' });
    expect(plain((await desk.get('/feeds/delays')).text)).toContain(`${code} 0 Patients see that something waits`);
    const asked = await desk.post('/feeds/delays/remove', rule);
    expect([asked.status, asked.text.includes('Remove this rule')]).toEqual([200, true]);
    expect((await desk.post('/feeds/delays/remove', { ...rule, confirmed: 'yes' })).location).toBe('/feeds/delays?done=removed');
    expect((await desk.get('/feeds/delays')).text).not.toContain(code);
    expect((await desk.post('/feeds/delays/remove', { ...rule, confirmed: 'yes' })).status).toBe(422);
  });

  it.each<[control: string, change: Readonly<Record<string, string>>, words: string]>([
    ['days', { days: '366' }, '0 to 365 days'],
    ['days', { days: 'ten' }, 'Enter the number of days'],
    ['organisation-0', { organisation: '' }, 'Select an organisation'],
    ['kind-0', { kind: '' }, 'Select laboratory or radiology'],
    ['testCode', { testCode: '' }, 'Enter the code of a test'],
    ['testCode', { testCode: 'two words' }, 'Give the code of one test'],
  ])('says at %s what is wrong', async (control, change, words) => {
    const { status, text } = await desk.post('/feeds/delays/save', { ...rule, ...change });
    expect(status).toBe(422);
    expect(text).toContain(`href="#${control}"`);
    expect(text).toContain(words);
  });

  it('keeps the rule for every radiology report', async () => {
    const { status, text } = await desk.post('/feeds/delays/remove', { organisation: '*', kind: 'radiology', testCode: '*', confirmed: 'yes' });
    expect([status, text.includes('cannot be removed')]).toEqual([422, true]);
  });

  it('RES-4: chooses when somebody is told of results that nobody has opened', async () => {
    expect((await desk.get('/feeds/delays/task')).status).toBe(200);
    const { status, text } = await desk.post('/feeds/delays/task', { organisation: 'R1K', days: '29', email: '' });
    expect([status, text.includes('1 to 28 days')]).toEqual([422, true]);
    expect((await desk.post('/feeds/delays/task', { organisation: 'R1K', days: '5', email: 'results@r1k.example.net' })).location).toBe('/feeds/delays?done=task');
    expect(plain((await desk.get('/feeds/delays')).text)).toContain('London North West University Healthcare NHS Trust 5 results@r1k.example.net Ada Cable');
  });
});

describe('Abuse case 22: trust A and the delays of trust B', () => {
  it('shows a trust’s engineer their own rules and those for all, and lets them change their own', async () => {
    const other = { ...rule, organisation: 'RYJ' };
    await desk.post('/feeds/delays/save', other);
    desk.as(engineer);
    const list = await desk.get('/feeds/delays');
    expect(list.text).not.toContain(code);
    expect(list.text).not.toContain('Imperial');
    expect(plain(list.text)).toContain('Every organisation that has no rule of its own');
    const query = `organisation=RYJ&kind=laboratory&test=${code}`;
    for (const answer of [
      await desk.get(`/feeds/delays/change?${query}`), await desk.get('/feeds/delays/change?organisation=*&kind=radiology&test=*'),
      await desk.post('/feeds/delays/save', { ...other, days: '1' }), await desk.post('/feeds/delays/save', { ...rule, organisation: '*' }),
      await desk.post('/feeds/delays/remove', { ...other, confirmed: 'yes' }), await desk.post('/feeds/delays/task', { organisation: 'RYJ', days: '3', email: '' }),
    ]) expect(answer.status).toBe(404);
    expect((await desk.post('/feeds/delays/save', rule)).status).toBe(303);
    await desk.post('/feeds/delays/remove', { ...rule, confirmed: 'yes' });
    desk.as(ada);
    expect(plain((await desk.get('/feeds/delays')).text)).toContain(`${code} 14`);
    await desk.post('/feeds/delays/remove', { ...other, confirmed: 'yes' });
  });
});
