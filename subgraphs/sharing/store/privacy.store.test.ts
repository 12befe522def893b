import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import { openRoomDatabase } from '@cie/kit/database/room-database.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { unseal } from '@cie/kit/notices/seal.ts';
import type { OwnEmergency, PrivacyCase, PrivacyCaseRecord, PrivacyList, PrivacyPage, RecordFlag } from '@cie/kit/privacy.ts';
import type { Room } from '@cie/kit/room.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmergencyAccess } from '../domain/emergency-access.ts';
import { startSharing } from '../start.ts';
import { createEmergencyStore } from './emergency.store.ts';
import { privacySeal } from './privacy-seal.ts';

let server: RoomServer;
let sharing: Room;
let run: ReturnType<typeof createOperationRunner>;
let noticeKey: Buffer;
let owner: Client;
let service: Client;

beforeAll(async () => {
  server = await openRoomServer();
  const settings = { ...server.settings, CIE_NOTICE_KEY: randomBytes(32).toString('base64url') };
  noticeKey = requiredKey(settings, 'CIE_NOTICE_KEY', 32);
  sharing = await startSharing(settings);
  run = createOperationRunner(sharing, (fault) => expect.unreachable(JSON.stringify(fault)));
  [owner, service] = await Promise.all([server.connect('sharing', 'owner'), server.connect('sharing', 'service')]);
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end(), sharing.close()]);
});

const now = new Date('2026-11-23T12:00:00Z');
const minute = (count: number): Date => new Date(now.getTime() + count * 60_000);
const officer: Viewer = { ...testViewer, kind: 'professional', accountId: randomUUID(), name: 'Priya Officer', organisation: 'QRV', role: 'Privacy Officer', proofing: null, duties: ['privacy-officer'] };
const clinician = (organisation = 'R1K', name = 'Dr Sample'): Viewer => {
  const accountId = randomUUID();
  return { ...testViewer, kind: 'professional', accountId, name, organisation, role: 'Consultant', proofing: null, email: `${accountId}@trust.example.test` };
};
const patientViewer = (patientId: string): Viewer => ({ ...testViewer, accountId: randomUUID(), patientId, name: 'Sample Patient' });
const as = (viewer: Viewer | null, at = now): AccessContext => ({ requestId: randomUUID(), viewer, now: at });

async function ask(viewer: Viewer | null, query: string, variables: Record<string, unknown> = {}, at = now, more: Partial<AccessContext> = {}) {
  const result = await run({ query, variables }, { ...as(viewer, at), ...more });
  return { data: result.data ?? null, codes: (result.errors ?? []).map((error) => error.extensions['code']) };
}
/** What a command answers is described in kit/privacy.ts for both sides. */
const command = async <Answer>(name: string, input: object, viewer: Viewer | null = officer, at = now): Promise<Answer> => (await sharing.commands[name]?.(input, as(viewer, at))) as Answer;
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: unknown) => pick(error, 'code'));

interface Person {
  readonly id: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
}

/** Cared for by RQM, by a number that is never issued and of which nobody else knows. */
async function newPerson(): Promise<Person> {
  for (;;) {
    const nhsNumber = `9993${String(randomInt(1_000_000)).padStart(6, '0')}`;
    if (!parseNhsNumber(nhsNumber).ok) continue;
    const person = { id: randomUUID(), nhsNumber, birthDate: '1970-01-31' };
    await sharing.commands['know-patient']?.({ patientId: person.id, nhsNumber, birthDate: person.birthDate, organisation: 'RQM' });
    return person;
  }
}

const open = 'query ($id: ID!) { patient(id: $id) { id doors labels until access { results } } }';
const start = 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id until } }';
const reason = 'Found collapsed at the bus stop';
const inputFor = ({ nhsNumber, birthDate }: Person, why = reason) => ({ input: { nhsNumber, birthDate, category: 'UNCONSCIOUS', reason: why } });
const find = 'query ($n: NHSNumber!, $b: Date!) { findPatient(nhsNumber: $n, birthDate: $b) { id doors } }';
const whom = ({ nhsNumber, birthDate }: Person) => ({ n: nhsNumber, b: birthDate });
const state = 'mutation ($input: StatedReasonInput!) { stateReason(input: $input) { id doors until } }';
const why = 'Clinic today, letter from the practice';

