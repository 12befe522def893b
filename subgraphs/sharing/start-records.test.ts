import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { mostEvidenceBytes, mostEvidenceFiles } from '@cie/kit/records-requests.ts';
import type { Room } from '@cie/kit/room.ts';
import { startFakeScanner, type FakeScanner } from '@cie/kit/testing/fake-scanner.ts';
import { takeOwnNotices } from '@cie/kit/testing/own-notices.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { partBytes } from '@cie/kit/uploads.ts';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSharing } from './start.ts';

let server: RoomServer;
let scanner: FakeScanner;
let sharing: Room;
let owner: Client;
let service: Client;
const noticeKey = randomBytes(32).toString('base64url');
/** What the room warned of. */
const warned: unknown[] = [];

beforeAll(async () => {
  server = await openRoomServer();
  scanner = await startFakeScanner();
  sharing = await startSharing({ ...server.settings, CIE_NOTICE_KEY: noticeKey, CIE_SCAN: 'clamd', CIE_CLAMD: scanner.address, CIE_BANK_HOLIDAYS: '2026-12-23' }, { warn: (...line) => warned.push(line) });
  [owner, service] = await Promise.all([server.connect('sharing', 'owner'), server.connect('sharing', 'service')]);
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end(), sharing.close(), scanner.close()]);
});
beforeEach(() => {
  scanner.behaviour = { answers: 'stream: OK' };
});

const now = new Date('2026-11-23T12:00:00Z');
const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);
const staff: Viewer = {
  ...testViewer, kind: 'professional', accountId: randomUUID(), name: 'Robin Records', organisation: 'QRV', role: 'Records team', proofing: null, duties: ['records-team'], email: 'robin@example.test',
};
/** Decides about what `staff` looked at. */
const colleague: Viewer = { ...staff, accountId: randomUUID(), name: 'Alex Register', email: 'alex@example.test' };
const person = (details: Partial<Viewer> = {}): Viewer => ({ ...testViewer, accountId: randomUUID(), name: 'Ada Asker', email: `${randomUUID()}@example.test`, ...details });
const as = (viewer: Viewer | null, at = now): AccessContext => ({ requestId: randomUUID(), viewer, now: at });

async function command(name: string, input: object, viewer: Viewer | null = name === 'approve-records-request' ? colleague : staff, at = now): Promise<unknown> {
  return sharing.commands[name]?.(input, as(viewer, at));
}

const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: unknown) => pick(error, 'code'));

interface Patient {
  readonly id: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
}

/** A valid number that is never issued, of which nobody else knows. */
function newNhsNumber(): string {
  for (;;) {
    const number = `9996${String(randomInt(1_000_000)).padStart(6, '0')}`;
    if (parseNhsNumber(number).ok) return number;
  }
}

async function newPatient(): Promise<Patient> {
  const patient = { id: randomUUID(), nhsNumber: newNhsNumber(), birthDate: '1948-05-04' };
  await sharing.commands['know-patient']?.({ patientId: patient.id, nhsNumber: patient.nhsNumber, birthDate: patient.birthDate, organisation: 'RYJ' });
  return patient;
}

const wish = ({ nhsNumber, birthDate }: Omit<Patient, 'id'>, basis = 'power-of-attorney') => ({ basis, name: 'Mabel Asked-For', nhsNumber, birthDate, relationship: 'my aunt', wanted: 'All of 2025' });

async function requested(viewer: Viewer, patient: Patient, basis?: string): Promise<string> {
  return String(pick(await command('request-records', wish(patient, basis), viewer), 'id'));
}

async function evidence(viewer: Viewer, id: string, content = 'a paper', fileName = '../power of attorney.pdf'): Promise<string> {
  const file = String(pick(await command('begin-evidence', { id, fileName, mediaType: 'application/pdf' }, viewer), 'id'));
  const bytes = Buffer.from(content);
  for (let number = 0; number * partBytes < bytes.length; number += 1) {
    const part = bytes.subarray(number * partBytes, (number + 1) * partBytes);
    await command('evidence-part', { id: file, number: String(number), bytes: part.toString('base64'), last: (number + 1) * partBytes >= bytes.length ? 'yes' : 'no' }, viewer);
  }
  return file;
}

