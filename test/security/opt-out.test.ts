import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import { currentAgreement } from '@cie/kit/agreement.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, message, patient } from '../fixtures/hospital.ts';
import { newNhsNumber, newPerson, type Person } from '../fixtures/people.ts';
import { textOf } from '../setup/answers.ts';
import { startRoomsTogether, type RoomsTogether } from '../setup/rooms-together.ts';

let world: RoomsTogether;
beforeAll(async () => {
  world = await startRoomsTogether();
});
afterAll(() => world.close());

interface Known extends Person {
  readonly id: string;
}

/** ADT^A31 with an e-mail address in PID-13, as hospitals send it again and again. */
const addressOf = (person: Person, email: string, organisation = 'RYJ'): string =>
  message('ADT^A31', organisation, [`${patient(person)}|||1 Some Street^^Town^^W2 1AA||07700900000^PRN^PH~^NET^Internet^${email}`, 'NK1|1|Kin^Next|SPO^Spouse||07700900111']);

async function known(person: Person, email = `${person.nhsNumber}@example.test`): Promise<Known> {
  expect(await world.file(addressOf(person, email))).toEqual({ state: 'applied' });
  await world.file(laboratory(person, { issued: ago(3), tests: [{ code: 'K', value: '4.1' }] }));
  const [row] = await world.sql<{ id: string }>('identity', 'select id from patient where nhs_number = $1', [person.nhsNumber]);
  return { ...person, id: row?.id ?? '' };
}

const subjectOf = ({ nhsNumber }: Person): string => `subject ${nhsNumber}`;

/** Registers with NHS login, every step of it; resolves with who is signed in then. */
async function register(person: Known, now = new Date()): Promise<Viewer> {
  const { nhsNumber, birthDate, givenName } = person;
  const email = `${nhsNumber}@home.example.test`;
  const signedIn = await world.command('identity', 'sign-in-patient', { subject: subjectOf(person), nhsNumber, birthDate, name: givenName, email, proofing: 'P9' }, null, now);
  const accountId = textOf(pick(signedIn, 'accountId'));
  await world.command('identity', 'agree', { accountId, version: currentAgreement }, null, now);
  const linked = await world.command('identity', 'link-record', { accountId, treatments: [{ organisation: 'RYJ', at: ago(3).toISOString() }] }, null, now);
  expect(pick(linked, 'patientId')).toBe(person.id);
  return { kind: 'patient', accountId, patientId: person.id, name: givenName, organisation: null, role: null, proofing: 'P9', duties: [], email, sessionId: 's' };
}

const clinician = (organisation: string): Viewer => ({
  kind: 'professional', accountId: randomUUID(), patientId: null, name: 'Dr Sample', organisation, role: 'Consultant', proofing: null, duties: [], email: `${randomUUID()}@nhs.example`, sessionId: 's',
});

const optOut = async (viewer: Viewer): Promise<ReturnType<RoomsTogether['settleNotices']>> => {
  await world.command('identity', 'opt-out', {}, viewer);
  return world.settleNotices([viewer.accountId, viewer.patientId, viewer.email].filter((each) => each !== null));
};

const record = 'query ($id: ID!) { patient(id: $id) { doors demographics { email phone nextOfKin { name } } reports(first: 5) { edges { node { id } } } } }';
const read = async (viewer: Viewer, id: string): Promise<unknown> => pick((await world.ask(viewer, record, { id })).data, 'patient');

