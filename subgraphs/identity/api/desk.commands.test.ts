import { randomUUID } from 'node:crypto';
import type { AccessContext, Duty, Viewer } from '@cie/kit/access-context.ts';
import { caseKinds, checkStatements, type CaseAnswers, type CasePage, type CaseRecord } from '@cie/kit/desk.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Room } from '@cie/kit/room.ts';
import { takeOwnNotices } from '@cie/kit/testing/own-notices.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';

let server: RoomServer;
let room: Room;
let owner: Client;
let keeper: Client;
let dana: Viewer;
let erin: Viewer;

beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity(server.settings);
  owner = await server.connect('identity', 'owner');
  keeper = await server.connect('identity', 'keeper');
  dana = await newStaff('Dana Desk', ['support-desk']);
  erin = await newStaff('Erin Desk', ['support-desk']);
  const feed = await server.connect('identity', 'feed');
  await feed.query("insert into patient (id, nhs_number, birth_date, family_name) values ($1, '9990004005', '1970-01-31', 'Quickly') on conflict do nothing", [randomUUID()]);
  await feed.end();
});
afterAll(async () => {
  await owner.end();
  await keeper.end();
  await room.close();
});

async function newStaff(name: string, duties: readonly Duty[]): Promise<Viewer> {
  const accountId = randomUUID();
  await owner.query("insert into account (id, kind, issuer, subject, name, organisation) values ($1, 'professional', 'test-staff', $2, $3, 'QRV')", [accountId, accountId, name]);
  return { kind: 'professional', accountId, patientId: null, name, organisation: 'QRV', role: 'Support desk', proofing: null, duties, email: null, sessionId: 'desk-test' };
}

/** This file's own time, so that its cases are the oldest of a queue that other files fill as well. */
let minutes = Math.floor(Math.random() * 1_000_000);
const at = (viewer: Viewer | null, now = new Date(Date.UTC(2001, 0, 1) + minutes++ * 60_000)): AccessContext => ({ requestId: 'desk-test', viewer, now });

async function run<Answer>(name: string, input: object, access: AccessContext): Promise<Answer> {
  // A command's answer is unknown to its type; kit/desk.ts says what each gives.
  return (await room.commands[name]?.(input, access)) as Answer;
}