const fileState = async (file: string): Promise<unknown> => (await service.query<{ state: string }>('select state from evidence where id = $1', [file])).rows[0]?.state;

/** With evidence that staff can open, and time running. */
async function sent(viewer: Viewer, patient: Patient): Promise<string> {
  const id = await requested(viewer, patient);
  const file = await evidence(viewer, id);
  await expect.poll(() => fileState(file), { timeout: 5000 }).toBe('clean');
  await command('send-evidence', { id }, viewer);
  return id;
}

const check = ({ nhsNumber, birthDate }: Omit<Patient, 'id'>) => ({ nhsNumber, birthDate, how: 'Saw the registered power, called the solicitor' });

/** Opens each file of evidence, as who says what it shows has to. */
async function looked(id: string): Promise<void> {
  const files = pick(await command('records-request', { id }), 'files') as readonly { id: string }[]; // a StaffRequest's
  for (const { id: file } of files) await command('evidence-file', { id, file, number: '0' });
}

/** A health professional whom the exchange knows. */
async function newReviewer(): Promise<Viewer> {
  const viewer: Viewer = { ...staff, accountId: randomUUID(), name: `Dr Reader ${randomUUID().slice(0, 8)}`, organisation: 'RQM', role: 'Consultant', duties: [], email: 'reader@example.test' };
  await service.query(
    `insert into professional (account_id, name, role, organisation, name_words, words, known_at) values ($1, $2, 'Consultant', 'RQM', array_to_tsvector($3), array_to_tsvector($3), $4)`,
    [viewer.accountId, viewer.name, viewer.name.toLowerCase().split(/\W+/), now]);
  return viewer;
}

async function reviewed(id: string, harmful: readonly string[] = []): Promise<Viewer> {
  const reviewer = await newReviewer();
  await command('assign-review', { id, accountId: reviewer.accountId });
  // ReviewTasks.
  for (const { patientId } of (await command('records-reviews', {}, reviewer)) as readonly { patientId: string }[]) await opens(reviewer, patientId, undefined, now, 'access { results }');
  await command('answer-records-review', { id, harmful, text: harmful.length > 0 ? 'It names somebody who would be in danger' : null }, reviewer);
  return reviewer;
}

const decision = (...released: string[]) => ({
  released, withheld: ['general', 'sexualHealth', 'mentalHealth', 'socialCare'].filter((label) => !released.includes(label)).map((label) => ({ label, reason: 'not-covered' })),
});

async function approved(viewer: Viewer, patient: Patient, ...released: string[]): Promise<string> {
  const id = await sent(viewer, patient);
  await looked(id);
  await command('check-records-request', { id, ...check(patient) });
  await reviewed(id);
  await command('approve-records-request', { id, ...decision(...released) });
  return id;
}

async function logOf(patientId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId]);
  // Written by append_access_entry as an object.
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
}

/** Takes what waits to be sent, and what of it is for this account or record. */
async function messagesTo(...ids: string[]): Promise<string[]> {
  return (await takeOwnNotices(service, noticeKey)).flatMap((notice) =>
    notice.kind === 'message' && ids.some((each) => Object.values(notice.to).includes(each)) ? [[notice.template, notice.values['date']].join(' ').trim()] : []);
}

/** The doors that open for reading, and the labels that a download would have; of the copy of a request where one is named. */
async function opens(viewer: Viewer, patientId: string, purpose?: 'download', at = now, fields = 'doors labels', copyOf?: string): Promise<unknown> {
  const run = createOperationRunner(sharing, (fault) => expect.unreachable(JSON.stringify(fault)));
  const access = { ...as(viewer, at), ...(purpose === undefined ? {} : { purpose }), ...(copyOf === undefined ? {} : { copyOf }) };
  const { data } = await run({ query: `query ($id: ID!) { patient(id: $id) { ${fields} } }`, variables: { id: patientId } }, access);
  return pick(data, 'patient');
}

