import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import { currentAgreement } from '@cie/kit/agreement.ts';
import type { MergeOutcome } from '@cie/kit/merges.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answers, invitedPerson, password, type Answer } from '../testing/invited-person.ts';
import { newEmail, newMobile, openRegistrationHarness, treated, type RegistrationHarness, type TestPatient } from '../testing/registration-harness.ts';

let h: RegistrationHarness;
beforeAll(async () => {
  h = await openRegistrationHarness();
});
afterAll(() => h.close());

const { issue, issueLetter, finish, fillIn, accountsOf } = invitedPerson(() => h);

const requestFor = (patient: TestPatient, more: object = {}): object => ({
  nhsNumber: patient.nhsNumber, birthDate: patient.birthDate, channel: 'electronic', email: newEmail(), mobile: newMobile(), treatments: treated, ...more,
});

/** Why the desk was asked about this person. */
const referralsOf = async ({ nhsNumber }: TestPatient): Promise<string[]> =>
  (await h.keeper.query<{ reason: string }>("select details ->> 'reason' as reason from desk_case where kind = 'invitation-referral' and details ->> 'nhsNumber' = $1 order by opened_at", [nhsNumber])).rows.map(({ reason }) => reason);

const wasInvited = async ({ patientId }: TestPatient): Promise<boolean> =>
  (await h.keeper.query('select 1 from invitation where patient_id = $1', [patientId])).rowCount === 1;

async function newStaff(organisation: string, more: { email?: string; mobile?: string } = {}): Promise<Viewer> {
  const accountId = randomUUID();
  await h.keeper.query("insert into account (id, kind, issuer, subject, name, organisation, email, mobile) values ($1::uuid, 'professional', 'test-staff', $1::text, 'Sam Staff', $2, $3, $4)", [
    accountId, organisation, more.email ?? null, more.mobile ?? null,
  ]);
  return { ...h.clinician, accountId, organisation, email: null };
}

describe('ACC-5, abuse case 59: who registers while two records are joined', () => {
  const details = ({ nhsNumber, birthDate }: TestPatient, which: string): object => ({ [`${which}NhsNumber`]: nhsNumber, [`${which}BirthDate`]: birthDate });
  const reason = 'Looks like one person to us';

  it('has the own record alone when they are parted, and is asked for the own date of birth', async () => {
    const [kept, retired] = [await h.newPatient('1970-01-31'), await h.newPatient('1980-06-02')];
    const { mergeId } = await h.run<MergeOutcome>('merge-records', { ...details(kept, 'surviving'), ...details(retired, 'retired'), reason }, h.desk);
    const treatedIds = await h.run<{ patientIds: string[] }>('find-invited', { nhsNumber: retired.nhsNumber, birthDate: retired.birthDate });
    expect(treatedIds.patientIds.toSorted()).toEqual([kept.patientId, retired.patientId].toSorted());

    const pair = await issue(retired);
    expect(await h.run('activate-account', { token: await finish(pair) })).toEqual({ outcome: 'activated' });
    await h.run('unmerge-records', { mergeId, reason }, h.desk);

    const [account] = await accountsOf(retired.patientId);
    expect(account).toMatchObject({ patient_id: retired.patientId, closed_at: null });
    expect(await accountsOf(kept.patientId)).toEqual([]);
    expect(await h.run('next-step', { accountId: account?.['id'], proofing: 'vouched' })).toMatchObject({ patientId: retired.patientId });
  });

  it('voids what was sent for either record while they are joined', async () => {
    const [kept, retired] = [await h.newPatient(), await h.newPatient()];
    const first = await issue(kept);
    await h.run('merge-records', { ...details(kept, 'surviving'), ...details(retired, 'retired'), reason }, h.desk);
    await issue(retired);
    expect(await h.run('open-invitation', { token: first.token })).toEqual({ outcome: 'refused' });
  });
});

