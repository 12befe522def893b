import type { Viewer } from '@cie/kit/access-context.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, colleague, days, daysAgo, decision, now, openRecordsWorld, person, staff, type RecordsWorld } from './testing/records-world.ts';

let world: RecordsWorld;
beforeAll(async () => {
  world = await openRecordsWorld();
});
afterAll(() => world.close());

const every = ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'];

describe('SAR-1 the copy holds what was released', () => {
  /** A copy of the general part, after a health professional spoke against another; collected. */
  async function copyOf(viewer: Viewer, id: string): Promise<string> {
    await world.reviewed(id, ['mentalHealth']);
    await world.approve(id, ['general']);
    await world.command('collect-records-request', { id }, viewer);
    return id;
  }

  it('and nothing else, for a patient who may see all of their record', async () => {
    const patient = await world.newPatient();
    const owner = person({ patientId: patient.id });
    const id = await copyOf(owner, await world.requested(owner, patient, 'self'));
    // The ordinary download is their own, and stays what it is.
    expect(await world.download(owner, patient.id)).toMatchObject({ doors: ['SELF'], labels: every });
    expect(await world.download(owner, patient.id, { copyOf: id })).toMatchObject({ doors: ['INVITED'], labels: ['GENERAL'] });
    const passes = String(pick(await world.download(owner, patient.id, { copyOf: id, fields: 'access { results }' }), 'access', 'results'));
    expect(passes).toMatch(/^v1\|results\|[^|]+\|[^|]+\|invited\|0\|\*\|n\|/);
    expect(passes).not.toContain('|self|');
    expect(await world.lastEntry(patient.id)).toMatchObject({ action: 'downloaded', doors: ['invited'], areas: ['results'], copy: 'given' });
  });

  it('and nothing else, for a proxy', async () => {
    const [patient, carer] = [await world.newPatient(), person()];
    await world.service.query(
      `insert into proxy (patient_id, id, account_id, proxy_name, finder, sealed, verifier, basis, birth_date, decided, labels, requested_at, started_at, ends_at, reviewed_at, consent)
       values ($1, $2, $3, 'Ada Asker', '', '', 'Dana Desk', 'power-of-attorney', '1948-05-04', 'active', '{0,1,2,3}', $4, $4, $5, $4, 'cannot-decide')`, [patient.id, randomUUID(), carer.accountId, now, days(300)]);
    const id = await copyOf(carer, await world.checked(carer, patient));
    expect(await world.download(carer, patient.id)).toMatchObject({ doors: ['PROXY'], labels: every });
    expect(await world.download(carer, patient.id, { copyOf: id })).toMatchObject({ doors: ['INVITED'], labels: ['GENERAL'] });
  });

  it('opens to nobody but who asked, by that request, of that record, and after its receipt', async () => {
    const [patient, viewer] = [await world.newPatient(), person({ proofing: 'P5' })];
    const id = await world.checked(viewer, patient);
    await world.reviewed(id);
    await world.approve(id, ['general']);
    expect(await world.download(viewer, patient.id, { copyOf: id })).toBeNull();
    await world.command('collect-records-request', { id }, viewer);
    expect(await world.lastEntry(patient.id)).toMatchObject({ action: 'request-delivered', copy: 'given' });
    expect(await world.download(viewer, patient.id, { copyOf: id })).toMatchObject({ doors: ['INVITED'], labels: ['GENERAL'] });
    for (const [who, record, request] of [[person(), patient.id, id], [viewer, patient.id, randomUUID()], [viewer, (await world.newPatient()).id, id]] as const) expect(await world.download(who, record, { copyOf: request })).toBeNull();
    expect(await world.download(viewer, patient.id)).toBeNull();
    // The owner's own right opens no copy of somebody else's request.
    expect(await world.download(person({ patientId: patient.id }), patient.id, { copyOf: id })).toBeNull();
  });

  it('ACC-5: is of the one record that was checked, and of none that was joined to it', async () => {
    const [patient, joined] = [await world.newPatient(), await world.newPatient()];
    const owner = person({ patientId: patient.id });
    await world.learnGroup(patient.id, [patient.id, joined.id]);
    const id = await copyOf(owner, await world.requested(owner, patient, 'self'));
    const passes = async (copy?: string): Promise<string> =>
      String(pick(await world.download(owner, patient.id, { fields: 'access { results }', ...(copy === undefined ? {} : { copyOf: copy }) }), 'access', 'results'));
    expect(await passes()).toContain(joined.id);
    expect(await passes(id)).toContain(patient.id);
    expect(await passes(id)).not.toContain(joined.id);
  });

  it('abuse case 12: what a parent asked for ends when the child is 16, and is not let out after that', async () => {
    const [parent, child, younger] = [person(), await world.newPatient('2010-11-28'), await world.newPatient('2011-02-01')];
    const [id, usual] = [await world.checked(parent, child, 'parental-responsibility'), await world.checked(parent, younger, 'parental-responsibility')];
    for (const each of [id, usual]) await world.reviewed(each);
    expect(await codeOf(world.approve(id, ['general'], new Date('2026-11-28T00:00:00Z')))).toBe('RECORDS_REQUEST_AGE');
    await world.approve(id, ['general'], new Date('2026-11-27T23:59:59Z'));
    expect(await world.command('own-records-request', { id }, parent)).toMatchObject({ state: 'approved', collectUntil: '2026-11-28T00:00:00.000Z' });
    await world.command('collect-records-request', { id }, parent, new Date('2026-11-27T23:59:59Z'));
    expect(await world.download(parent, child.id, { copyOf: id, at: new Date('2026-11-27T23:59:59Z') })).not.toBeNull();
    expect(await world.download(parent, child.id, { copyOf: id, at: new Date('2026-11-28T00:00:00Z') })).toBeNull();
    expect(await codeOf(world.command('collect-records-request', { id }, parent, new Date('2026-11-28T00:00:00Z')))).toBe('RECORDS_REQUEST_STATE');
    // A younger child's copy has its usual time, and the database insists on the birthday.
    await world.approve(usual, ['general']);
    expect(new Date(String(pick(await world.command('own-records-request', { id: usual }, parent), 'collectUntil'))) > days(5)).toBe(true);
    expect(await codeOf(world.service.query("update records_request set collect_until = '2026-11-30' where id = $1", [id]))).toBe('23514');
    // By another right the age does not matter.
    const attorney = await world.checked(person(), await world.newPatient('2010-11-28'));
    await world.reviewed(attorney);
    expect(await codeOf(world.command('approve-records-request', { id: attorney, ...decision('general') }, colleague, new Date('2026-11-28T00:00:00Z')))).toBe('done');
  });
});