const copyOpens = (viewer: Viewer, patientId: string, id: string, at = now, fields?: string): Promise<unknown> => opens(viewer, patientId, 'download', at, fields, id);

describe('SAR-1 asking for records', () => {
  it('time runs at once for one’s own record where the sign-in proved who asks', async () => {
    const patient = await newPatient();
    const viewer = person({ patientId: patient.id });
    // 23 December is a bank holiday of the setting.
    expect(await command('request-records', wish(patient, 'self'), viewer)).toMatchObject({ state: 'open', dueDay: '2026-12-24', takesEvidence: false });
    expect((await logOf(patient.id))[0]).toMatchObject({ action: 'request-received', who: 'Ada Asker', doors: [] });
    expect(await messagesTo(viewer.accountId, patient.id, 'records-team')).toEqual(['records-request-received', 'records-task 2026-12-24']);
  });

  it.each([
    ['an unproved sign-in (P5)', { proofing: 'P5' as const }],
    ['somebody else’s record', { patientId: randomUUID() }],
  ])('no time runs for %s before there is evidence', async (_who, details) => {
    const patient = await newPatient();
    const viewer = person('proofing' in details ? { ...details, patientId: patient.id } : details);
    expect(await command('request-records', wish(patient, 'self'), viewer)).toMatchObject({ state: 'evidence', dueDay: null, takesEvidence: true });
    // Who says that they are the patient may not be: the patient hears of it.
    expect(await messagesTo(patient.id)).toEqual(['records-requested']);
  });

  it('abuse case 1: is answered alike whether or not the person has a record, and tells the patient', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const known = await command('request-records', wish(patient), viewer);
    const unknown = await command('request-records', wish({ nhsNumber: newNhsNumber(), birthDate: '1950-01-01' }), viewer);
    const shape = (answer: unknown) => JSON.stringify(answer).replaceAll(/"(id|reference)":"[^"]+"/g, '"$1"');
    expect(shape(known)).toBe(shape(unknown));
    expect(await messagesTo(patient.id)).toEqual(['records-requested']);
    expect(await opens(viewer, patient.id, 'download')).toBeNull();
  });

  it('the third under way is taken, the fourth is not, however they come', async () => {
    const [viewer, patients] = [person(), await Promise.all(Array.from({ length: 5 }, newPatient))];
    const codes = await Promise.all(patients.map((patient) => codeOf(requested(viewer, patient))));
    expect(codes.map(String).toSorted((one, other) => one.localeCompare(other, 'en'))).toEqual(['done', 'done', 'done', 'RECORDS_REQUEST_TOO_MANY', 'RECORDS_REQUEST_TOO_MANY']);
  });

  it('five in a day, however soon they were taken back', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    for (let count = 0; count < 5; count += 1) await command('withdraw-records-request', { id: await requested(viewer, patient) }, viewer);
    expect(await codeOf(requested(viewer, patient))).toBe('RECORDS_REQUEST_TOO_MANY');
  });

  it('who is said to have died may live, and is told', async () => {
    const patient = await newPatient();
    await requested(person(), patient, 'personal-representative');
    expect(await messagesTo(patient.id)).toEqual(['records-requested']);
  });

  it('is for patients and carers: staff and strangers cannot', async () => {
    const patient = await newPatient();
    for (const viewer of [staff, null]) expect(await codeOf(command('request-records', wish(patient), viewer))).toBe('RECORDS_REQUEST_PERSON');
  });

  it('abuse case 2: somebody else’s request is one that does not exist', async () => {
    const id = await requested(person(), await newPatient());
    const stranger = person();
    for (const name of ['own-records-request', 'send-evidence', 'withdraw-records-request', 'collect-records-request']) {
      expect(await codeOf(command(name, { id }, stranger))).toBe('RECORDS_REQUEST_UNKNOWN');
      expect(await codeOf(command(name, { id: randomUUID() }, stranger))).toBe('RECORDS_REQUEST_UNKNOWN');
    }
    expect(await codeOf(command('begin-evidence', { id, fileName: 'a.pdf', mediaType: 'application/pdf' }, stranger))).toBe('RECORDS_REQUEST_STATE');
  });
});