describe('REG-4 an account that gives way to a new one', () => {
  it('is told by email and by text where it was reached until then', async () => {
    const first = await issue();
    await h.run('activate-account', { token: await finish(first) });
    await h.keeper.query("update account set language = 'pl' where email = $1", [first.email]);
    const second = await issue(first.patient);
    await h.run('activate-account', { token: await finish(second) });
    expect(h.lastTo(first.email)).toEqual({ kind: 'message', to: { email: first.email, language: 'pl' }, template: 'account-replaced', values: {} });
    expect(h.lastTo(first.mobile)).toEqual({ kind: 'message', to: { mobile: first.mobile, language: 'pl' }, template: 'account-replaced-text', values: {} });
    expect(h.lastTo(second.email)?.template).toBe('welcome');
  });
});

describe('REG-4 staff who invite themselves in the name of a patient', () => {
  it.each(['EMAIL_OWN', 'MOBILE_OWN', 'EMAIL_OF_STAFF'] as const)('is refused at the desk, and referred for others: %s', async (code) => {
    const [email, mobile, colleague] = [newEmail(), newMobile(), newEmail()];
    await newStaff('R1K', { email: colleague });
    const addresses = { EMAIL_OWN: { email: email.toUpperCase(), mobile: newMobile() }, MOBILE_OWN: { email: newEmail(), mobile }, EMAIL_OF_STAFF: { email: colleague.toUpperCase(), mobile: newMobile() } }[code];
    const patient = await h.newPatient();
    const staff = await newStaff('RYJ', { email, mobile });
    const before = h.told.length;
    expect(await h.run('invite-patient', requestFor(patient, addresses), staff)).toBeNull();
    expect([await referralsOf(patient), await wasInvited(patient), h.told.length]).toEqual([[code], false, before]);

    await h.keeper.query('update account set email = $2, mobile = $3 where id = $1', [h.desk.accountId, email, mobile]);
    await h.keeper.query('update account set email = null where id = $1', [staff.accountId]);
    await expect(h.issue(patient, addresses)).rejects.toMatchObject({ code });
    await h.keeper.query('update account set email = null, mobile = null where id = $1', [h.desk.accountId]);
  });

  it('knows the address of the sign-in too', async () => {
    const patient = await h.newPatient();
    await h.run('invite-patient', requestFor(patient, { email: h.clinician.email }), h.clinician);
    expect(await referralsOf(patient)).toEqual(['EMAIL_OWN']);
  });

  it('leaves to the desk whoever has an account already, whichever way they sign in', async () => {
    const [byInvitation, byLogin] = [await h.newPatient(), await h.newPatient()];
    await h.run('activate-account', { token: await finish(await issue(byInvitation)) });
    await h.keeper.query("insert into account (kind, issuer, subject, name, proofing, patient_id) values ('patient', 'nhs-login', gen_random_uuid()::text, 'P W', 'P9', $1)", [byLogin.patientId]);
    for (const patient of [byInvitation, byLogin]) {
      expect(await h.run('invite-patient', requestFor(patient), h.clinician)).toBeNull();
      expect(await referralsOf(patient)).toEqual(['HAS_ACCOUNT']);
    }
    // The desk, which has checked who they are, helps who lost their way in.
    expect(await h.issue(byInvitation)).toMatchObject({ patientId: byInvitation.patientId });
  });

  it('leaves to the desk whom the own record-sharing group has not treated', async () => {
    for (const [organisation, isKnown] of [['R1K', false], ['RQM', false], ['RYJ', true]] as const) {
      const patient = await h.newPatient();
      await h.run('invite-patient', requestFor(patient), await newStaff(organisation));
      expect([organisation, await referralsOf(patient), await wasInvited(patient)]).toEqual([organisation, isKnown ? [] : ['NOT_TREATED_HERE'], isKnown]);
    }
    const neighbour = await h.newPatient();
    await h.run('invite-patient', requestFor(neighbour, { treatments: [{ organisation: 'RQM', at: '2024-05-01T10:00:00.000Z' }] }), await newStaff('RAS'));
    expect(await referralsOf(neighbour)).toEqual([]);
  });

  it('lets the practice invite that hospitals named last, and no other', async () => {
    const patient = await h.newPatient();
    const feed = await h.server.connect('identity', 'feed');
    const name = (organisation: string, practice: string | null, at: string) =>
      feed.query(
        `insert into demographics (patient_id, organisation, nhs_number, birth_date, address_lines, next_of_kin, general_practice_code, sent_at, provisional)
         values ($1, $2, $3, $4, '{}', '[]', $5, $6, false)`, [patient.patientId, organisation, patient.nhsNumber, patient.birthDate, practice, at]);
    await name('RYJ', 'E87001', '2024-05-01T10:00:00Z');
    await name('RQM', 'E87002', '2025-05-01T10:00:00Z');
    await name('RAS', null, '2026-05-01T10:00:00Z');
    await feed.end();
    await h.run('invite-patient', requestFor(patient), await newStaff('E87001'));
    expect([await referralsOf(patient), await wasInvited(patient)]).toEqual([['NOT_TREATED_HERE'], false]);
    await h.run('invite-patient', requestFor(patient), await newStaff('E87002'));
    expect([await referralsOf(patient), await wasInvited(patient)]).toEqual([['NOT_TREATED_HERE'], true]);
  });

  it('REG-6 refuses every other patient in a session that was opened for one, alike', async () => {
    const [launched, other] = [await h.newPatient(), await h.newPatient()];
    const viewer: Viewer = { ...h.clinician, onlyPatientId: launched.patientId };
    const refusals = new Set<string>();
    for (const request of [requestFor(other), requestFor(launched, { birthDate: '1971-01-31' }), requestFor(other, { channel: 'letter' })]) {
      await h.run('invite-patient', request, viewer).catch((error: unknown) => refusals.add(String(error)));
    }
    expect(refusals.size).toBe(1);
    await expect(h.run('invite-patient', requestFor(other), viewer)).rejects.toMatchObject({ code: 'INVITING_ANOTHER' });
    expect([await referralsOf(other), await referralsOf(launched), await wasInvited(other)]).toEqual([[], [], false]);
    await h.run('invite-patient', requestFor(launched), viewer);
    expect(await wasInvited(launched)).toBe(true);
  });
});

