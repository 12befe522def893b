import type { Viewer } from '@cie/kit/access-context.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, colleague, days, decision, now, openRecordsWorld, person, staff, type Patient, type RecordsWorld } from './testing/records-world.ts';

let world: RecordsWorld;
beforeAll(async () => {
  world = await openRecordsWorld();
});
afterAll(() => world.close());

const staffSees = (id: string, at = now): Promise<unknown> => world.command('records-request', { id }, staff, at);
const ownSees = (viewer: Viewer, id: string, at = now): Promise<unknown> => world.command('own-records-request', { id }, viewer, at);
const refuse = (id: string, at = now): Promise<unknown> => world.command('refuse-records-request', { id, reason: 'no-right', text: 'The power was revoked' }, colleague, at);

/** A copy of the general part that can be collected. */
async function ready(viewer: Viewer, patient: Patient, basis?: string): Promise<string> {
  const id = await world.checked(viewer, patient, basis);
  await world.reviewed(id);
  await world.approve(id, ['general']);
  return id;
}

describe('SAR-1, abuse case 11: nobody of the records team lets a copy out alone', () => {
  it('who looked at the evidence does not decide about the copy: a colleague does', async () => {
    const id = await world.checked(person(), await world.newPatient());
    await world.reviewed(id);
    const decide = (viewer: Viewer): Promise<unknown> => codeOf(world.command('approve-records-request', { id, ...decision('general') }, viewer));
    expect(pick(await staffSees(id), 'checked', 'byReader')).toBe(true);
    expect(pick(await world.command('records-request', { id }, colleague), 'checked', 'byReader')).toBe(false);
    expect(await decide(staff)).toBe('RECORDS_REQUEST_CHECKER');
    expect(await decide(colleague)).toBe('done');
    const { rows } = await world.service.query('select checker_id, decider_id from records_request where id = $1', [id]);
    expect(rows).toEqual([{ checker_id: staff.accountId, decider_id: colleague.accountId }]);
    // Whatever the service does: the database keeps the two apart.
    expect(await codeOf(world.service.query('update records_request set decider_id = checker_id where id = $1', [id]))).toBe('23514');
  });

  it('one’s own record, which the sign-in proved, needs one of the team', async () => {
    const patient = await world.newPatient();
    const id = await world.requested(person({ patientId: patient.id }), patient, 'self');
    await world.reviewed(id);
    expect(await codeOf(world.command('approve-records-request', { id, ...decision('general') }, staff))).toBe('done');
  });

  it.each([
    ['of the same address', { email: staff.email?.toUpperCase() ?? '' }, 'RECORDS_REQUEST_OWN'],
    ['of the same name, with a middle name', { name: 'Robín James Ledger' }, 'RECORDS_REQUEST_OWN'],
    ['of the same family, as an unproved sign-in names people', { name: 'Ledger' }, 'done'],
    ['of another name', { name: 'Robin Lodger' }, 'done'],
  ])('a private account %s: %s', async (_which, details, expected) => {
    const viewer = person(details);
    const id = await world.sent(viewer, await world.newPatient());
    const file = String(pick(await world.command('records-request', { id }, colleague), 'files', '0', 'id'));
    for (const [name, input] of [['records-request', {}], ['evidence-file', { file, number: '0' }], ['want-evidence', { text: 'A passport' }]] as const) {
      expect([name, await codeOf(world.command(name, { id, ...input }, staff))]).toEqual([name, expected]);
    }
    const list = expected === 'done' ? 'evidence' : 'open';
    const listed = async (reader: Viewer): Promise<boolean> => JSON.stringify(await world.command('records-requests', { list }, reader)).includes(id);
    expect([await listed(colleague), await listed(staff)]).toEqual([true, expected === 'done']);
  });

  it('who asks does not read for harm, by a name or an address of theirs', async () => {
    const reader = await world.newReviewer();
    const named = await world.checked(person({ name: reader.name.replace('Dr ', '') }), await world.newPatient());
    expect(await codeOf(world.command('assign-review', { id: named, accountId: reader.accountId }))).toBe('REVIEWER_UNKNOWN');
    const addressed = await world.checked(person({ email: reader.email }), await world.newPatient());
    await world.command('assign-review', { id: addressed, accountId: reader.accountId });
    expect(await codeOf(world.command('answer-records-review', { id: addressed, harmful: [], text: null }, reader))).toBe('RECORDS_REQUEST_UNKNOWN');
    expect(await world.command('records-reviews', {}, reader)).toEqual([]);
  });

  it('who says what the evidence shows has opened each file, themselves', async () => {
    const [viewer, patient] = [person(), await world.newPatient()];
    const id = await world.requested(viewer, patient);
    const [first, second] = [await world.evidence(viewer, id), await world.evidence(viewer, id)];
    await world.command('send-evidence', { id }, viewer);
    const open = (file: string, reader: Viewer): Promise<unknown> => world.command('evidence-file', { id, file, number: '0' }, reader);
    const check = (): Promise<unknown> => codeOf(world.command('check-records-request', { id, nhsNumber: patient.nhsNumber, birthDate: patient.birthDate, how: 'Saw the papers' }));
    await open(first, staff);
    await open(second, colleague);
    expect(await staffSees(id)).toMatchObject({ openedByReader: [first] });
    expect(await check()).toBe('EVIDENCE_UNOPENED');
    await open(second, staff);
    expect(await check()).toBe('done');
  });

  it('each opening of evidence stands in the request, and nobody takes it out', async () => {
    const viewer = person();
    const id = await world.sent(viewer, await world.newPatient());
    const file = String(pick(await staffSees(id), 'files', '0', 'id'));
    expect(await staffSees(id)).toMatchObject({ opened: [] });
    for (const [reader, number, day] of [[staff, '0', 1], [colleague, '0', 2], [colleague, '1', 3]] as const) await codeOf(world.command('evidence-file', { id, file, number }, reader, days(day)));
    const opened = [staff, colleague].map(({ name }) => ({ file: 'paper.pdf', who: name, at: expect.stringMatching(/^2026-11-2[45]T12:00:00/) as unknown }));
    expect(pick(await staffSees(id), 'opened')).toEqual(opened);
    expect(JSON.stringify(await ownSees(viewer, id))).not.toContain(staff.name);
    for (const change of ["update evidence_opened set who = 'Nobody'", 'delete from evidence_opened']) expect(await codeOf(world.service.query(change))).toBe('42501');
  });
});