describe('ACC-3 opting out; abuse case 14', () => {
  it('closes the account, forgets the address, and ends whom the patient let in; care goes on', async () => {
    const person = await known(newPerson());
    const viewer = await register(person);
    const friend: Viewer = { ...clinician('R1K'), email: `${randomUUID()}@example.test` };
    await world.ask(viewer, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: friend.email, labels: ['GENERAL'] } });
    expect(await read(friend, person.id)).toMatchObject({ doors: ['INVITED'] });
    expect(await read(clinician('RYJ'), person.id)).toMatchObject({ doors: ['OWN_ORGANISATION'], demographics: { email: `${person.nhsNumber}@example.test` } });

    const told = await optOut(viewer);
    expect(told).toEqual(expect.arrayContaining([
      { kind: 'message', to: { email: viewer.email, language: 'en' }, template: 'account-closed', values: {} },
      { kind: 'end-sessions', accountId: viewer.accountId, closed: true },
      { kind: 'close-sharing', patientId: person.id },
    ]));
    expect(told).toHaveLength(3);
    const [account] = await world.sql<Record<string, unknown>>('identity', 'select * from account where id = $1', [viewer.accountId]);
    expect(account).toMatchObject({ closed_because: 'opted-out', email: null, mobile: null, subject: `closed ${viewer.accountId}` });

    expect(await read(friend, person.id)).toBeNull();
    const own = await read(clinician('RYJ'), person.id);
    expect(own).toMatchObject({ doors: ['OWN_ORGANISATION'], demographics: { email: null, phone: '07700900000', nextOfKin: [{ name: 'Next Kin' }] }, reports: { edges: [{}] } });
    const doctor = clinician('RQM');
    const input = { nhsNumber: person.nhsNumber, birthDate: person.birthDate, category: 'UNCONSCIOUS', reason: 'Found unconscious in the street.' };
    await world.ask(doctor, 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id } }', { input });
    expect(await read(doctor, person.id)).toMatchObject({ doors: ['EMERGENCY'], reports: { edges: [{}] } });

    const log = await world.sql<{ body: string }>('sharing', `select body from access_log where patient_id = $1 and body like '%invitation-revoked%'`, [person.id]);
    expect(log.map((row) => pick(JSON.parse(row.body), 'who'))).toEqual(['The patient, by opting out']);
  });

  it('SAR-1: the records team learns that what the account asked for is answered by post', async () => {
    const person = await known(newPerson());
    const viewer = await register(person);
    const wish = { basis: 'self', name: `${person.givenName} ${person.familyName}`, nhsNumber: person.nhsNumber, birthDate: person.birthDate };
    const id = textOf(pick(await world.command('sharing', 'request-records', wish, viewer), 'id'));
    const team: Viewer = { ...clinician('QRV'), duties: ['records-team'] };
    const isClosed = async (): Promise<unknown> => pick(await world.command('sharing', 'records-request', { id }, team), 'accountClosed');
    expect(await isClosed()).toBe(false);
    await optOut(viewer);
    expect(await isClosed()).toBe(true);
  });

  it('a message with an e-mail address does not undo it, from the same hospital or another', async () => {
    const person = await known(newPerson());
    await optOut(await register(person));
    for (const organisation of ['RYJ', 'RQM']) expect(await world.file(addressOf(person, 'again@example.test', organisation))).toEqual({ state: 'applied' });
    const rows = await world.sql<{ email: string | null; phone: string | null }>('identity', 'select email, phone from demographics where patient_id = $1', [person.id]);
    expect(rows).toEqual([{ email: null, phone: '07700900000' }, { email: null, phone: '07700900000' }]);
    expect(JSON.stringify(await world.sql('identity', 'select * from account where patient_id = $1', [person.id]))).not.toContain('@');
  });

  it('coming back is a fresh registration: another account, the agreement again, nobody invited; then addresses are taken again', async () => {
    const person = await known(newPerson());
    const viewer = await register(person);
    await world.ask(viewer, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: 'friend@example.test', labels: ['GENERAL'] } });
    await optOut(viewer);
    const tombstone = async (): Promise<unknown> => (await world.sql('identity', 'select returned_at is not null as returned from opt_out where patient_id = $1', [person.id]))[0];
    expect(await tombstone()).toEqual({ returned: false });

    const { nhsNumber, birthDate } = person;
    const again = await world.command('identity', 'sign-in-patient', { subject: subjectOf(person), nhsNumber, birthDate, name: 'x', email: null, proofing: 'P9' }, null);
    const accountId = textOf(pick(again, 'accountId'));
    expect(accountId).not.toBe(viewer.accountId);
    expect(await world.command('identity', 'next-step', { accountId, proofing: 'P9' }, null)).toMatchObject({ step: 'agree' });
    expect(await tombstone()).toEqual({ returned: false });
    const back = await register(person);
    expect(back.accountId).toBe(accountId);
    expect(await tombstone()).toEqual({ returned: true });
    expect(await world.command('identity', 'next-step', { accountId, proofing: 'P9' }, null)).toMatchObject({ step: 'explain' });
    const { data } = await world.ask(back, '{ me { patient { invitations { state } } } }');
    expect(pick(data, 'me', 'patient', 'invitations')).toEqual([{ state: 'REVOKED' }]);
    await world.file(addressOf(person, 'back@example.test'));
    expect(await read(clinician('RYJ'), person.id)).toMatchObject({ demographics: { email: 'back@example.test' } });

    // The account that was closed ends nothing of the new one.
    await optOut(viewer);
    expect(await tombstone()).toEqual({ returned: true });
    await optOut(back);
    expect(await tombstone()).toEqual({ returned: false });
  });

  it('ends invitations to register that wait, and lets no hospital invite anew', async () => {
    const person = await known(newPerson());
    const staff = clinician('RYJ');
    await world.sql('identity', `insert into account (id, kind, issuer, subject, name) values ($1, 'professional', 'https://test', $2, 'Dr Sample')`, [staff.accountId, staff.accountId]);
    const invite = () =>
      world.command('identity', 'invite-patient', {
        nhsNumber: person.nhsNumber, birthDate: person.birthDate, channel: 'electronic', email: `${person.nhsNumber}@home.example.test`, mobile: '07700 900123', language: 'en',
        treatments: [{ organisation: 'RYJ', at: ago(3).toISOString() }],
      }, staff);
    const invitations = () => world.sql<{ because: string | null }>('identity', 'select ended_because as because from invitation where patient_id = $1', [person.id]);
    await invite();
    const viewer = await register(person);
    expect(await invitations()).toEqual([{ because: null }]);
    await optOut(viewer);
    expect(await invitations()).toEqual([{ because: 'opted-out' }]);
    await invite();
    expect(await invitations()).toEqual([{ because: 'opted-out' }]);
  });

  it('holds for all records of the person, and by whichever account', async () => {
    const person = newPerson();
    const [kept, retired] = [await known(person), await known({ ...person, nhsNumber: newNhsNumber() })];
    expect(await world.file(message('ADT^A40', 'RYJ', [patient(kept), `MRG|${retired.nhsNumber}^^^NHS^NH`]))).toEqual({ state: 'applied' });
    const viewer = await register(retired);
    const friend = { ...clinician('R1K'), email: `${randomUUID()}@example.test` };
    const owner = { ...viewer, accountId: randomUUID(), patientId: kept.id };
    await world.ask(owner, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: friend.email, labels: ['GENERAL'] } });
    await world.settleNotices([kept.id]);
    await optOut(viewer);
    await world.settleNotices([kept.id]);
    expect(await read(friend, kept.id)).toBeNull();
    for (const each of [kept, retired]) await world.file(addressOf(each, 'again@example.test'));
    const rows = await world.sql<{ email: string | null }>('identity', 'select email from demographics where patient_id = any ($1)', [[kept.id, retired.id]]);
    expect(rows.map((row) => row.email)).toEqual([null, null]);
  });

  it('abuse case 59: while two people are joined by mistake, neither closes the other’s account, address or sharing', async () => {
    const person = newPerson();
    const [kept, retired] = [await known(person), await known({ ...person, nhsNumber: newNhsNumber() })];
    const [one, other] = [await register(kept), await register(retired)];
    const friend = { ...clinician('R1K'), email: `${randomUUID()}@example.test` };
    await world.ask(other, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: friend.email, labels: ['GENERAL'] } });
    const desk: Viewer = { ...clinician('QRV'), duties: ['support-desk'] };
    const details = { survivingNhsNumber: kept.nhsNumber, survivingBirthDate: kept.birthDate, retiredNhsNumber: retired.nhsNumber, retiredBirthDate: retired.birthDate };
    const made = await world.command('identity', 'merge-records', { ...details, reason: 'They look like one person.' }, desk);
    await world.settleNotices([kept.id]);
    const told = await optOut(one);
    expect(told.map((each) => each.kind).toSorted()).toEqual(['close-sharing', 'end-sessions', 'message']);
    await world.command('identity', 'unmerge-records', { mergeId: textOf(pick(made, 'mergeId')), reason: 'Two people after all.' }, desk);
    await world.settleNotices([kept.id, retired.id]);

    const accounts = await world.sql('identity', 'select id, closed_at is null as open from account where id = any ($1)', [[one.accountId, other.accountId]]);
    expect(accounts).toEqual(expect.arrayContaining([{ id: one.accountId, open: false }, { id: other.accountId, open: true }]));
    const rows = await world.sql('identity', 'select patient_id, email from demographics where patient_id = any ($1)', [[kept.id, retired.id]]);
    expect(rows).toEqual(expect.arrayContaining([{ patient_id: kept.id, email: null }, { patient_id: retired.id, email: `${retired.nhsNumber}@example.test` }]));
    expect(await read(friend, retired.id)).toMatchObject({ doors: ['INVITED'] });
    expect(await read(friend, kept.id)).toBeNull();
  });

  it('forgets whom the account claimed to be, and how to reach the person in cases that are still open', async () => {
    const person = await known(newPerson());
    const viewer = await register(person);
    const other = newPerson();
    const open = async (contact: object, more: { accountId?: string; patientId?: string; kind?: string; details?: object; closed?: boolean }): Promise<string> => {
      const [row] = await world.sql<{ id: string }>(
        'identity',
        `insert into desk_case (reference, kind, contact, details, account_id, patient_id, opened_by, opened_at, closed_at, state)
         values (gen_random_uuid()::text, $1, $2, $3, $4, $5, 'form', now(), case when $6 then now() end, case when $6 then 'done' else 'new' end) returning id`,
        [more.kind ?? 'contact', contact, more.details ?? {}, more.accountId ?? null, more.patientId ?? null, more.closed ?? false],
      );
      return row?.id ?? '';
    };
    const reach = { name: 'Anna', email: 'another@home.example.test', mobile: '+447700900123' };
    const mail = viewer.email?.toUpperCase();
    const gone = [await open(reach, { accountId: viewer.accountId }), await open(reach, { patientId: person.id }), await open({ ...reach, email: mail }, {})];
    const kept = [await open(reach, {}), await open(reach, { accountId: viewer.accountId, closed: true })];
    const referral = await open(reach, { kind: 'invitation-referral', details: { nhsNumber: person.nhsNumber, email: 'x@home.example.test', mobile: '+447700900124', reason: 'HAS_ACCOUNT' } });
    await world.sql('identity', `insert into account_claim (account_id, nhs_number, birth_date, proved_at) values ($1, $2, '1970-01-31', now())`, [viewer.accountId, other.nhsNumber]);

    // The last sign-in proved somebody else: the record is not theirs to close.
    await expect(world.command('identity', 'opt-out', {}, viewer)).rejects.toMatchObject({ code: 'OPT_OUT_NOT_PROVED' });
    await world.sql('identity', 'delete from account_claim where account_id = $1', [viewer.accountId]);
    await expect(world.command('identity', 'opt-out', {}, { ...viewer, proofing: 'P5', patientId: null })).rejects.toMatchObject({ code: 'OPT_OUT_NOT_PROVED' });
    expect(await read(viewer, person.id)).toMatchObject({ doors: ['SELF'] });

    await optOut(viewer);
    const contactsOf = (ids: string[]) => world.sql<{ contact: object }>('identity', 'select contact from desk_case where id = any ($1)', [ids]);
    expect(await contactsOf(gone)).toEqual(gone.map(() => ({ contact: { name: 'Anna' } })));
    expect(await contactsOf(kept)).toEqual(kept.map(() => ({ contact: reach })));
    const [referred] = await world.sql<{ contact: object; details: object }>('identity', 'select contact, details from desk_case where id = $1', [referral]);
    // Who invited is still to be answered.
    expect(referred).toEqual({ contact: reach, details: { nhsNumber: person.nhsNumber, email: '', mobile: '', reason: 'HAS_ACCOUNT' } });
  });

  it('forgets an open claim when the account of nobody’s record is closed', async () => {
    const person = newPerson();
    const { nhsNumber, birthDate, givenName } = person;
    const signedIn = await world.command('identity', 'sign-in-patient', { subject: subjectOf({ ...person }), nhsNumber, birthDate, name: givenName, email: null, proofing: 'P9' }, null);
    const accountId = textOf(pick(signedIn, 'accountId'));
    const claims = () => world.sql('identity', 'select 1 from account_claim where account_id = $1', [accountId]);
    expect(await claims()).toHaveLength(1);
    await world.command('identity', 'opt-out', {}, { ...clinician('RYJ'), kind: 'patient', organisation: null, role: null, proofing: 'P9', accountId });
    expect(await claims()).toHaveLength(0);
  });

  it('is for patients, also for one whose identity is not proved and who has no record; twice is once', async () => {
    await expect(world.command('identity', 'opt-out', {}, clinician('RYJ'))).rejects.toMatchObject({ code: 'OPT_OUT_PATIENTS_ONLY' });
    await expect(world.command('identity', 'opt-out', {}, null)).rejects.toMatchObject({ code: 'OPT_OUT_PATIENTS_ONLY' });
    const somebody = `${randomUUID()}@example.test`;
    const signedIn = await world.command('identity', 'sign-in-patient', { subject: randomUUID(), name: 'Somebody', email: somebody, proofing: 'P5' }, null);
    const viewer: Viewer = { ...clinician('RYJ'), kind: 'patient', organisation: null, role: null, proofing: 'P5', accountId: textOf(pick(signedIn, 'accountId')) };
    expect(await optOut({ ...viewer, email: somebody })).toHaveLength(2);
    expect(await optOut(viewer)).toHaveLength(0);
    await expect(world.command('identity', 'next-step', { accountId: viewer.accountId, proofing: 'P5' }, null)).rejects.toMatchObject({ code: 'ACCOUNT_CLOSED' });
  });
});