describe('SAR-1 evidence', () => {
  it('starts the clock when it is complete, and is sealed and opened by the records team alone', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await requested(viewer, patient);
    expect(await codeOf(command('send-evidence', { id }, viewer))).toBe('EVIDENCE_MISSING');
    const file = await evidence(viewer, id, `secret words ${'x'.repeat(partBytes)}`);
    const { rows } = await service.query<{ sealed: Buffer }>('select sealed from evidence_part where evidence_id = $1 order by number', [file]);
    expect(rows).toHaveLength(2);
    expect(rows[0]?.sealed.includes('secret words')).toBe(false);
    await expect.poll(() => fileState(file), { timeout: 5000 }).toBe('clean');
    expect(await command('send-evidence', { id }, viewer, days(2))).toMatchObject({ state: 'open', dueDay: '2026-12-29', takesEvidence: false });
    const first = await command('evidence-file', { id, file, number: '0' });
    expect(first).toMatchObject({ last: false, name: 'power of attorney.pdf', mediaType: 'application/pdf' });
    expect(Buffer.from(String(pick(first, 'bytes')), 'base64').toString()).toMatch(/^secret words/);
    for (const other of [viewer, person(), { ...staff, duties: ['support-desk'] as const }]) expect(await codeOf(command('evidence-file', { id, file, number: '0' }, other))).toBe('RECORDS_TEAM_ONLY');
    expect(await codeOf(command('remove-evidence', { id: file }, viewer))).toBe('RECORDS_REQUEST_STATE');
    expect(await messagesTo(viewer.accountId, 'records-team')).toEqual(['records-request-received', 'records-request-started 2026-12-29', 'records-task 2026-12-29']);
  });

  it('abuse case 52: malware is destroyed, and nothing is opened before it was scanned', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await requested(viewer, patient);
    scanner.behaviour = { answers: 'stream: Win.Test.EICAR_HDB-1 FOUND' };
    const file = await evidence(viewer, id);
    expect(await codeOf(command('evidence-file', { id, file, number: '0' }))).toBe('RECORDS_REQUEST_UNKNOWN');
    await expect.poll(() => fileState(file), { timeout: 5000 }).toBe('refused');
    expect((await service.query('select from evidence_part where evidence_id = $1', [file])).rowCount).toBe(0);
    expect(await codeOf(command('send-evidence', { id }, viewer))).toBe('EVIDENCE_MISSING');
  });

  it('takes six files of ten megabytes each, and no more', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await requested(viewer, patient);
    const file = String(pick(await command('begin-evidence', { id, fileName: 'a', mediaType: 'image/png' }, viewer), 'id'));
    await service.query('update evidence set size = $2 where id = $1', [file, mostEvidenceBytes - 5]);
    const part = (text: string) => command('evidence-part', { id: file, number: '0', bytes: Buffer.from(text).toString('base64'), last: 'yes' }, viewer);
    expect(await codeOf(part('123456'))).toBe('FILE_TOO_LARGE');
    expect(await codeOf(part('12345'))).toBe('done');
    for (let count = 1; count < mostEvidenceFiles; count += 1) await evidence(viewer, id);
    expect(await codeOf(evidence(viewer, id))).toBe('EVIDENCE_TOO_MANY');
    await command('remove-evidence', { id: file }, viewer);
    expect(await codeOf(evidence(viewer, id))).toBe('done');
  });

  it('that is not enough stops the clock until more has come', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await sent(viewer, patient);
    expect(await codeOf(command('want-evidence', { id, text: ' ' }))).toBe('RECORDS_REQUEST_TEXT');
    await command('extend-records-request', { id, reason: 'complex', text: 'Many volumes' });
    await command('want-evidence', { id, text: 'A photo of the passport' }, staff, days(3));
    expect(await command('own-records-request', { id }, viewer)).toMatchObject({ state: 'evidence', dueDay: null, extended: null, evidenceWanted: 'A photo of the passport', takesEvidence: true });
    await evidence(viewer, id);
    expect(await command('send-evidence', { id }, viewer, days(10))).toMatchObject({ state: 'open', dueDay: '2027-01-04', extended: null, evidenceWanted: null });
    expect(await command('records-request', { id }, staff, days(10))).toMatchObject({ mayExtend: true });
  });
});