async function logOf(patientId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId]);
  // Written by append_access_entry as an object.
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
}

/** What was posted since the last call: to whom, and by which template. The table is that of all test files, whose notices have other keys. */
const read = new Set<string>();
async function messages(about?: string): Promise<string[]> {
  const { rows } = await service.query<{ id: string; sealed: Buffer }>("select id, sealed from notice where kind = 'message'");
  return rows.filter(({ id }) => !read.has(id)).flatMap(({ id, sealed }): string[] => {
    read.add(id);
    const notice = opened(id, sealed);
    if (notice?.kind !== 'message') return [];
    expect(notice.values).toEqual({});
    if ('duty' in notice.to) return [`${notice.to.duty}: ${notice.template}`];
    return 'patientId' in notice.to && notice.to.patientId === about ? [`patient by ${notice.to.by}: ${notice.template}`] : [];
  }).toSorted((one, other) => one.localeCompare(other));
}

function opened(id: string, sealed: Buffer): Notice | null {
  try {
    return JSON.parse(unseal(noticeKey, sealed, id)) as Notice; // sealed by `post`
  } catch {
    return null;
  }
}

/** Of this account, oldest first, as far as a list has them. */
async function casesOf(accountId: string, list: PrivacyList = 'open'): Promise<PrivacyCaseRecord[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: PrivacyPage = await command<PrivacyPage>('privacy-cases', { list, after });
    expect(Object.keys(page.cases[0] ?? {})).not.toContain('reason');
    ids.push(...page.cases.filter((each) => each.accountId === accountId).map((each) => each.id));
    if (page.next === null) return Promise.all(ids.map((id) => command<PrivacyCaseRecord>('privacy-case', { id })));
    after = page.next;
  }
}

async function emergency(person: Person, viewer = clinician(), at = now): Promise<PrivacyCaseRecord> {
  expect((await ask(viewer, start, inputFor(person), at)).codes).toEqual([]);
  const [found] = await casesOf(viewer.accountId);
  if (found === undefined) throw new Error('The emergency is in nobody’s queue.');
  return found;
}