describe('REG-4 an account that was made before the patient came', () => {
  it('is not kept from the patient who registers with NHS login: both are told', async () => {
    const impostor = await issue();
    await h.run('activate-account', { token: await finish(impostor) });
    const [before] = await accountsOf(impostor.patient.patientId);
    const { nhsNumber, birthDate, patientId } = impostor.patient;
    const link = async (): Promise<string> => {
      const signedIn = await h.run<{ accountId: string }>('sign-in-patient', { subject: `subject ${nhsNumber}`, nhsNumber, birthDate, name: 'P W', email: newEmail(), proofing: 'P9' });
      await h.run('agree', { accountId: signedIn.accountId, version: currentAgreement });
      expect(await h.run('link-record', { accountId: signedIn.accountId, treatments: treated })).toMatchObject({ patientId });
      return signedIn.accountId;
    };
    const accountId = await link();
    const told = h.told.filter((each) => each.kind === 'message' && each.template === 'account-added');
    expect(told).toHaveLength(2);
    for (const each of [accountId, before?.['id']]) {
      expect(told).toContainEqual({ kind: 'message', to: { accountId: each, by: 'email' }, template: 'account-added', values: {} });
    }
  });
});

describe('REG-4 confirmation e-mails', () => {
  it('are as many as a person needs, and no mail bomb by changing the address of a letter', async () => {
    const patient = await h.newPatient();
    const { reference, code } = await issueLetter(patient);
    const { visit = '' } = await h.run<Answer>('enter-invitation-code', { reference, code });
    const mobile = newMobile();
    await h.run('enter-birth-date', { visit, birthDate: patient.birthDate });
    await h.run('give-registration-addresses', { visit, email: newEmail(), mobile });
    await fillIn(visit, mobile);
    for (let count = 0; count < 20; count += 1) {
      await h.run('give-registration-addresses', { visit, email: newEmail(), mobile });
      expect(await h.run('agree-to-register', { visit, version: currentAgreement })).toEqual({ outcome: 'done' });
    }
    await h.run('give-registration-addresses', { visit, email: newEmail(), mobile });
    await expect(h.run('agree-to-register', { visit, version: currentAgreement })).rejects.toMatchObject({ code: 'CONFIRMATIONS_USED_UP' });
    // Nothing else of the registration is lost.
    expect(await h.run('choose-registration-password', { visit, password })).toEqual({ outcome: 'done' });
    expect(await h.run('choose-registration-question', { visit, ...answers })).toEqual({ outcome: 'done' });
  });
});
