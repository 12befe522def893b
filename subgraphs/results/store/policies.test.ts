import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { professionalOf, realDaysAgo } from '../testing/professionals.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
let feed: Client;
beforeAll(async () => {
  test = await openTestRoom();
  feed = await test.server.connect('results', 'feed');
});
afterAll(async () => {
  await feed.end();
  await test.close();
});

const ofExchange: Viewer = { ...professionalOf('QRV'), name: 'Ingrid Integration', duties: ['integration'] };
const ofTrust: Viewer = { ...professionalOf('RAS'), duties: ['integration'] };
const run = (name: string, input: object, viewer: Viewer | null): Promise<unknown> =>
  test.room.commands[name]?.(input, { requestId: 'test', viewer, now: new Date() }) ?? Promise.reject(new Error('no such command'));
const newCode = () => `T${randomUUID().slice(0, 8).toUpperCase()}`;
const policy = (more: object = {}) => ({ organisation: 'RAS', kind: 'laboratory', testCode: newCode(), days: 14, showNotice: true, ...more });

async function listed(testCode: unknown, viewer: Viewer): Promise<unknown> {
  const all = pick(await run('delay-policies', {}, viewer), 'policies');
  return Array.isArray(all) ? all.find((each: unknown) => pick(each, 'testCode') === testCode) : undefined;
}

describe('RES-3 the delay policy of an organisation', () => {
  it('is set with author and time, holds for the next report, and can be changed and removed, history kept', async () => {
    const rule = policy();
    await run('save-delay-policy', rule, ofTrust);
    expect(await listed(rule.testCode, ofExchange)).toEqual({ ...rule, author: ofTrust.name, at: expect.any(String) as string });
    const patient = randomUUID();
    await test.file(patient, { organisation: 'RAS', issuedAt: realDaysAgo(1), service: `${rule.testCode}^A test^L` });
    expect((await test.ask(patient, 'reports { edges { node { id } } } waitingReports { kind }')).patient).toEqual({ reports: { edges: [] }, waitingReports: [{ kind: 'LABORATORY' }] });
    await run('save-delay-policy', { ...rule, days: 0, showNotice: false }, ofExchange);
    expect(await listed(rule.testCode, ofTrust)).toMatchObject({ days: 0, showNotice: false, author: 'Ingrid Integration' });
    await run('remove-delay-policy', rule, ofTrust);
    expect(await listed(rule.testCode, ofTrust)).toBeUndefined();
    const { rows } = await feed.query("select author from policy_change where policy::text like '%' || $1 || '%' order by id", [rule.testCode]);
    expect(rows).toEqual([{ author: ofTrust.name }, { author: 'Ingrid Integration' }, { author: ofTrust.name }]);
  });

  it.each([
    ['a fraction of a day', { days: 1.5 }, 'DELAY_DAYS_INVALID'],
    ['more than a year', { days: 366 }, 'DELAY_DAYS_INVALID'],
    ['less than nothing', { days: -1 }, 'DELAY_DAYS_INVALID'],
    ['days in words', { days: 'many' }, 'DELAY_DAYS_INVALID'],
    ['no code', { testCode: ' ' }, 'TEST_CODE_INVALID'],
    ['a code with markup (abuse case 60)', { testCode: '<script>' }, 'TEST_CODE_INVALID'],
    ['an organisation that supplies nothing', { organisation: 'XXX' }, 'ORGANISATION_UNKNOWN'],
    ['another kind', { kind: 'dental' }, 'COMMAND_INPUT_INVALID'],
  ])('refuses %s', async (_name, more, code) => {
    await expect(run('save-delay-policy', policy(more), ofExchange)).rejects.toMatchObject({ code });
  });

  it('keeps a rule for every radiology report: it is set, never removed', async () => {
    const everyScan = { organisation: '*', kind: 'radiology', testCode: '*' };
    await expect(run('remove-delay-policy', everyScan, ofExchange)).rejects.toMatchObject({ code: 'DELAY_POLICY_NEEDED' });
    await expect(run('save-delay-policy', { ...everyScan, days: 28, showNotice: true }, ofExchange)).resolves.toBeNull();
    await expect(run('remove-delay-policy', { organisation: 'RAS', kind: 'laboratory', testCode: newCode() }, ofExchange)).rejects.toMatchObject({ code: 'DELAY_POLICY_UNKNOWN' });
  });

  it.each<[string, Viewer | null]>([
    ['nobody', null],
    ['a clinician', professionalOf('RAS')],
    ['the support desk', { ...professionalOf('QRV'), duties: ['support-desk'] }],
    ['a patient', { ...professionalOf('RAS'), kind: 'patient', duties: ['integration'] }],
    ["another trust's engineer (abuse case 22)", { ...professionalOf('RYJ'), duties: ['integration'] }],
  ])('is not for %s to change', async (_name, viewer) => {
    for (const [name, input] of [['save-delay-policy', policy()], ['remove-delay-policy', policy()], ['save-result-task-policy', { organisation: 'RAS', days: 7, email: null }]] as const) {
      await expect(run(name, input, viewer)).rejects.toMatchObject({ code: 'INTEGRATION_ONLY' });
    }
  });

  it("shows a trust's engineer its own rules and those for all", async () => {
    const found = pick(await run('delay-policies', {}, ofTrust), 'policies');
    const organisations = new Set((Array.isArray(found) ? found : []).map((each: unknown) => pick(each, 'organisation')));
    expect(organisations).toEqual(new Set(['*', 'RAS']));
  });
});

describe('RES-4 the task policy of an organisation', () => {
  it('is set and shown', async () => {
    await run('save-result-task-policy', { organisation: 'RAS', days: 10, email: 'team@ras.example.net' }, ofTrust);
    await run('save-result-task-policy', { organisation: 'RAS', days: 5, email: '' }, ofTrust);
    expect(pick(await run('delay-policies', {}, ofTrust), 'tasks')).toEqual([{ organisation: 'RAS', days: 5, email: null, author: ofTrust.name, at: expect.any(String) as string }]);
  });

  it.each([
    [{ days: 0 }, 'TASK_DAYS_INVALID'],
    [{ days: 29 }, 'TASK_DAYS_INVALID'],
    [{ email: 'not an address' }, 'EMAIL_INVALID'],
    [{ organisation: '*' }, 'ORGANISATION_UNKNOWN'],
  ])('refuses %j', async (more, code) => {
    await expect(run('save-result-task-policy', { organisation: 'RAS', days: 7, email: null, ...more }, ofExchange)).rejects.toMatchObject({ code });
  });
});