describe('SAR-1 a copy is stopped', () => {
  it('by the team, until its time is over, collected before or not, and both are told', async () => {
    const [viewer, patient] = [person(), await world.newPatient()];
    const [id, over] = [await ready(viewer, patient), await ready(person(), patient)];
    await world.command('collect-records-request', { id }, viewer);
    expect(await world.download(viewer, patient.id, { copyOf: id })).not.toBeNull();
    await world.messages(viewer.accountId);
    await refuse(id);
    expect(await world.lastEntry(patient.id)).toMatchObject({ action: 'request-decided', who: colleague.name, reason: 'The copy was stopped' });
    expect(await world.download(viewer, patient.id, { copyOf: id })).toBeNull();
    expect(await codeOf(world.command('collect-records-request', { id }, viewer))).toBe('RECORDS_REQUEST_STATE');
    expect(await ownSees(viewer, id)).toMatchObject({ state: 'refused', refused: { text: 'The power was revoked' }, collectUntil: null });
    expect(await world.messages(viewer.accountId)).toEqual(['records-request-refused']);
    expect(await codeOf(refuse(over, days(9)))).toBe('RECORDS_REQUEST_STATE');
  });

  it('and the patient is told that it cannot be collected any more, by whoever stopped it', async () => {
    const [viewer, patient] = [person(), await world.newPatient()];
    const [stopped, back] = [await ready(viewer, patient), await ready(viewer, patient, 'personal-representative')];
    // Who is said to have died as well: from the request on.
    expect(await world.messages(patient.id)).toEqual(['records-requested', 'records-released', 'records-requested', 'records-released']);
    await refuse(stopped);
    await world.command('withdraw-records-request', { id: back }, viewer);
    expect(await ownSees(viewer, back)).toMatchObject({ state: 'withdrawn' });
    expect(await world.download(viewer, patient.id, { copyOf: back })).toBeNull();
    expect(await world.messages(patient.id)).toEqual(['records-stopped', 'records-stopped']);
  });

  it('by the patient, at once, and is decided anew by two people, knowing why', async () => {
    const [viewer, patient] = [person(), await world.newPatient()];
    const owner = person({ patientId: patient.id });
    const id = await ready(viewer, patient);
    const seen = { id, from: 'Ada Asker', basis: 'power-of-attorney', receivedAt: now.toISOString(), isReady: true, objectedAt: null };
    expect(await world.command('others-records-requests', {}, owner)).toEqual([seen]);
    await world.command('collect-records-request', { id }, viewer);
    await world.messages(viewer.accountId);
    await world.command('object-to-records-request', { id, text: 'We live apart now' }, owner, days(1));
    expect(await world.lastEntry(patient.id)).toMatchObject({ action: 'request-decided', reason: 'The patient objected' });
    expect(await world.download(viewer, patient.id, { copyOf: id })).toBeNull();
    expect(await codeOf(world.command('collect-records-request', { id }, viewer))).toBe('RECORDS_REQUEST_STATE');
    // The day for the answer that was told before, though a decision was made within it.
    expect(await ownSees(viewer, id)).toMatchObject({ state: 'open', dueDay: '2026-12-23' });
    expect(JSON.stringify(await ownSees(viewer, id))).not.toContain('We live apart now');
    expect(await world.messages(viewer.accountId)).toEqual(['records-request-again']);
    expect(await staffSees(id)).toMatchObject({ objected: { text: 'We live apart now' }, decided: null, collectUntil: null });
    // Once: a right to a copy does not end by objecting every week.
    await world.approve(id, ['general'], days(1));
    // The receipt of the copy that was stopped is none of this one's.
    expect(await world.download(viewer, patient.id, { copyOf: id, at: days(1) })).toBeNull();
    await world.command('collect-records-request', { id }, viewer, days(1));
    expect(await world.messages(viewer.accountId)).toEqual(['records-request-answered 2026-11-30', 'records-request-collected']);
    expect(await codeOf(world.command('object-to-records-request', { id }, owner, days(1)))).toBe('RECORDS_REQUEST_STATE');
    expect(await world.download(viewer, patient.id, { copyOf: id, at: days(1) })).not.toBeNull();
  });

  it('a patient objects before anything is decided as well, and nothing else of the request changes', async () => {
    const [viewer, patient] = [person(), await world.newPatient()];
    const [waiting, open] = [await world.requested(viewer, patient), await world.sent(viewer, patient)];
    for (const id of [waiting, open]) await world.command('object-to-records-request', { id }, person({ patientId: patient.id }));
    expect(await staffSees(waiting)).toMatchObject({ state: 'evidence', objected: { text: null }, dueDay: null });
    expect(await staffSees(open)).toMatchObject({ state: 'open', objected: { text: null }, dueDay: '2026-12-23' });
  });

  it('abuse case 2: by nobody else: to them there is no such request', async () => {
    const [viewer, patient] = [person({ patientId: randomUUID() }), await world.newPatient()];
    const id = await ready(viewer, patient);
    for (const other of [viewer, person({ patientId: randomUUID() }), person({ patientId: patient.id, proofing: 'P5' }), person({ patientId: null }), staff, null]) {
      expect(await codeOf(world.command('object-to-records-request', { id }, other))).toBe('RECORDS_REQUEST_UNKNOWN');
      expect(await world.command('others-records-requests', {}, other)).toEqual([]);
    }
    expect(await ownSees(viewer, id)).toMatchObject({ state: 'approved' });
    const owner = person({ patientId: patient.id });
    const own = await world.requested(owner, patient, 'self');
    expect(await codeOf(world.command('object-to-records-request', { id: own }, owner))).toBe('RECORDS_REQUEST_UNKNOWN');
  });
});