describe('ACS-5 an emergency is told at once, and reviewed', () => {
  it('tells the patient by email and text, and the privacy officer, and puts it into the queue in the transaction that opens', async () => {
    const [person, viewer] = [await newPerson(), clinician()];
    await messages();
    const found = await emergency(person, viewer);
    expect(await messages(person.id)).toEqual(['patient by email: emergency-opened', 'patient by text: emergency-opened-text', 'privacy-officer: privacy-case']);
    expect(found).toMatchObject({
      kind: 'emergency', patientId: person.id, who: 'Dr Sample', role: 'Consultant', organisation: 'R1K', category: 'unconscious', reason,
      openedAt: now.toISOString(), until: minute(30).toISOString(), dispute: null, decisions: [], outcome: null, ownRecord: false,
    });
  });

  it('opens nothing when the officer and the patient cannot be told: door, entry, case and messages are one transaction', async () => {
    const [person, viewer] = [await newPerson(), clinician()];
    const database = await openRoomDatabase({ room: 'sharing', settings: server.settings, entities: [], migrations: [] });
    const store = createEmergencyStore(database, { post: () => Promise.reject(new Error('no room for notices')) }, privacySeal(randomBytes(32)));
    await expect(startEmergencyAccess(as(viewer), store, { patientId: person.id, category: 'other', reason })).rejects.toThrow('no room for notices');
    await database.close();
    expect((await ask(viewer, open, { id: person.id })).data).toEqual({ patient: null });
    expect([await casesOf(viewer.accountId), (await logOf(person.id)).map((each) => each['action'])]).toEqual([[], ['refused']]);
  });

  it('abuse case 17: a blank reason opens nothing, tells nobody, and is no case', async () => {
    const [person, viewer] = [await newPerson(), clinician()];
    await messages();
    for (const blank of ['', ' \n\t ', '. . . . . . . . . .', '\u00a0\u2003\u200b', 'too short']) expect((await ask(viewer, start, inputFor(person, blank))).codes).toEqual(['EMERGENCY_REASON']);
    expect([await casesOf(viewer.accountId), await messages(person.id), await logOf(person.id)]).toEqual([[], [], []]);
    expect((await ask(viewer, open, { id: person.id })).data).toEqual({ patient: null });
  });

  it('abuse case 18: is for the one patient, until minute 30 and not one moment longer', async () => {
    const [person, other, viewer] = [await newPerson(), await newPerson(), clinician()];
    await emergency(person, viewer);
    expect((await ask(viewer, open, { id: person.id }, new Date(minute(30).getTime() - 1))).data).toMatchObject({ patient: { doors: ['EMERGENCY'], until: minute(30).toISOString() } });
    expect((await ask(viewer, open, { id: person.id }, minute(30))).data).toEqual({ patient: null });
    expect((await ask(viewer, open, { id: person.id }, minute(31))).data).toEqual({ patient: null });
    expect((await ask(viewer, open, { id: other.id })).data).toEqual({ patient: null });
    expect((await ask(clinician(), open, { id: person.id })).data).toEqual({ patient: null });
  });

  it('ACS-5 lets nothing be taken away, changed or passed on: no export, no file, no calendar, no summary, no change, no invitation', async () => {
    const [person, viewer] = [await newPerson(), clinician()];
    await emergency(person, viewer);
    for (const purpose of ['download', 'save', 'calendar', 'share'] as const) {
      expect([purpose, (await ask(viewer, open, { id: person.id }, minute(1), { purpose })).data]).toEqual([purpose, { patient: null }]);
    }
    const purposes = ['RECORD_MEASUREMENT', 'ENTER_CARE_ITEM', 'UPLOAD_DOCUMENT', 'REQUEST_APPOINTMENT_CHANGE', 'RELEASE_RESULT', 'EXTEND_DELAY', 'MOVE_REPORT', 'MOVE_CARE_ITEM', 'MOVE_DOCUMENT', 'MOVE_APPOINTMENT'];
    for (const purpose of purposes) {
      expect([purpose, (await ask(viewer, `mutation ($id: ID!) { changeRecord(patientId: $id, purpose: ${purpose}) { id } }`, { id: person.id }, minute(1))).codes]).toEqual([purpose, ['CHANGE_NOT_ALLOWED']]);
    }
    const invite = 'mutation { invite(input: { email: "colleague@trust.example.test", labels: [GENERAL] }) { id } }';
    expect((await ask(viewer, invite, {}, minute(1))).codes).toEqual(['OWN_RECORD_ONLY']);
    expect((await ask(viewer, 'query ($id: ID!) { patient(id: $id) { invitations { id } accessLog { edges { cursor } } } }', { id: person.id }, minute(1))).data).toEqual({ patient: { invitations: null, accessLog: null } });
  });

  it('shows the officer when and in which areas it was used, never what was there; and until when, if it was ended early', async () => {
    const [person, viewer, other] = [await newPerson(), clinician(), clinician('RQM')];
    const { id } = await emergency(person, viewer);
    await ask(viewer, 'query ($id: ID!) { patient(id: $id) { access { results documents } } }', { id: person.id }, minute(2));
    await ask(other, open, { id: person.id }, minute(3));
    await ask(viewer, 'mutation ($id: ID!) { endEmergencyAccess(patientId: $id) }', { id: person.id }, minute(4));
    await ask(viewer, open, { id: person.id }, minute(6));
    const found = await command<PrivacyCaseRecord>('privacy-case', { id }, officer, minute(5));
    expect(found.until).toBe(minute(4).toISOString());
    expect(found.seen).toEqual([{ at: minute(2).toISOString(), areas: ['results', 'documents'], doors: ['emergency'], action: 'read' }]);
    expect(found.seenMore).toBe(false);
  });

  it('is for the officer alone', async () => {
    const { id } = await emergency(await newPerson());
    const inputs = { 'privacy-cases': { list: 'open' }, 'privacy-case': { id }, 'decide-privacy-case': { id, outcome: 'justified', note: 'Asked the ward' }, 'record-flags': {}, 'flag-record': { nhsNumber: '9990000018', birthDate: '1970-01-31', why }, 'unflag-record': { id, why } };
    const launched: Viewer = { ...officer, onlyPatientId: randomUUID() };
    for (const viewer of [null, clinician(), patientViewer(randomUUID()), { ...officer, duties: ['support-desk', 'records-team', 'integration'] as const }, launched]) {
      for (const [name, input] of Object.entries(inputs)) expect([name, await codeOf(command(name, input, viewer))]).toEqual([name, 'PRIVACY_OFFICER_ONLY']);
    }
  });

  it('is decided once, with what was found and a note; the outcome is in the patient’s log, the note is not', async () => {
    const [person, viewer] = [await newPerson(), clinician()];
    const { id } = await emergency(person, viewer);
    expect(await codeOf(command('decide-privacy-case', { id, outcome: 'fine', note: 'Asked the ward' }))).toBe('PRIVACY_OUTCOME');
    expect(await codeOf(command('decide-privacy-case', { id, outcome: 'justified', note: 'short' }))).toBe('PRIVACY_NOTE');
    expect(await codeOf(command('decide-privacy-case', { id, outcome: 'justified', note: 'x'.repeat(2001) }))).toBe('PRIVACY_NOTE');
    await messages();
    const decided = await command<PrivacyCase>('decide-privacy-case', { id, outcome: 'justified', note: 'Asked the ward sister' }, officer, minute(60));
    expect(decided).toMatchObject({ outcome: 'justified', decisions: [{ outcome: 'justified', note: 'Asked the ward sister', answer: null, by: 'Priya Officer', at: minute(60).toISOString() }] });
    expect((await logOf(person.id)).at(-1)).toMatchObject({ action: 'emergency-answered', who: 'Priya Officer', reason: 'justified', doors: [] });
    expect(JSON.stringify(await logOf(person.id))).not.toContain('ward sister');
    expect(await messages(person.id)).toEqual([]);
    expect(await codeOf(command('decide-privacy-case', { id, outcome: 'not-justified', note: 'Asked somebody else' }))).toBe('PRIVACY_DECIDED');
    expect(await casesOf(viewer.accountId)).toEqual([]);
    expect(await casesOf(viewer.accountId, 'closed')).toMatchObject([{ id }]);
    expect(await codeOf(command('privacy-case', { id: randomUUID() }))).toBe('PRIVACY_CASE_UNKNOWN');
    expect(await codeOf(command('privacy-case', { id: 'no id' }))).toBe('PRIVACY_CASE_UNKNOWN');
  });
});