describe('SAR-1 the records team', () => {
  it('alone sees requests, in the order in which they are due', async () => {
    const viewer = person();
    const id = await sent(viewer, await newPatient());
    expect(await command('records-request', { id })).toMatchObject({ requester: { name: 'Ada Asker', proved: false }, relationship: 'my aunt', urgency: 'none', review: null, checked: null });
    expect(await command('records-request', { id }, staff, days(25))).toMatchObject({ urgency: 'soon' });
    expect(await command('records-request', { id }, staff, new Date('2026-12-24T23:59:00Z'))).toMatchObject({ urgency: 'soon' });
    expect(await command('records-request', { id }, staff, new Date('2026-12-25T00:00:00Z'))).toMatchObject({ urgency: 'overdue' });
    const page = await command('records-requests', { list: 'open' });
    // In the form of kit/records-requests.ts.
    const due = (pick(page, 'requests') as { dueDay: string }[]).map(({ dueDay }) => dueDay);
    expect(due).toEqual(due.toSorted());
    for (const other of [viewer, null, { ...staff, duties: ['support-desk'] as const }, { ...staff, onlyPatientId: randomUUID() }]) {
      for (const [name, input] of [['records-requests', { list: 'open' }], ['records-request', { id }], ['find-reviewers', { words: 'reader' }], ['records-request-counts', { id }]] as const) {
        expect(await codeOf(command(name, input, other))).toBe('RECORDS_TEAM_ONLY');
      }
    }
  });

  it('cannot decide about a request of their own, by this account or another of the same address', async () => {
    const patient = await newPatient();
    const id = await sent(person({ email: 'ROBIN@example.test' }), patient);
    expect(await codeOf(command('check-records-request', { id, ...check(patient) }))).toBe('RECORDS_REQUEST_OWN');
    expect(await codeOf(command('refuse-records-request', { id, reason: 'no-right', text: 'No' }))).toBe('RECORDS_REQUEST_OWN');
  });

  it('says whose record it is only on evidence that could be opened, and of details that have a record', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await requested(viewer, patient);
    scanner.behaviour = 'hangs-up';
    await evidence(viewer, id);
    await command('send-evidence', { id }, viewer);
    expect(await codeOf(command('check-records-request', { id, ...check(patient) }))).toBe('EVIDENCE_UNSEEN');
    await expect.poll(() => JSON.stringify(warned)).toContain('SCANNER_UNAVAILABLE');
    expect(await codeOf(command('check-records-request', { id, ...check({ nhsNumber: newNhsNumber(), birthDate: '1950-01-01' }) }))).toBe('RECORDS_REQUEST_NO_RECORD');
  });

  it('extends to three months within the first, once, and tells it with the reason', async () => {
    const viewer = person();
    const id = await sent(viewer, await newPatient());
    const extend = (at: string) => codeOf(command('extend-records-request', { id, reason: 'complex', text: 'Many volumes on paper' }, staff, new Date(at)));
    expect(await extend('2026-12-25T00:00:00Z')).toBe('RECORDS_EXTENSION_LATE');
    expect(await extend('2026-12-24T23:59:59Z')).toBe('done');
    expect(await extend('2026-12-24T23:59:59Z')).toBe('RECORDS_EXTENSION_LATE');
    expect(await command('own-records-request', { id }, viewer)).toMatchObject({ dueDay: '2027-02-23', extended: { reason: 'complex', text: 'Many volumes on paper' } });
    expect(await messagesTo(viewer.accountId)).toContain('records-request-extended 2027-02-23');
  });

  it('is reminded once when an answer is due within a week, and anew of another last day', async () => {
    // Years ahead of what the other tests leave open, so that only this one is due then.
    const later = new Date('2030-02-01T12:00:00Z');
    const patient = await newPatient();
    const viewer = person({ patientId: patient.id });
    await command('records-reminders', {}, null, later);
    const id = String(pick(await command('request-records', wish(patient, 'self'), viewer, later), 'id'));
    const remind = (at: string) => command('records-reminders', {}, null, new Date(at));
    expect([await remind('2030-02-21T23:59:00Z'), await remind('2030-02-22T00:00:00Z'), await remind('2030-02-23T00:00:00Z')]).toEqual([{ said: 0 }, { said: 1 }, { said: 0 }]);
    await command('extend-records-request', { id, reason: 'complex', text: 'Many volumes' }, staff, new Date('2030-02-23T12:00:00Z'));
    expect([await remind('2030-04-23T12:00:00Z'), await remind('2030-04-24T12:00:00Z'), await remind('2030-05-02T12:00:00Z')]).toEqual([{ said: 0 }, { said: 1 }, { said: 0 }]);
    expect(await messagesTo('records-team')).toEqual(expect.arrayContaining(['records-task 2030-03-01', 'records-task 2030-05-01']));
    await command('withdraw-records-request', { id }, viewer, later);
  });

  it('refuses with a reason that who asks is told', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await sent(viewer, patient);
    await command('refuse-records-request', { id, reason: 'no-right', text: 'The power is not registered yet' });
    expect(await command('own-records-request', { id }, viewer)).toMatchObject({ state: 'refused', refused: { reason: 'no-right', text: 'The power is not registered yet' }, dueDay: null });
    expect(await messagesTo(viewer.accountId)).toContain('records-request-refused');
    expect((await logOf(patient.id)).at(-1)).toMatchObject({ action: 'request-decided', who: 'Robin Records', reason: 'Refused' });
    expect(await codeOf(command('refuse-records-request', { id, reason: 'no-right', text: 'Again' }))).toBe('RECORDS_REQUEST_STATE');
  });
});

