import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endInvitationsOf } from '../store/invitation.store.ts';
import { invitedPerson } from '../testing/invited-person.ts';
import { newEmail, newMobile, newNhsNumber, openRegistrationHarness, treated, type RegistrationHarness, type TestPatient } from '../testing/registration-harness.ts';

let h: RegistrationHarness;
beforeAll(async () => {
  h = await openRegistrationHarness();
});
afterAll(() => h.close());

const { issue, enter, visitOf, finish } = invitedPerson(() => h);

const requestFor = (patient: TestPatient, more: object = {}): object => ({
  nhsNumber: patient.nhsNumber, birthDate: patient.birthDate, channel: 'electronic', email: newEmail(), mobile: newMobile(), treatments: treated, ...more,
});

/** Typed as unknown: vitest's own matchers are `any`. */
const matching = (form: RegExp): unknown => expect.stringMatching(form);

describe('REG-4 issuing', () => {
  it('sends a link by e-mail and a code by text message, in the language, with nothing else in them', async () => {
    const patient = await h.newPatient();
    const [email, mobile] = [newEmail(), '07700 900123'];
    await h.issue(patient, { email, mobile, language: 'pl' });
    expect(h.lastTo(email)).toEqual({ kind: 'message', to: { email, language: 'pl' }, template: 'invitation-link', values: { link: matching(/^http:\/\/localhost:4000\/register\/invitation\/[\w-]{43}$/), days: '14' } });
    expect(h.lastTo('+447700900123')).toEqual({ kind: 'message', to: { mobile: '+447700900123', language: 'pl' }, template: 'invitation-code', values: { code: matching(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/) } });
  });

  it('gives a letter its code, link and reference once, and sends no message', async () => {
    const patient = await h.newPatient();
    const before = h.told.length;
    const letter = await h.issue(patient, { channel: 'letter' });
    expect(letter).toMatchObject({ channel: 'letter', reference: matching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) });
    expect(JSON.stringify(letter)).not.toContain('1970');
    expect(h.told.length).toBe(before);
  });

  it.each([
    ['nobody has this number', { nhsNumber: newNhsNumber() }, 'PATIENT_UNKNOWN'],
    ['a mistyped number', { nhsNumber: '9990000001' }, 'NHS_NUMBER_CHECK_DIGIT'],
    ['another date of birth', { birthDate: '1970-02-01' }, 'PATIENT_UNKNOWN'],
    ['no treatment that counts', { treatments: [{ organisation: 'R1K', at: new Date('2024-05-01T10:00:00.000Z') }] }, 'NOT_ELIGIBLE'],
    ['an address that is none', { email: 'nobody' }, 'EMAIL_INVALID'],
    ['a landline', { mobile: '020 7946 0000' }, 'MOBILE_INVALID'],
  ])('tells the desk why not: %s', async (_why, change, code) => {
    const patient = await h.newPatient();
    const attempt = h.issue(patient, change);
    await expect(attempt).rejects.toMatchObject({ code });
  });

  it('refuses who is under 16, to the day', async () => {
    const day = (years: number, days: number): string => Temporal.Instant.fromEpochMilliseconds(h.now.getTime()).toZonedDateTimeISO('Europe/London').toPlainDate().subtract({ years }).add({ days }).toString();
    const child = await h.newPatient(day(16, 1));
    await expect(h.issue(child)).rejects.toMatchObject({ code: 'PATIENT_UNDER_16' });
    const sixteen = await h.newPatient(day(16, 0));
    expect(await h.issue(sixteen)).toMatchObject({ channel: 'electronic' });
  });

  it('shows its list to the desk alone', async () => {
    const patient = await h.newPatient();
    for (const [name, input] of [['invitations-of', { patientId: patient.patientId }], ['withdraw-invitation', { invitationId: patient.patientId }]] as const) {
      await expect(h.run(name, input, h.clinician)).rejects.toMatchObject({ code: 'DESK_ONLY' });
      await expect(h.run(name, input)).rejects.toMatchObject({ code: 'DESK_ONLY' });
    }
  });

  it('shows the desk what became of each, without its secrets', async () => {
    const first = await issue();
    h.forward(1);
    const second = await issue(first.patient);
    await enter(second.token, 'WRONG');
    await enter(second.token, second.code);
    const list = await h.run<Record<string, unknown>[]>('invitations-of', { patientId: first.patient.patientId }, h.desk);
    expect(list.map(({ state, wrongTries, inviterName }) => [state, wrongTries, inviterName])).toEqual([['started', 1, 'Dana Desk'], ['replaced', 0, 'Dana Desk']]);
    for (const secret of [first.token, second.token, second.code, second.code.replace('-', '')]) expect(JSON.stringify(list)).not.toContain(secret);
    expect(await h.run('withdraw-invitation', { invitationId: second.invitationId }, h.desk)).toEqual({ withdrawn: true });
    expect(await h.run('withdraw-invitation', { invitationId: second.invitationId }, h.desk)).toEqual({ withdrawn: false });
    expect(await enter(second.token, second.code)).toEqual({ outcome: 'refused' });
  });
});