describe('SAR-1 what nobody goes on with', () => {
  it('ends after 90 days without anything shown, is told, and its evidence is deleted; not a day sooner', async () => {
    const [viewer, patient] = [person(), await world.newPatient()];
    // Old ones first: an account has only so many a day.
    const [old, recent, fresh] = [await world.requested(viewer, patient, undefined, daysAgo(92)), await world.requested(viewer, patient, undefined, daysAgo(92)), await world.requested(viewer, patient, undefined, daysAgo(89))];
    const file = await world.evidence(viewer, old);
    await world.service.query('update evidence set updated_at = $2 where id = $1', [file, daysAgo(91)]);
    // Somebody who has added something has gone on.
    await world.evidence(viewer, recent);
    await world.messages(viewer.accountId);
    const stateOf = async (id: string): Promise<unknown> => pick(await world.command('own-records-request', { id }, viewer), 'state');
    await world.sweep(async () => (await stateOf(old)) === 'refused');
    expect([await stateOf(recent), await stateOf(fresh)]).toEqual(['evidence', 'evidence']);
    expect(await world.command('own-records-request', { id: old }, viewer)).toMatchObject({ refused: { reason: 'identity-not-shown', text: 'Nothing was sent for 90 days. You can ask again at any time.' } });
    expect(await world.messages(viewer.accountId)).toEqual(['records-request-refused']);
    expect(await world.lastEntry(patient.id)).toMatchObject({ action: 'request-decided', who: 'The Care Information Exchange', account: null });
    expect(await world.fileState(file)).toBe('clean');
    await world.service.query('update records_request set decided_at = $2 where id = $1', [old, daysAgo(28.1)]);
    await world.sweep(async () => (await world.fileState(file)) === undefined);
  });

  it('a review that is not answered in time is shown as such, and the team is told once of each', async () => {
    const id = await world.checked(person(), await world.newPatient());
    const read = (at: Date): Promise<unknown> => world.command('records-request', { id }, staff, at);
    const reference = String(pick(await read(now), 'reference'));
    await world.command('assign-review', { id, accountId: (await world.newReviewer()).accountId });
    const end = new Date(String(pick(await read(now), 'review', 'until')));
    const before = new Date(end.getTime() - 1);
    await world.messages(reference);
    const told = async (at: Date): Promise<number> => {
      await world.command('records-reminders', {}, null, at);
      return (await world.messages(reference)).length;
    };
    expect([await told(before), await told(end), await told(end)]).toEqual([0, 1, 0]);
    expect(await read(before)).toMatchObject({ review: { isLate: false } });
    expect(await read(end)).toMatchObject({ review: { isLate: true, answeredAt: null } });
    await world.command('assign-review', { id, accountId: (await world.newReviewer()).accountId }, staff, end);
    expect(await read(end)).toMatchObject({ review: { isLate: false } });
  });

  it('what an account asked for that was closed is answered by post: the team is told once', async () => {
    const viewer = person();
    const patient = await world.newPatient();
    const [done, open] = [await world.requested(viewer, patient), await world.sent(viewer, patient)];
    const others = await world.requested(person(), patient);
    const ready = await world.checked(viewer, await world.newPatient());
    await world.reviewed(ready);
    await world.approve(ready, ['general']);
    const copy = String(pick(await world.command('records-request', { id: ready }), 'reference'));
    await world.command('withdraw-records-request', { id: done }, viewer);
    const waiting = await world.requested(viewer, patient);
    const reference = String(pick(await world.command('records-request', { id: open }), 'reference'));
    await world.messages(copy);
    for (const at of [now, days(1)]) await world.command('account-closed', { accountId: viewer.accountId }, null, at);
    const closed = async (id: string): Promise<unknown> => pick(await world.command('records-request', { id }), 'accountClosed');
    expect([await closed(open), await closed(waiting), await closed(done), await closed(others)]).toEqual([true, true, false, false]);
    const told = await world.messages([reference, copy]);
    // By the day on which an answer is due, and by the last one on which the copy could have been collected.
    expect(told).toEqual(expect.arrayContaining([`records-task ${String(pick(await world.command('records-request', { id: open }), 'dueDay'))}`, 'records-task 2026-11-30']));
    expect(told).toHaveLength(2);
  });
});

describe('ACS-8 who could see the record for a review', () => {
  it('keeps whoever was asked before somebody else was, as long as they could read, and nobody changes it', async () => {
    const patient = await world.newPatient();
    const id = await world.checked(person(), patient);
    const [first, second, third] = [await world.newReviewer(), await world.newReviewer(), await world.newReviewer()];
    for (const [at, { accountId }] of [[0, first], [2, second], [20, third]] as const) await world.command('assign-review', { id, accountId }, staff, days(at));
    const { reviews } = await world.grants(patient.id);
    const could = (at: Date): readonly string[] => reviews.filter(({ from, until }) => from <= at && until > at).map(({ name }) => name);
    expect([could(days(1)), could(days(3)), could(days(17)), could(days(21))]).toEqual([[first.name], [second.name], [], [third.name]]);
    expect(new Set(reviews.map((each) => each.id)).size).toBe(3);
    for (const change of ["update review_history set reviewer = 'Nobody'", 'delete from review_history', "insert into review_history (patient_id, request_id, reviewer_id, reviewer, asked_at, until) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'x', now(), now())"]) {
      expect(await codeOf(world.service.query(change))).toBe('42501');
    }
  });
});