describe('ACS-5 the patient disputes an emergency and gets an answer by a deadline', () => {
  const text = 'I was at home that day and had no emergency.';

  it('is asked once, by the person alone, opens a decided case again, and is answered in words', async () => {
    const [person, viewer] = [await newPerson(), clinician()];
    const { id } = await emergency(person, viewer);
    const patient = patientViewer(person.id);
    await command('decide-privacy-case', { id, outcome: 'justified', note: 'Asked the ward sister' });
    for (const stranger of [patientViewer((await newPerson()).id), patientViewer(randomUUID())]) expect(await codeOf(command('dispute-emergency', { id, text }, stranger))).toBe('PRIVACY_CASE_UNKNOWN');
    for (const stranger of [null, viewer, officer, { ...patient, proofing: 'P5' as const }]) expect(await codeOf(command('dispute-emergency', { id, text }, stranger))).toBe('OWN_RECORD_ONLY');
    for (const wrong of ['', 'too short', 'x'.repeat(2001)]) expect(await codeOf(command('dispute-emergency', { id, text: wrong }, patient))).toBe('DISPUTE_TEXT');
    await messages();

    const disputed = await command<OwnEmergency>('dispute-emergency', { id, text }, patient);
    expect(disputed).toMatchObject({ dispute: { text, at: now.toISOString(), answerBy: '2026-12-08T00:00:00.000Z', overdue: false }, answer: null });
    expect(await messages(person.id)).toEqual(['privacy-officer: privacy-dispute']);
    expect((await logOf(person.id)).at(-1)).toMatchObject({ action: 'emergency-disputed', who: 'Sample Patient' });
    expect(JSON.stringify(await logOf(person.id))).not.toContain('at home');
    expect(await codeOf(command('dispute-emergency', { id, text }, patient))).toBe('DISPUTE_TWICE');

    const [open] = await casesOf(viewer.accountId, 'disputed');
    expect(open).toMatchObject({ id, outcome: null, disputeText: text });
    expect(await codeOf(command('decide-privacy-case', { id, outcome: 'not-justified', note: 'Asked the ward again' }))).toBe('PRIVACY_ANSWER');
    const answer = 'You are right, and we are sorry. We have told their organisation.';
    await command('decide-privacy-case', { id, outcome: 'not-justified', note: 'Asked the ward again', answer });
    expect(await messages(person.id)).toEqual(['patient by email: emergency-answered']);
    const [own] = await command<OwnEmergency[]>('own-emergencies', {}, patient);
    expect(own).toMatchObject({ id, who: 'Dr Sample', reason, answer: { outcome: 'not-justified', text: answer } });
    expect(JSON.stringify(own)).not.toMatch(/ward|accountId/);
    expect((await casesOf(viewer.accountId, 'closed'))[0]?.decisions.map(({ outcome }) => outcome)).toEqual(['not-justified', 'justified']);
    expect(await codeOf(command('decide-privacy-case', { id, outcome: 'justified', note: 'Asked once more', answer }))).toBe('PRIVACY_DECIDED');
  });

  it('is overdue from the end of the tenth working day on, and counted as such', async () => {
    const [person, viewer] = [await newPerson(), clinician()];
    const { id } = await emergency(person, viewer);
    await command('dispute-emergency', { id, text }, patientViewer(person.id));
    const at = async (time: string) => (await command<PrivacyCaseRecord>('privacy-case', { id }, officer, new Date(time))).dispute?.overdue;
    expect([await at('2026-12-07T23:59:59Z'), await at('2026-12-08T00:00:00Z')]).toEqual([false, true]);
    const overdue = async (time: string) => (await command<PrivacyPage>('privacy-cases', { list: 'disputed' }, officer, new Date(time))).counts.overdue;
    expect(await overdue('2026-12-08T00:00:00Z') - await overdue('2026-12-07T23:59:59Z')).toBeGreaterThanOrEqual(1);
  });

  it('reminds the officer once a day, from two days before the end on, until there is an answer', async () => {
    const person = await newPerson();
    const { id } = await emergency(person);
    // Of all that others dispute in this database, none is due in this year.
    const past = (time: string) => new Date(`2001-${time}`);
    await command('dispute-emergency', { id, text }, patientViewer(person.id), past('03-05T12:00:00Z'));
    const due = async (time: string) => [await command<{ due: number }>('privacy-reminders', {}, null, past(time)), await messages()];
    await messages();
    const nothing = [{ due: 0 }, []];
    const said = [{ due: 1 }, ['privacy-officer: privacy-due']];
    expect(await due('03-17T23:59:59Z')).toEqual(nothing);
    expect(await due('03-18T00:00:00Z')).toEqual(said);
    expect(await due('03-18T23:59:59Z')).toEqual(nothing);
    expect(await due('03-19T00:00:00Z')).toEqual(said);
    await command('decide-privacy-case', { id, outcome: 'passed-on', note: 'Asked their organisation', answer: 'Their organisation looks into it.' }, officer, past('03-19T01:00:00Z'));
    await messages();
    expect(await due('03-21T00:00:00Z')).toEqual(nothing);
  });

  it('shows a person the emergencies of their own record alone', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    await emergency(person);
    await emergency(other);
    expect(await command<OwnEmergency[]>('own-emergencies', {}, patientViewer(person.id))).toHaveLength(1);
    for (const stranger of [null, officer, clinician()]) expect(await codeOf(command('own-emergencies', {}, stranger))).toBe('OWN_RECORD_ONLY');
  });

  it('keeps nothing of it readable in the database', async () => {
    const person = await newPerson();
    const { id } = await emergency(person);
    await command('dispute-emergency', { id, text }, patientViewer(person.id));
    const { rows } = await owner.query<{ found: string }>("select privacy_case::text || encode(sealed, 'escape') as found from privacy_case where id = $1", [id]);
    // The owner of the tables has no policy to read these rows by.
    expect(rows).toEqual([]);
    const seen = await service.query<{ found: string }>("select privacy_case::text || encode(sealed, 'escape') as found from privacy_case where id = $1", [id]);
    expect(seen.rows[0]?.found).not.toMatch(/at home|collapsed/);
  });
});