describe('SAR-1 the review for serious harm', () => {
  it('opens the record to the named professional, to be read, until they have answered', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await sent(viewer, patient);
    const reviewer = await newReviewer();
    expect(await codeOf(command('assign-review', { id, accountId: reviewer.accountId }))).toBe('RECORDS_REQUEST_STATE');
    await looked(id);
    await command('check-records-request', { id, ...check(patient) });
    expect(await command('find-reviewers', { words: reviewer.name })).toMatchObject([{ accountId: reviewer.accountId }]);
    await command('assign-review', { id, accountId: reviewer.accountId });
    expect(await messagesTo(reviewer.accountId)).toEqual(['records-review-asked']);
    expect(await opens(reviewer, patient.id)).toMatchObject({ doors: ['INVITED'], labels: ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'] });
    expect(await opens(reviewer, patient.id, 'download')).toBeNull();
    expect(await opens(reviewer, patient.id, undefined, days(14.1))).toBeNull();
    const other = await newReviewer();
    expect(await opens(other, patient.id)).toBeNull();
    expect(await command('records-reviews', {}, other)).toEqual([]);
    expect(await codeOf(command('answer-records-review', { id, harmful: [], text: null }, other))).toBe('RECORDS_REQUEST_UNKNOWN');
    expect(await codeOf(command('answer-records-review', { id, harmful: ['mentalHealth'], text: ' ' }, reviewer))).toBe('RECORDS_REQUEST_TEXT');
    expect(await command('records-reviews', {}, reviewer)).toMatchObject([{ id, patientId: patient.id }]);
    // An opinion about what was not looked at protects nobody: finding the person is no reading.
    const answer = (): Promise<unknown> => codeOf(command('answer-records-review', { id, harmful: [], text: null }, reviewer));
    expect(await answer()).toBe('RECORDS_REVIEW_UNREAD');
    await opens(reviewer, patient.id, undefined, now, 'access { identity }');
    expect(await answer()).toBe('RECORDS_REVIEW_UNREAD');
    await opens(reviewer, patient.id, undefined, new Date(now.getTime() - 1), 'access { results }');
    expect(await answer()).toBe('RECORDS_REVIEW_UNREAD');
    await opens(reviewer, patient.id, undefined, now, 'access { documents }');
    await command('answer-records-review', { id, harmful: ['mentalHealth'], text: 'It names who told us' }, reviewer);
    expect(await opens(reviewer, patient.id)).toBeNull();
    expect(await command('records-request', { id })).toMatchObject({ review: { harmful: ['mentalHealth'], text: 'It names who told us' } });
  });

  it('ends for who was asked first as soon as another is asked, and what they read stands in the log as what it was', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await sent(viewer, patient);
    await looked(id);
    await command('check-records-request', { id, ...check(patient) });
    const [first, second] = [await newReviewer(), await newReviewer()];
    await command('assign-review', { id, accountId: first.accountId });
    expect(pick(await opens(first, patient.id, undefined, now, 'access { results }'), 'access', 'results')).toContain('|invited|0,1,2,3|*|y|');
    expect((await logOf(patient.id)).at(-1)).toMatchObject({ action: 'read', who: first.name, doors: ['invited'], copy: 'checked' });
    await command('assign-review', { id, accountId: second.accountId });
    expect(await opens(first, patient.id)).toBeNull();
    expect(await opens(second, patient.id)).not.toBeNull();
    expect(await codeOf(command('assign-review', { id, accountId: staff.accountId }))).toBe('REVIEWER_UNKNOWN');
  });

  it('nothing is released before it, nor what it speaks against', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await sent(viewer, patient);
    await looked(id);
    await command('check-records-request', { id, ...check(patient) });
    expect(await codeOf(command('approve-records-request', { id, ...decision('general') }))).toBe('RECORDS_REVIEW_MISSING');
    await reviewed(id, ['mentalHealth']);
    expect(await codeOf(command('approve-records-request', { id, ...decision('general', 'mentalHealth') }))).toBe('RECORDS_REVIEW_AGAINST');
    expect(await codeOf(command('approve-records-request', { id, released: ['general'], withheld: [] }))).toBe('RECORDS_LABELS');
    // Nobody of the team judges harm.
    const judged = { released: ['general'], withheld: ['sexualHealth', 'mentalHealth', 'socialCare'].map((label) => ({ label, reason: 'serious-harm' })) };
    expect(await codeOf(command('approve-records-request', { id, ...judged }))).toBe('RECORDS_LABELS');
    expect(await codeOf(command('approve-records-request', { id, ...decision() }))).toBe('RECORDS_LABELS');
    expect(await codeOf(command('approve-records-request', { id, ...decision('general') }))).toBe('done');
  });

  it('the database itself hands out nothing without it', async () => {
    const patient = await newPatient();
    const id = await sent(person(), patient);
    await service.query('begin');
    try {
      const same = randomUUID();
      const wrongs = [
        'reviewed_at = null', "released = '{0,2}'", "collect_until = $2::timestamptz + interval '8 days 61 minutes'", 'checked_at = null', 'checker_id = null', 'decider_id = null', `decider_id = '${same}'`,
      ];
      for (const wrong of ['', ...wrongs]) {
        const column = wrong.split(' ')[0] ?? '';
        const set = ["decided = 'approved'", 'due_day = null', 'checked_at = $2', 'decided_at = $2', "decider = 'x'", 'collect_until = $2', "released = '{0}'", 'patient_id = $3', 'reviewed_at = $2', "harmful = '{2}'", `checker_id = '${same}'`, 'decider_id = gen_random_uuid()'].filter((each) => wrong === '' || !each.startsWith(`${column} `));
        await service.query('savepoint before');
        const code = await service.query(`update records_request set ${[...set, ...(wrong === '' ? [] : [wrong])].join(', ')} where id = $1 and $2::timestamptz is not null`, [id, now, patient.id]).then(() => 'done', (error: unknown) => pick(error, 'code'));
        expect([wrong, code]).toEqual([wrong, wrong === '' ? 'done' : '23514']);
        await service.query('rollback to before');
      }
    } finally {
      await service.query('rollback');
    }
  });
});