/** A made-up NHS number of the 999 range that no other test uses. */
function newNhsNumber(): string {
  for (;;) {
    const digits = `999${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
    const found = Array.from({ length: 10 }, (_each, check) => `${digits}${check}`).find((each) => parseNhsNumber(each).ok);
    if (found !== undefined) return found;
  }
}

const newEmail = (): string => `${randomUUID()}@example.net`;

async function open(input: { kind?: string; email?: string; details?: Record<string, string>; source?: string; name?: string; mobile?: string } = {}, access = at(null)): Promise<CaseRecord> {
  const { kind = 'access-request', email = newEmail(), details = {}, ...rest } = input;
  const { reference } = await run<{ reference: string }>('open-desk-case', {
    kind, email, details: Object.entries(details).map(([name, value]) => ({ name, value })), ...rest,
  }, access);
  const { rows } = await keeper.query<{ id: string }>('select id from desk_case where reference = $1', [reference]);
  return run<CaseRecord>('desk-case', { id: rows[0]?.id }, at(dana));
}

const read = (id: string): Promise<CaseRecord> => run('desk-case', { id }, at(dana));
const refusal = (code: string): unknown => expect.objectContaining({ code });

/** Every message that waits to be sent to this address. */
async function messagesTo(email: string): Promise<{ template: string; values: Readonly<Record<string, string>> }[]> {
  const taken = await takeOwnNotices(keeper, server.settings['CIE_NOTICE_KEY'] ?? '', (notice) => notice.kind === 'message' && 'email' in notice.to && notice.to.email === email);
  return taken.flatMap((notice) => (notice.kind === 'message' ? [{ template: notice.template, values: notice.values }] : []));
}

const wholeCheck = { method: 'in-person', evidence: ['passport'], statements: [...checkStatements], nhsNumber: '999 000 4005', birthDate: '1970-01-31', note: '' };

describe('REG-5 a public form or a mail ends in the queue of the support desk', () => {
  it('keeps what was asked, tells the person, and gives the reference', async () => {
    const email = newEmail();
    const made = await open({ email, name: 'Perdita Quickly', mobile: '07700 900123', details: { reason: 'My blood tests', language: 'pl' } });
    expect(made).toMatchObject({
      kind: 'access-request', state: 'new', name: 'Perdita Quickly', holder: null, openedBy: 'form', check: null, events: [],
      contact: { email, mobile: '+447700900123', name: 'Perdita Quickly' }, details: { reason: 'My blood tests' },
    });
    expect(await messagesTo(email)).toEqual([{ template: 'case-received', values: { reference: made.reference } }]);
  });

  it('notes who was signed in, by the session and not by what was typed', async () => {
    const made = await open({ kind: 'contact', name: 'Somebody Else' }, at({ ...dana, duties: [] }));
    expect(made).toMatchObject({ name: 'Somebody Else', account: { name: 'Dana Desk', kind: 'professional' } });
    expect((await open()).account).toBeNull();
  });

  it('takes texts that would break a database or a page for what they are', async () => {
    const made = await open({ name: '<script>\u0000\u202E', details: { reason: "'; drop table desk_case; --\uD800" } });
    expect(made.contact.name).toBe('<script>');
    expect(made.details['reason']).toBe("'; drop table desk_case; --\uFFFD");
  });

  it('refuses addresses that no message reaches, and kinds that are not for the public', async () => {
    await expect(open({ email: 'nobody' })).rejects.toThrow(refusal('EMAIL_INVALID'));
    await expect(open({ mobile: '12' })).rejects.toThrow(refusal('MOBILE_INVALID'));
    await expect(open({ kind: 'professional-request' })).rejects.toThrow(refusal('COMMAND_INPUT_INVALID'));
    const details = Object.fromEntries(Array.from({ length: 17 }, (_each, index) => [`d${index}`, 'x']));
    await expect(open({ details })).rejects.toThrow(refusal('COMMAND_INPUT_INVALID'));
  });

  it('makes one case of one mail, however often it is delivered', async () => {
    const source = randomUUID();
    const email = newEmail();
    const made = await Promise.all(Array.from({ length: 5 }, () => open({ kind: 'mail', email, source })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });

  it('answers mails of one address once a day, forms three times, each in its own case', async () => {
    const [mailer, filler] = [newEmail(), newEmail()];
    const start = Date.UTC(2002, 0, 1);
    const hours = (count: number): AccessContext => at(null, new Date(start + count * 3_600_000));
    await Promise.all([0, 1, 2, 3].map((hour) => open({ kind: 'mail', email: mailer, source: randomUUID() }, hours(hour))));
    expect(await messagesTo(mailer)).toHaveLength(1);
    await open({ kind: 'mail', email: mailer.toUpperCase(), source: randomUUID() }, hours(23));
    expect(await messagesTo(mailer.toUpperCase())).toHaveLength(0);
    await open({ kind: 'mail', email: mailer, source: randomUUID() }, hours(28));
    expect(await messagesTo(mailer)).toHaveLength(1);
    await Promise.all(Array.from({ length: 6 }, () => open({ kind: 'contact', email: filler }, hours(0))));
    expect(await messagesTo(filler)).toHaveLength(3);
  });
});

describe('REG-5 the desk works its queue', () => {
  it('lists open cases oldest first, page by page, by kind and by holder, and counts them', async () => {
    const access = (index: number): AccessContext => at(null, new Date(Date.UTC(1990, 0, 1) + index * 1000));
    const made = [];
    for (let index = 0; index < 23; index++) made.push(await open({ kind: 'contact', details: { topic: 'feedback' } }, access(index)));
    const first = await run<CasePage>('desk-cases', { view: 'open', kind: 'contact' }, at(dana));
    expect(first.cases.map(({ id }) => id)).toEqual(made.slice(0, 20).map(({ id }) => id));
    expect(first.cases[0]).toMatchObject({ topic: 'feedback', openedAt: '1990-01-01T00:00:00.000Z' });
    const second = await run<CasePage>('desk-cases', { view: 'open', kind: 'contact', after: first.next }, at(dana));
    expect(second.cases.slice(0, 3).map(({ id }) => id)).toEqual(made.slice(20).map(({ id }) => id));
    expect(Object.keys(first.counts)).toEqual([...caseKinds]);
    expect(first.counts.contact).toBeGreaterThanOrEqual(23);

    const [one] = made;
    await run('take-desk-case', { id: one?.id, holder: null }, at(erin));
    const mine = await run<CasePage>('desk-cases', { view: 'mine', kind: null }, at(erin));
    expect(mine.cases.map(({ id }) => id)).toEqual([one?.id]);
    expect(mine).toMatchObject({ mine: 1, next: null });
    for (const { id } of made) await run('finish-desk-case', { id, note: 'Thanked' }, at(dana));
    const closed = await run<CasePage>('desk-cases', { view: 'closed', kind: 'contact' }, at(dana));
    const further = await run<CasePage>('desk-cases', { view: 'closed', kind: 'contact', after: closed.next }, at(dana));
    const times = [...closed.cases, ...further.cases].map(({ closedAt }) => closedAt ?? '');
    expect(times).toEqual(times.toSorted().toReversed());
    expect(new Set([...closed.cases, ...further.cases].map(({ id }) => id)).size).toBe(closed.cases.length + further.cases.length);
    // Seventy calls, on a machine that is busy.
  }, 30_000);

  it('takes, gives back, and never takes a case out of the hands of somebody unseen', async () => {
    const { id } = await open();
    await run('take-desk-case', { id, holder: null }, at(dana));
    await expect(run('take-desk-case', { id, holder: null }, at(erin))).rejects.toThrow(refusal('CASE_TAKEN'));
    await run('take-desk-case', { id, holder: dana.accountId }, at(erin));
    expect(await read(id)).toMatchObject({ state: 'in-progress', holder: { accountId: erin.accountId, name: 'Erin Desk' } });
    await run('put-desk-case-back', { id }, at(erin));
    const back = await read(id);
    expect(back).toMatchObject({ state: 'new', holder: null });
    expect(back.events.map(({ action, who }) => [action, who])).toEqual([['taken', 'Dana Desk'], ['taken', 'Erin Desk'], ['put-back', 'Erin Desk']]);
  });

  it('notes, answers and finishes; the answer is read with reference and address, by nobody else', async () => {
    const email = newEmail();
    const { id, reference } = await open({ kind: 'contact', email });
    await messagesTo(email);
    await run('note-desk-case', { id, note: 'Rang twice.' }, at(dana));
    await run('answer-desk-case', { id, text: 'Please try again now.' }, at(dana));
    expect(await messagesTo(email)).toEqual([{ template: 'case-answered', values: { reference } }]);
    await run('finish-desk-case', { id, note: 'Solved', answer: 'Glad it works.' }, at(dana));
    const done = await read(id);
    expect(done).toMatchObject({ state: 'done', holder: { name: 'Dana Desk' } });
    expect(done.events.map(({ action, note }) => [action, note])).toEqual([
      ['noted', 'Rang twice.'], ['answered', 'Please try again now.'], ['answered', 'Glad it works.'], ['finished', 'Solved'],
    ]);
    const answers = (typed: string, from: string): Promise<CaseAnswers> => run('read-case-answers', { reference: typed, email: from }, at(null));
    expect((await answers(reference.toLowerCase().replace('-', ''), email.toUpperCase())).answers.map(({ text }) => text)).toEqual(['Please try again now.', 'Glad it works.']);
    const nothing = { found: false, request: null, answers: [] };
    expect(await answers(reference, newEmail())).toEqual(nothing);
    expect(await answers('2222-2222', email)).toEqual(nothing);
    expect(await answers('%', email)).toEqual(nothing);
  });

  it('does nothing to a closed case, and asks for a reason', async () => {
    const { id } = await open();
    await expect(run('refuse-desk-case', { id, note: '  ' }, at(dana))).rejects.toThrow(refusal('NOTE_MISSING'));
    await run('refuse-desk-case', { id, note: 'Not a patient of ours' }, at(dana));
    expect(await read(id)).toMatchObject({ state: 'refused' });
    for (const name of ['take-desk-case', 'put-desk-case-back', 'note-desk-case', 'answer-desk-case', 'finish-desk-case', 'refuse-desk-case']) {
      await expect(run(name, { id, note: 'x', text: 'x', holder: dana.accountId }, at(dana))).rejects.toThrow(refusal('CASE_CLOSED'));
    }
    await expect(run('check-desk-identity', { id, ...wholeCheck }, at(dana))).rejects.toThrow(refusal('CASE_CLOSED'));
  });

  it('says who was checked, how and by whom; the latest check counts', async () => {
    const { id } = await open();
    const first = await run('check-desk-identity', { id, ...wholeCheck, evidence: [], statements: [] }, at(dana));
    expect(first).toEqual({ other: null, problems: [['CHECK_EVIDENCE_PHOTO', 'evidence'], ['CHECK_STATEMENTS', 'statements']] });
    expect((await read(id)).check).toBeNull();
    await run('check-desk-identity', { id, ...wholeCheck }, at(dana));
    await run('check-desk-identity', { id, ...wholeCheck, method: 'vouched', evidence: ['staff-vouched'], note: 'Sister Underhill' }, at(erin));
    const checked = await read(id);
    expect(checked.check).toMatchObject({ who: 'Erin Desk', method: 'vouched', evidence: ['staff-vouched'], nhsNumber: '9990004005', birthDate: '1970-01-31', note: 'Sister Underhill' });
    expect(checked.events.map(({ action }) => action)).toEqual(['identity-checked', 'identity-checked']);
  });

  it('lets two people act at once without losing an event', async () => {
    const { id } = await open();
    await Promise.all(Array.from({ length: 10 }, (_each, index) => run('note-desk-case', { id, note: `note ${index}` }, at(index % 2 === 0 ? dana : erin))));
    expect((await read(id)).events).toHaveLength(10);
  });

  it.each(['nothing', '../../etc', randomUUID()])('knows no case %s', async (id) => {
    await expect(read(id)).rejects.toThrow(refusal('CASE_UNKNOWN'));
    await expect(run('note-desk-case', { id, note: 'x' }, at(dana))).rejects.toThrow(refusal('CASE_UNKNOWN'));
  });
});

describe('REG-5, REG-4 an invitation from a case', () => {
  /** A record of its own for each test, seen at a hospital since 2018. */
  async function newRecord(): Promise<{ patientId: string; nhsNumber: string }> {
    const patientId = randomUUID();
    const nhsNumber = newNhsNumber();
    const feed = await server.connect('identity', 'feed');
    await feed.query("insert into patient (id, nhs_number, birth_date, family_name) values ($1, $2, '1970-01-31', 'Quickly')", [patientId, nhsNumber]);
    await feed.end();
    return { patientId, nhsNumber };
  }

  const treatments = [{ organisation: 'RYJ', at: '2026-01-10T09:00:00.000Z' }];
  const electronic = { channel: 'electronic', email: 'quickly@example.net', mobile: '07700 900123', language: 'en', treatments };

  it('needs an identity check, and goes to whom that found, whatever the request says', async () => {
    const { nhsNumber } = await newRecord();
    const email = newEmail();
    const { id } = await open({ email, details: { nhsNumber: '9990004013', birthDate: '1980-03-31' } });
    await messagesTo(email);
    await expect(run('invite-from-case', { ...electronic, id, email }, at(dana))).rejects.toThrow(refusal('CHECK_MISSING'));
    const other = { name: 'Quickly', birthDate: '1970-01-31', nhsNumber, differs: ['birthDate', 'nhsNumber'] };
    for (const sameAs of [null, '9990004013']) {
      expect(await run('check-desk-identity', { ...wholeCheck, id, nhsNumber, sameAs }, at(dana))).toEqual({ problems: [['CHECK_SAME_PERSON', 'sameAs']], other });
    }
    expect((await read(id)).check).toBeNull();
    expect(await run('check-desk-identity', { ...wholeCheck, id, nhsNumber, sameAs: nhsNumber }, at(dana))).toEqual({ problems: [], other: null });
    expect((await read(id)).check).toMatchObject({ nhsNumber, recordName: 'Quickly' });
    expect(await run('invite-from-case', { ...electronic, id, email, nhsNumber: '9990004013' }, at(dana))).toBeNull();
    expect((await messagesTo(email)).map(({ template }) => template)).toEqual(['invitation-link']);
    expect((await read(id)).events.map(({ action, note }) => [action, note])).toEqual([
      ['identity-checked', 'The record differs from the request (date of birth, NHS number). Made sure that it is the same person.'], ['invited', 'By email and text message'],
    ]);
  });

  it('records no check of a number without a record, nor with another date of birth', async () => {
    const { nhsNumber } = await newRecord();
    const { id } = await open();
    expect(await run('check-desk-identity', { ...wholeCheck, id, nhsNumber: newNhsNumber() }, at(dana))).toEqual({ problems: [['CHECK_NUMBER_UNKNOWN', 'nhsNumber']], other: null });
    expect(await run('check-desk-identity', { ...wholeCheck, id, nhsNumber, birthDate: '1971-01-31' }, at(dana))).toEqual({ problems: [['CHECK_BIRTH_DATE_OTHER', 'birthDate']], other: null });
    expect(await read(id)).toMatchObject({ check: null, events: [] });
  });

  it('leaves no trace of an invitation that was not made', async () => {
    const { nhsNumber } = await newRecord();
    const { id } = await open();
    await run('check-desk-identity', { ...wholeCheck, id, nhsNumber }, at(dana));
    await expect(run('invite-from-case', { ...electronic, id, treatments: [] }, at(dana))).rejects.toThrow(refusal('NOT_ELIGIBLE'));
    expect((await read(id)).events.map(({ action }) => action)).toEqual(['identity-checked']);
  });

  it('voids the earlier one when it is made again, here as a letter', async () => {
    const { patientId, nhsNumber } = await newRecord();
    const { id } = await open();
    await run('check-desk-identity', { ...wholeCheck, id, nhsNumber }, at(dana));
    await run('invite-from-case', { ...electronic, id }, at(dana));
    const letter = await run<Record<string, string>>('invite-from-case', { channel: 'letter', id, treatments }, at(dana));
    expect(letter['link']).toContain('/register/invitation/');
    expect(letter['code']).toMatch(/^.{5}-.{5}$/);
    expect(letter['reference']).not.toBe('');
    const listed = await run<{ state: string; channel: string }[]>('invitations-of', { patientId }, at(dana));
    expect(listed.map(({ state, channel }) => [channel, state])).toEqual([['letter', 'waiting'], ['electronic', 'replaced']]);
    expect((await read(id)).events.map(({ note }) => note)).toEqual([null, 'By email and text message', `By letter ${letter['reference'] ?? ''}`]);
    expect(JSON.stringify(await read(id))).not.toContain(letter['code'] ?? 'no code');
  });

  it('is for people who ask for themselves', async () => {
    const { rows } = await keeper.query<{ id: string }>(
      "insert into desk_case (reference, kind, contact, details, opened_by, opened_at) values ($1, 'merge-review', '{}', '{}', 'test', now()) returning id", [randomUUID()],
    );
    const id = rows[0]?.id;
    await expect(run('check-desk-identity', { ...wholeCheck, id }, at(dana))).rejects.toThrow(refusal('CASE_KIND'));
    await expect(run('invite-from-case', { ...electronic, id }, at(dana))).rejects.toThrow(refusal('CASE_KIND'));
  });
});

describe('REG-5 the queue is nobody else\'s business', () => {
  const forDesk = [
    'desk-cases', 'desk-case', 'take-desk-case', 'put-desk-case-back', 'note-desk-case', 'answer-desk-case', 'finish-desk-case', 'refuse-desk-case', 'check-desk-identity', 'invite-from-case',
  ];

  it('answers DESK_ONLY to a professional without the duty, to other duties, to patients and to nobody', async () => {
    const { id } = await open();
    const others: (Viewer | null)[] = [
      null, { ...dana, duties: [] }, { ...dana, duties: ['records-team', 'privacy-officer'] },
      // Even if a fault gave the duty to a patient's session.
      { ...dana, kind: 'patient', organisation: null, proofing: 'P9' },
    ];
    const input = { ...wholeCheck, id, view: 'open', note: 'x', text: 'x', holder: null, channel: 'letter', treatments: [] };
    for (const viewer of others) {
      const answers = await Promise.all(forDesk.map((name) => run(name, input, at(viewer)).catch((error: unknown) => error)));
      expect(answers).toEqual(forDesk.map(() => refusal('DESK_ONLY')));
    }
    expect((await read(id)).events).toEqual([]);
  });

  it('shows no row to the roles that answer GraphQL or file messages', async () => {
    for (const role of ['service', 'feed'] as const) {
      const client = await server.connect('identity', role);
      for (const table of ['desk_case', 'desk_event', 'desk_check']) await expect(client.query(`select * from ${table}`)).rejects.toThrow(/permission denied/);
      await client.end();
    }
  });

  it('reads every list through an index', async () => {
    await keeper.query('set enable_seqscan = off');
    for (const condition of ['closed_at is null', "closed_at is null and kind = 'mail'", `closed_at is null and taken_by = '${dana.accountId}'`]) {
      const { rows } = await keeper.query<{ 'QUERY PLAN': string }>(`explain select id from desk_case where ${condition} order by opened_at, id limit 21`);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index/);
      expect(plan).not.toMatch(/Sort/);
    }
  });
});