describe('abuse case 19: a flagged record opens to care only with a reason, which the privacy officer is told', () => {
  const flagged = async (staffEmail: string | null = null): Promise<Person & { readonly flag: string }> => {
    const person = await newPerson();
    const flag = await command<RecordFlag>('flag-record', { nhsNumber: person.nhsNumber, birthDate: person.birthDate, why: 'A colleague of the heart clinic', ...(staffEmail === null ? {} : { staffEmail }) });
    return { ...person, flag: flag.id };
  };

  it('refuses whom care would let in, by a typed answer and in the log; anybody else learns nothing of it', async () => {
    const [person, plain] = [await flagged(), await newPerson()];
    const [carer, stranger] = [clinician('RQM'), clinician('R1K')];
    expect((await ask(carer, open, { id: plain.id })).data).toMatchObject({ patient: { doors: ['OWN_ORGANISATION'] } });
    expect(await ask(carer, open, { id: person.id })).toEqual({ data: { patient: null }, codes: ['REASON_WANTED'] });
    expect(await ask(carer, find, whom(person))).toEqual({ data: { findPatient: null }, codes: ['REASON_WANTED'] });
    expect((await logOf(person.id)).filter((each) => each['action'] === 'refused' && each['account'] === carer.accountId)).toHaveLength(2);
    for (const viewer of [stranger, patientViewer(randomUUID()), officer]) expect(await ask(viewer, open, { id: person.id })).toEqual({ data: { patient: null }, codes: [] });
    expect(await ask(stranger, find, whom(person))).toEqual({ data: { findPatient: null }, codes: [] });
    expect((await ask(patientViewer(person.id), open, { id: person.id })).data).toMatchObject({ patient: { doors: ['SELF'] } });
    // Found, though not open: who cares for people with flagged records is no walker through numbers (abuse case 21).
    expect((await service.query('select from search_miss where account_id = $1', [carer.accountId])).rowCount).toBe(0);
  });

  it.each([
    ['by its id', (person: Person) => ({ patientId: person.id })],
    ['by number and date of birth', ({ nhsNumber, birthDate }: Person) => ({ nhsNumber, birthDate })],
  ])('opens for 30 minutes once a reason is stated, %s, as far as care does, and the officer is told', async (_how, whose) => {
    const [person, carer] = [await flagged(), clinician('RQM')];
    await messages();
    for (const blank of ['', '. . . . . . . . . .', 'too short']) expect((await ask(carer, state, { input: { ...whose(person), reason: blank } })).codes).toEqual(['REASON_TEXT']);
    expect(await casesOf(carer.accountId)).toEqual([]);
    expect((await ask(carer, state, { input: { ...whose(person), reason: why } })).data).toMatchObject({ stateReason: { id: person.id, doors: ['OWN_ORGANISATION'], until: minute(30).toISOString() } });
    const opened = await ask(carer, open, { id: person.id }, minute(29));
    expect(JSON.stringify(opened.data)).toContain('|own-organisation|0,1,2,3|RQM,RAS|y|');
    expect((await ask(carer, open, { id: person.id }, minute(30))).codes).toEqual(['REASON_WANTED']);
    expect((await ask(clinician('RQM'), open, { id: person.id }, minute(1))).codes).toEqual(['REASON_WANTED']);
    expect(await messages(person.id)).toEqual(['privacy-officer: privacy-case']);
    expect(await logOf(person.id)).toContainEqual(expect.objectContaining({ action: 'reason-stated', who: 'Dr Sample', reason: why, doors: ['own-organisation'] }));
    expect(await casesOf(carer.accountId)).toMatchObject([{ kind: 'reason', patientId: person.id, category: 'flagged', reason: why, ownRecord: false, until: minute(30).toISOString() }]);
  });

  it('opens nothing by a reason where none is wanted, or where care would not open it', async () => {
    const [person, plain] = [await flagged(), await newPerson()];
    const stranger = clinician('R1K');
    await messages();
    for (const whose of [{ patientId: person.id }, { nhsNumber: person.nhsNumber, birthDate: person.birthDate }, { patientId: randomUUID() }, { patientId: 'no id' }]) {
      expect(await ask(stranger, state, { input: { ...whose, reason: why } })).toEqual({ data: { stateReason: null }, codes: [] });
    }
    expect((await ask(clinician('RQM'), state, { input: { patientId: plain.id, reason: why } })).data).toEqual({ stateReason: null });
    expect((await ask(patientViewer(randomUUID()), state, { input: { patientId: person.id, reason: why } })).codes).toEqual(['PROFESSIONALS_ONLY']);
    expect((await ask(officer, state, { input: { patientId: person.id, reason: why } })).codes).toEqual(['PROFESSIONALS_ONLY']);
    expect((await ask(stranger, state, { input: { reason: why } })).codes).toEqual(['REASON_WHOSE']);
    expect([await messages(person.id), await casesOf(stranger.accountId)]).toEqual([[], []]);
    expect((await logOf(person.id)).filter((each) => each['action'] === 'refused' && each['account'] === stranger.accountId)).toHaveLength(2);
  });

  it('works for somebody’s own record alike, and the officer reads that it is theirs', async () => {
    const self = clinician('RQM', 'Dr Ownrecord');
    const person = await flagged(self.email?.toUpperCase());
    expect((await ask(self, open, { id: person.id })).codes).toEqual(['REASON_WANTED']);
    await ask(self, state, { input: { patientId: person.id, reason: 'To see my own letters quickly' } });
    expect(await casesOf(self.accountId)).toMatchObject([{ kind: 'reason', ownRecord: true }]);
    await ask(self, start, inputFor(person));
    expect((await casesOf(self.accountId)).map((each) => [each.kind, each.ownRecord])).toContainEqual(['emergency', true]);
  });

  it('opens to whom the patient invited, and in an emergency, without a second reason', async () => {
    const [person, guest, urgent] = [await flagged(), clinician('RQM'), clinician('RQM')];
    await ask(patientViewer(person.id), 'mutation ($email: EmailAddress!) { invite(input: { email: $email, labels: [GENERAL] }) { id } }', { email: guest.email });
    expect((await ask(guest, open, { id: person.id })).data).toMatchObject({ patient: { doors: ['INVITED'], labels: ['GENERAL'] } });
    await emergency(person, urgent);
    expect((await ask(urgent, open, { id: person.id })).data).toMatchObject({ patient: { doors: ['EMERGENCY'] } });
  });

  it('is flagged once, logged, and works no more from the next request after the flag is taken away', async () => {
    const person = await flagged();
    const again = { nhsNumber: person.nhsNumber, birthDate: person.birthDate, why: 'A second reason for it' };
    expect(await codeOf(command('flag-record', again))).toBe('FLAG_TWICE');
    expect(await codeOf(command('flag-record', { ...again, birthDate: '1970-02-01' }))).toBe('FLAG_PATIENT_UNKNOWN');
    expect(await codeOf(command('flag-record', { ...again, why: 'short' }))).toBe('FLAG_WHY');
    expect(await codeOf(command('flag-record', { ...again, staffEmail: 'no address' }))).toBe('FLAG_EMAIL');
    expect(await codeOf(command('unflag-record', { id: person.flag, why: '' }))).toBe('FLAG_WHY');
    const lifted = await command<RecordFlag>('unflag-record', { id: person.flag, why: 'She works there no more' });
    expect(lifted).toMatchObject({ why: 'A colleague of the heart clinic', flaggedBy: 'Priya Officer', lifted: { by: 'Priya Officer', why: 'She works there no more' } });
    expect(await codeOf(command('unflag-record', { id: person.flag, why: 'She works there no more' }))).toBe('FLAG_UNKNOWN');
    expect((await ask(clinician('RQM'), open, { id: person.id })).data).toMatchObject({ patient: { doors: ['OWN_ORGANISATION'] } });
    expect((await logOf(person.id)).map((each) => each['action'])).toEqual(['record-flagged', 'record-unflagged', 'read']);
    expect(JSON.stringify(await logOf(person.id))).not.toMatch(/heart clinic|works there/);
    expect((await command<RecordFlag>('flag-record', again)).lifted).toBeNull();
  });

  it('covers all records of a person whose records were joined, whichever was flagged', async () => {
    const self = clinician('RQM', 'Dr Ownrecord');
    const [person, other] = [await flagged(self.email), await newPerson()];
    await sharing.commands['record-links']?.({ version: Date.now(), groups: [{ survivingId: other.id, patientIds: [person.id, other.id] }] }, as(null));
    const carer = clinician('RQM');
    expect((await ask(carer, open, { id: other.id })).codes).toEqual(['REASON_WANTED']);
    expect(await codeOf(command('flag-record', { nhsNumber: other.nhsNumber, birthDate: other.birthDate, why: 'A second reason for it' }))).toBe('FLAG_TWICE');
    expect((await ask(carer, state, { input: { patientId: person.id, reason: why } })).data).toMatchObject({ stateReason: { id: other.id } });
    expect((await ask(carer, open, { id: person.id }, minute(1))).data).toMatchObject({ patient: { doors: ['OWN_ORGANISATION'] } });
    await ask(self, state, { input: { patientId: other.id, reason: why } });
    expect(await casesOf(self.accountId)).toMatchObject([{ patientId: other.id, ownRecord: true }]);
  });

  it('REG-6 asks who came from the patient’s chart as well, for that patient alone', async () => {
    const [person, other, carer] = [await flagged(), await flagged(), clinician('RQM')];
    const launched = await command<{ patientId: string; open: boolean }>('find-launched', { nhsNumber: person.nhsNumber, birthDate: person.birthDate }, carer);
    expect(launched).toEqual({ patientId: person.id, open: true });
    const session = { ...carer, onlyPatientId: person.id };
    expect((await ask(session, open, { id: person.id })).codes).toEqual(['REASON_WANTED']);
    expect(await ask(session, open, { id: other.id })).toEqual({ data: { patient: null }, codes: [] });
    expect((await ask(session, state, { input: { patientId: other.id, reason: why } })).data).toEqual({ stateReason: null });
    expect((await ask(session, state, { input: { patientId: person.id, reason: why } })).data).toMatchObject({ stateReason: { id: person.id } });
    expect((await command<{ open: boolean }>('find-launched', { nhsNumber: person.nhsNumber, birthDate: person.birthDate }, clinician('R1K'))).open).toBe(false);
  });

  it('a reason cannot be stretched in the database', async () => {
    const row = [randomUUID(), randomUUID(), randomUUID()];
    const insert = (minutes: number) => service.query(`insert into stated_reason values ($1, $2, $3, now(), now() + interval '${minutes} minutes')`, row);
    await expect(insert(31)).rejects.toThrow(/check constraint/);
    await expect(service.query('update stated_reason set ends_at = now()')).rejects.toThrow(/permission denied/);
    await expect(service.query('delete from privacy_case')).rejects.toThrow(/permission denied/);
  });
});