describe('REG-4 hospitals and practices invite, and learn nothing', () => {
  const casesFor = async (nhsNumber: string): Promise<Record<string, string>[]> =>
    (await h.keeper.query<{ details: Record<string, string> }>("select details from desk_case where kind = 'invitation-referral' and details ->> 'nhsNumber' = $1", [nhsNumber])).rows.map(({ details }) => details);

  it('sends the messages when all is well', async () => {
    const patient = await h.newPatient();
    const [email, mobile] = [newEmail(), newMobile()];
    expect(await h.run('invite-patient', requestFor(patient, { email, mobile }), h.clinician)).toBeNull();
    expect(h.lastTo(email)?.template).toBe('invitation-link');
    expect(h.lastTo(mobile)?.template).toBe('invitation-code');
    expect(await casesFor(patient.nhsNumber)).toEqual([]);
  });

  it.each([
    ['another date of birth', { birthDate: '1970-02-01' }, 'PATIENT_UNKNOWN'],
    ['no treatment', { treatments: [] }, 'NOT_ELIGIBLE'],
    ['a letter', { channel: 'letter', email: null, mobile: null }, 'LETTER_WANTED'],
  ])('answers alike and asks the desk: %s', async (_why, change, reason) => {
    const patient = await h.newPatient();
    const before = h.told.length;
    expect(await h.run('invite-patient', requestFor(patient, change), h.clinician)).toBeNull();
    expect(h.told.length).toBe(before);
    expect(await casesFor(patient.nhsNumber)).toEqual([expect.objectContaining({ reason, organisation: 'RYJ' })]);
  });

  it('is not for patients, commissioners and people who are not signed in', async () => {
    const patient = await h.newPatient();
    for (const viewer of [null, h.desk, { ...h.clinician, kind: 'patient' as const }]) {
      await expect(h.run('invite-patient', requestFor(patient), viewer)).rejects.toMatchObject({ code: 'INVITING_NOT_ALLOWED' });
    }
  });
});

describe('ACC-3 people who have opted out', () => {
  const optOut = async (patientId: string): Promise<void> => {
    await h.keeper.query('insert into opt_out (patient_id, at) values ($1, $2)', [patientId, h.now]);
  };

  it('are not invited by a hospital, and by the desk when they ask to come back', async () => {
    const patient = await h.newPatient();
    await optOut(patient.patientId);
    const email = newEmail();
    expect(await h.run('invite-patient', { ...requestFor(patient, { email }), returning: 'yes' }, h.clinician)).toBeNull();
    expect(h.lastTo(email)).toBeUndefined();
    await expect(h.issue(patient)).rejects.toMatchObject({ code: 'OPTED_OUT' });
    expect(await h.issue(patient, { returning: true })).toMatchObject({ patientId: patient.patientId });
  });

  it('lose what was sent to them, and no list keeps their addresses', async () => {
    const first = await issue();
    const second = await issue(first.patient);
    const visit = await visitOf(second);
    await h.database.asKeeper((manager) => endInvitationsOf(manager, first.patient.patientId, 'opted-out', h.now));
    expect(await h.run('registration-progress', { visit })).toEqual({ outcome: 'refused' });
    expect(await enter(second.token, second.code)).toEqual({ outcome: 'refused' });
    const list = await h.run<Record<string, unknown>[]>('invitations-of', { patientId: first.patient.patientId }, h.desk);
    expect(list.map(({ state, email, mobile }) => [state, email, mobile])).toEqual(expect.arrayContaining([['opted-out', null, null], ['replaced', null, null]]));
  });

  it('have come back when the account is active', async () => {
    const patient = await h.newPatient();
    await optOut(patient.patientId);
    h.forward(1);
    const pair = await issue(patient, { returning: true });
    const returned = async (): Promise<boolean | undefined> =>
      (await h.keeper.query<{ returned: boolean }>('select returned_at is not null as returned from opt_out where patient_id = $1', [patient.patientId])).rows[0]?.returned;
    const token = await finish(pair);
    expect(await returned()).toBe(false);
    expect(await h.run('activate-account', { token })).toEqual({ outcome: 'activated' });
    expect(await returned()).toBe(true);
    h.now = new Date();
  });
});