describe('SAR-1 what was read is what goes out', () => {
  it('another opinion takes nothing from the first', async () => {
    const id = await world.checked(person(), await world.newPatient());
    await world.reviewed(id, ['mentalHealth']);
    const second = await world.newReviewer();
    await world.command('assign-review', { id, accountId: second.accountId });
    expect(await codeOf(world.approve(id, ['general']))).toBe('RECORDS_REVIEW_MISSING');
    // The first reader's look at it is not theirs.
    expect(await codeOf(world.command('answer-records-review', { id, harmful: ['socialCare'], text: 'It names a child' }, second))).toBe('RECORDS_REVIEW_UNREAD');
    await world.reads(second);
    await world.command('answer-records-review', { id, harmful: ['socialCare'], text: 'It names a child' }, second);
    expect(await staffSees(id)).toMatchObject({
      review: { reviewer: second.name, harmful: ['mentalHealth', 'socialCare'], text: 'It names a child' },
      earlier: [{ harmful: ['mentalHealth'], text: 'It names somebody who would be in danger' }],
    });
    expect(await codeOf(world.approve(id, ['general', 'mentalHealth']))).toBe('RECORDS_REVIEW_AGAINST');
    expect(await codeOf(world.service.query("update records_request set harmful = '{3}' where id = $1", [id]))).toBe('23514');
    expect(await codeOf(world.approve(id, ['general']))).toBe('done');
  });

  it('a copy is approved within five days of the reading and collected within seven; then it is read again', async () => {
    const [viewer, patient] = [person(), await world.newPatient()];
    const id = await world.checked(viewer, patient);
    await world.reviewed(id);
    expect(await codeOf(world.approve(id, ['general'], days(5)))).toBe('RECORDS_REVIEW_LATE');
    await world.approve(id, ['general'], new Date(days(5).getTime() - 1));
    const end = new Date('2026-12-01T00:00:00Z');
    expect(await ownSees(viewer, id)).toMatchObject({ collectUntil: end.toISOString() });
    const reader = await world.newReviewer();
    const again = (at: Date): Promise<unknown> => codeOf(world.command('assign-review', { id, accountId: reader.accountId }, staff, at));
    expect(await again(new Date(end.getTime() - 1))).toBe('RECORDS_REQUEST_STATE');
    expect(await staffSees(id, end)).toMatchObject({ state: 'lapsed', mayBeReadAgain: true });
    expect(await staffSees(id, days(33))).toMatchObject({ mayBeReadAgain: false });
    expect(await again(days(33))).toBe('RECORDS_REQUEST_STATE');
    expect(await again(end)).toBe('done');
    expect(await staffSees(id, end)).toMatchObject({ state: 'open', dueDay: '2026-12-23', review: { answeredAt: null }, decided: null });
    await world.reads(reader, end);
    await world.command('answer-records-review', { id, harmful: [], text: null }, reader, end);
    await world.approve(id, ['general'], end);
    expect(await ownSees(viewer, id, end)).toMatchObject({ state: 'approved', collectUntil: '2026-12-09T00:00:00.000Z' });
  });
});