describe('alerts are in the officer’s queue, with the account', () => {
  it('abuse case 3: many closed records in one operation are one alert, and again after an hour', async () => {
    const patient = patientViewer(randomUUID());
    const many = (count: number) => `{ ${Array.from({ length: count }, (_each, index) => `a${index}: patient(id: "${randomUUID()}") { id }`).join(' ')} }`;
    await messages();
    await ask(patient, many(9));
    expect([await casesOf(patient.accountId), await messages()]).toEqual([[], []]);
    await Promise.all([ask(patient, many(30)), ask(patient, many(30)), ask(null, many(30))]);
    expect(await casesOf(patient.accountId)).toMatchObject([{ kind: 'alert', category: 'many-records', who: 'Sample Patient', patientId: null, until: null }]);
    expect(await messages()).toEqual(['privacy-officer: records-alert']);
    await ask(patient, many(30), {}, minute(59));
    expect(await casesOf(patient.accountId)).toHaveLength(1);
    await ask(patient, many(30), {}, minute(61));
    expect(await casesOf(patient.accountId)).toHaveLength(2);
  });

  it('abuse case 21: a walk through NHS numbers is one alert that names the account, and can be decided', async () => {
    const walker = clinician('RYJ', 'Dr Walker');
    await messages();
    for (let tries = 0; tries < 12; tries += 1) await ask(walker, find, whom({ id: '', nhsNumber: '9990000018', birthDate: `19${10 + tries}-01-01` }));
    const [alert, ...more] = await casesOf(walker.accountId);
    expect([alert, more]).toMatchObject([{ kind: 'alert', category: 'many-searches', who: 'Dr Walker', organisation: 'RYJ' }, []]);
    expect(await messages()).toEqual(['privacy-officer: search-alert']);
    const decided = await command<PrivacyCase>('decide-privacy-case', { id: alert?.id ?? '', outcome: 'passed-on', note: 'Told their privacy officer' });
    expect(decided.outcome).toBe('passed-on');
  });
});