describe('SAR-1 the copy', () => {
  it('opens with the released labels alone, for a download alone, for a week after the reading', async () => {
    const [viewer, patient] = [person({ proofing: 'P5' }), await newPatient()];
    const id = await approved(viewer, patient, 'general', 'socialCare');
    const own = await command('own-records-request', { id }, viewer);
    expect(own).toMatchObject({ state: 'approved', collectUntil: '2026-12-01T00:00:00.000Z' });
    // Nothing tells what was left out, or why.
    expect(JSON.stringify(own)).not.toMatch(/withheld|released|harm|general|sexual|mental|socialCare|not-covered/i);
    expect(await command('records-request', { id })).toMatchObject({ released: ['general', 'socialCare'] });
    // Not before its receipt stands in the log.
    expect(await copyOpens(viewer, patient.id, id)).toBeNull();
    await command('collect-records-request', { id }, viewer);
    expect(await opens(viewer, patient.id)).toBeNull();
    expect(await opens(viewer, patient.id, 'download')).toBeNull();
    expect(await copyOpens(viewer, patient.id, id)).toMatchObject({ doors: ['INVITED'], labels: ['GENERAL', 'SOCIAL_CARE'] });
    expect(await opens(viewer, patient.id, undefined, now, undefined, id)).toBeNull();
    expect(await copyOpens(person(), patient.id, id)).toBeNull();
    expect(await copyOpens(viewer, patient.id, randomUUID())).toBeNull();
    expect(await copyOpens(viewer, (await newPatient()).id, id)).toBeNull();
    expect(await copyOpens(viewer, patient.id, id, new Date('2026-11-30T23:59:59Z'))).not.toBeNull();
    expect(await copyOpens(viewer, patient.id, id, new Date('2026-12-01T00:00:00Z'))).toBeNull();
    expect(await codeOf(command('collect-records-request', { id }, viewer, new Date('2026-12-01T00:00:00Z')))).toBe('RECORDS_REQUEST_STATE');
    expect(await messagesTo(viewer.accountId, patient.id)).toEqual(expect.arrayContaining(['records-request-answered 2026-11-30', 'records-released']));
  });

  it('abuse case 11: is a copy and no invitation: it accepts none, and passes nothing on', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    await service.query("insert into invitation (patient_id, email, labels, created_at) values ($1, $2, '{0}', $3)", [patient.id, viewer.email?.toLowerCase(), now]);
    const id = await approved(viewer, patient, 'socialCare');
    await command('collect-records-request', { id }, viewer);
    expect(pick(await copyOpens(viewer, patient.id, id, now, 'access { results documents }'), 'access', 'results')).toMatch(/^v1\|results\|[^|]+\|[^|]+\|invited\|3\|\*\|n\|/);
    expect((await logOf(patient.id)).at(-1)).toMatchObject({ action: 'downloaded', areas: ['results', 'documents'], doors: ['invited'], copy: 'given' });
    expect((await service.query<{ accepted_at: Date | null }>('select accepted_at from invitation where patient_id = $1', [patient.id])).rows).toEqual([{ accepted_at: null }]);
  });

  it('collecting it leaves a receipt with the requester once and an entry in the log each time', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await approved(viewer, patient, 'general');
    await messagesTo(viewer.accountId);
    expect(await command('collect-records-request', { id }, viewer)).toEqual({ patientId: patient.id });
    await command('collect-records-request', { id }, viewer, days(1));
    expect(await messagesTo(viewer.accountId)).toEqual(['records-request-collected']);
    expect((await logOf(patient.id)).map(({ action }) => action)).toEqual(['request-received', 'request-review-asked', 'read', 'request-reviewed', 'request-decided', 'request-delivered', 'request-delivered']);
    expect(await command('own-records-request', { id }, viewer, days(40))).toMatchObject({ state: 'collected' });
  });

  it('ACS-6 what a copy would hold is counted only after that was noted', async () => {
    const [viewer, patient] = [person(), await newPatient()];
    const id = await sent(viewer, patient);
    expect(await codeOf(command('records-request-counts', { id }))).toBe('RECORDS_REQUEST_STATE');
    await looked(id);
    await command('check-records-request', { id, ...check(patient) });
    expect(await command('records-request-counts', { id })).toEqual({ patientIds: [patient.id] });
    expect((await logOf(patient.id)).at(-1)).toMatchObject({ action: 'request-previewed', who: 'Robin Records', areas: ['results', 'documents', 'appointments'] });
  });
});
