import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentAgreement } from '@cie/kit/agreement.ts';
import { answers, invitedPerson, password, type Answer, type Pair } from '../testing/invited-person.ts';
import { newEmail, newMobile, openRegistrationHarness, treated, type RegistrationHarness, type TestPatient } from '../testing/registration-harness.ts';

let h: RegistrationHarness;
beforeAll(async () => {
  h = await openRegistrationHarness();
});
afterAll(() => h.close());

const { issue, issueLetter, enter, visitOf, fillIn, finish, accountsOf } = invitedPerson(() => h);

const requestFor = (patient: TestPatient, more: object = {}): object => ({
  nhsNumber: patient.nhsNumber, birthDate: patient.birthDate, channel: 'electronic', email: newEmail(), mobile: newMobile(), treatments: treated, ...more,
});

describe('REG-4 the steps', () => {
  it('makes an account that is active after the e-mail is confirmed, and only then', async () => {
    const pair = await issue();
    const token = await finish(pair);
    expect(await accountsOf(pair.patient.patientId)).toEqual([]);
    expect(await h.run('open-confirmation', { token })).toEqual({ outcome: 'open' });
    expect(await accountsOf(pair.patient.patientId)).toEqual([]);
    expect(await h.run('activate-account', { token })).toEqual({ outcome: 'activated' });
    const [account] = await accountsOf(pair.patient.patientId);
    expect(account).toMatchObject({ issuer: 'exchange', proofing: 'vouched', kind: 'patient', email: pair.email, mobile: pair.mobile, agreement_version: currentAgreement, name: 'Philippa Wintergreen' });
    expect(h.lastTo(pair.email)?.template).toBe('welcome');
    const { rows } = await h.keeper.query('select question, kind, activated_at is not null as active from recovery r join second_factor f using (account_id) join credential c using (account_id) where account_id = $1', [account?.['id']]);
    expect(rows).toEqual([{ question: answers.question, kind: 'text', active: true }]);
  });

  it('abuse case 13: neither invitation nor confirmation can be used again', async () => {
    const pair = await issue();
    const token = await finish(pair);
    const both = await Promise.all([h.run<Answer>('activate-account', { token }), h.run<Answer>('activate-account', { token })]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['activated', 'refused']);
    expect(await h.run('open-confirmation', { token })).toEqual({ outcome: 'refused' });
    expect(await h.run('open-invitation', { token: pair.token })).toEqual({ outcome: 'refused' });
    expect(await enter(pair.token, pair.code)).toEqual({ outcome: 'refused' });
    expect(await accountsOf(pair.patient.patientId)).toHaveLength(1);
  });

  it('goes on where it was left, with link and code, in another browser; date of birth is asked again', async () => {
    const pair = await issue();
    const first = await visitOf(pair);
    await h.run('choose-registration-password', { visit: first, password });
    h.forward(60 * 24 * 3);
    const { visit = '' } = await enter(pair.token, pair.code);
    expect(await h.run('registration-progress', { visit: first })).toEqual({ outcome: 'refused' });
    expect(await h.run('registration-progress', { visit })).toMatchObject({ birthDateKnown: false, email: null, passwordSet: false });
    expect(await h.run('choose-registration-question', { visit, ...answers })).toEqual({ outcome: 'refused' });
    await h.run('enter-birth-date', { visit, birthDate: pair.patient.birthDate });
    expect(await h.run('registration-progress', { visit })).toMatchObject({ birthDateKnown: true, email: pair.email, passwordSet: true, question: null, mobileEnding: pair.mobile.slice(-3) });
    h.now = new Date();
  });

  it('ends a visit after half an hour without use', async () => {
    const pair = await issue();
    const visit = await visitOf(pair);
    h.forward(29);
    expect(await h.run('registration-progress', { visit })).toMatchObject({ outcome: 'open' });
    h.forward(30);
    expect(await h.run('registration-progress', { visit })).toMatchObject({ outcome: 'open' });
    h.forward(31);
    expect(await h.run('registration-progress', { visit })).toEqual({ outcome: 'refused' });
    h.now = new Date();
  });

  it('refuses passwords that others would try, and agreements before everything is there', async () => {
    const pair = await issue();
    const visit = await visitOf(pair);
    for (const [bad, code] of [['short', 'PASSWORD_SHORT'], ['x'.repeat(10_000), 'PASSWORD_LONG'], ['Password1234', 'PASSWORD_BREACHED'], ['philippa-on-a-bike', 'PASSWORD_OWN_WORDS']] as const) {
      await expect(h.run('choose-registration-password', { visit, password: bad })).rejects.toMatchObject({ code });
    }
    await expect(h.run('agree-to-register', { visit, version: currentAgreement })).rejects.toMatchObject({ code: 'REGISTRATION_STEP' });
    await expect(h.run('agree-to-register', { visit, version: '1999-01-01' })).rejects.toMatchObject({ code: 'AGREEMENT_OUTDATED' });
    await expect(h.run('give-registration-addresses', { visit, email: newEmail(), mobile: newMobile() })).rejects.toMatchObject({ code: 'REGISTRATION_STEP' });
  });

  it('a text code is good for ten minutes and five tries', async () => {
    const pair = await issue();
    const visit = await visitOf(pair);
    const confirm = (code: string): Promise<Answer> => h.run('confirm-registration-phone', { visit, code });
    const sent = (): string => h.lastTo(pair.mobile)?.values['code'] ?? '';
    expect(await confirm('000000')).toEqual({ outcome: 'wrong' });
    await h.run('send-registration-code', { visit });
    const wrong = sent() === '000000' ? '000001' : '000000';
    for (let count = 0; count < 5; count += 1) expect(await confirm(wrong)).toEqual({ outcome: 'wrong' });
    expect(await confirm(sent())).toEqual({ outcome: 'wrong' });
    await h.run('send-registration-code', { visit });
    h.forward(10);
    expect(await confirm(sent())).toEqual({ outcome: 'wrong' });
    await h.run('send-registration-code', { visit });
    expect(await confirm(sent())).toEqual({ outcome: 'done' });
    for (let count = 0; count < 7; count += 1) await h.run('send-registration-code', { visit });
    await expect(h.run('send-registration-code', { visit })).rejects.toMatchObject({ code: 'TEXT_CODES_USED_UP' });
    h.now = new Date();
  });

  it('confirms within a day; sending again voids the link before', async () => {
    const pair = await issue();
    const first = await finish(pair);
    const visit = await visitOf(pair);
    await h.run('confirm-again', { visit });
    const second = h.lastTo(pair.email)?.values['link']?.split('/').at(-1) ?? '';
    expect(await h.run('activate-account', { token: first })).toEqual({ outcome: 'refused' });
    h.forward(24 * 60);
    expect(await h.run('activate-account', { token: second })).toEqual({ outcome: 'refused' });
    h.now = new Date();
    expect(await h.run('activate-account', { token: second })).toEqual({ outcome: 'activated' });
  });

  it('a letter asks for the addresses; a changed phone is confirmed anew', async () => {
    const patient = await h.newPatient();
    const { reference, code } = await issueLetter(patient);
    const { visit = '' } = await h.run<Answer>('enter-invitation-code', { reference, code });
    await h.run('enter-birth-date', { visit, birthDate: patient.birthDate });
    await expect(h.run('send-registration-code', { visit })).rejects.toMatchObject({ code: 'REGISTRATION_STEP' });
    const [email, mobile] = [newEmail(), newMobile()];
    await h.run('give-registration-addresses', { visit, email, mobile });
    await h.run('send-registration-code', { visit });
    await h.run('confirm-registration-phone', { visit, code: h.lastTo(mobile)?.values['code'] ?? '' });
    expect(await h.run('registration-progress', { visit })).toMatchObject({ mobileConfirmed: true, email });
    await h.run('choose-registration-password', { visit, password });
    await h.run('choose-registration-question', { visit, ...answers });
    await expect(h.run('confirm-again', { visit })).rejects.toMatchObject({ code: 'REGISTRATION_STEP' });
    await h.run('agree-to-register', { visit, version: currentAgreement });
    const token = h.lastTo(email)?.values['link']?.split('/').at(-1) ?? '';
    expect(await h.run('open-confirmation', { token })).toEqual({ outcome: 'open' });
    await h.run('give-registration-addresses', { visit, email: newEmail(), mobile: newMobile() });
    expect(await h.run('registration-progress', { visit })).toMatchObject({ mobileConfirmed: false, agreed: false });
    expect(await h.run('activate-account', { token })).toEqual({ outcome: 'refused' });
  });
});

describe('REG-4 people who have an account already', () => {
  it('a second invitation replaces the account of the first, and ends its sessions', async () => {
    const first = await issue();
    await h.run('activate-account', { token: await finish(first) });
    const [before] = await accountsOf(first.patient.patientId);
    const second = await issue(first.patient, { email: first.email });
    await h.run('activate-account', { token: await finish(second) });
    const accounts = await accountsOf(first.patient.patientId);
    expect(accounts).toHaveLength(2);
    expect(accounts[0]).toMatchObject({ closed_because: 'replaced', email: null, mobile: null });
    expect(h.told).toContainEqual({ kind: 'end-sessions', accountId: before?.['id'], closed: true });
    expect((await h.keeper.query('select 1 from credential where account_id = $1', [before?.['id']])).rowCount).toBe(0);
  });

  it('an account with NHS login stays, and its owner is told', async () => {
    const pair = await issue();
    const { rows } = await h.keeper.query<{ id: string }>(
      "insert into account (kind, issuer, subject, name, proofing, patient_id) values ('patient', 'nhs-login', gen_random_uuid()::text, 'P W', 'P9', $1) returning id", [pair.patient.patientId]);
    await h.run('activate-account', { token: await finish(pair) });
    expect((await accountsOf(pair.patient.patientId)).map(({ issuer, closed_at }) => [issuer, closed_at])).toEqual(expect.arrayContaining([['nhs-login', null], ['exchange', null]]));
    expect(h.told).toContainEqual({ kind: 'message', to: { accountId: rows[0]?.id, by: 'email' }, template: 'account-added', values: {} });
  });

  it("abuse case 38: another's e-mail address is told to its mailbox alone", async () => {
    const owner = await issue();
    await h.run('activate-account', { token: await finish(owner) });
    await expect(issue(undefined, { email: owner.email.toUpperCase() })).rejects.toMatchObject({ code: 'EMAIL_IN_USE' });
    const patient = await h.newPatient();
    expect(await h.run('invite-patient', requestFor(patient, { email: owner.email }), h.clinician)).toBeNull();
    expect(h.lastTo(owner.email)?.template).toBe('welcome');
    // With a letter the person types the address.
    const { reference, code } = await issueLetter(patient);
    const { visit = '' } = await h.run<Answer>('enter-invitation-code', { reference, code });
    const mobile = newMobile();
    await h.run('enter-birth-date', { visit, birthDate: patient.birthDate });
    await h.run('give-registration-addresses', { visit, email: owner.email, mobile });
    await fillIn(visit, mobile);
    expect(await h.run('agree-to-register', { visit, version: currentAgreement })).toEqual({ outcome: 'done' });
    expect(h.lastTo(owner.email)).toMatchObject({ template: 'email-in-use', values: {} });
    expect(await accountsOf(patient.patientId)).toEqual([]);
  });
});

describe('REG-4 what was never finished', () => {
  it('is forgotten when neither invitation nor confirmation can be used', async () => {
    // Long ago: what other tests have begun is forgotten by nobody.
    h.now = new Date('2001-01-01T00:00:00Z');
    const [abandoned, late] = [await issue(), await issue()];
    await visitOf(abandoned);
    const kept = async ({ invitationId }: Pair): Promise<number | null> => (await h.keeper.query('select 1 from invited_registration where invitation_id = $1', [invitationId])).rowCount;
    h.forward(14 * 24 * 60 - 5);
    const token = await finish(late);
    h.forward(10);
    await issue();
    expect([await kept(abandoned), await kept(late)]).toEqual([0, 1]);
    expect(await h.run('activate-account', { token })).toEqual({ outcome: 'activated' });
    h.now = new Date();
  });
});

describe('REG-4 the database keeps no secret in clear text', () => {
  it('has hashes only', async () => {
    const pair = await issue();
    const confirmation = await finish(pair);
    const phoneCode = h.told.filter((each) => each.kind === 'message' && each.template === 'sign-in-code').length;
    expect(phoneCode).toBeGreaterThan(0);
    const dump = JSON.stringify([
      (await h.keeper.query('select * from invitation where id = $1', [pair.invitationId])).rows,
      (await h.keeper.query("select to_jsonb(r)::text, encode(visit_hash, 'escape') from invited_registration r where invitation_id = $1", [pair.invitationId])).rows,
    ]);
    for (const secret of [pair.token, pair.code, pair.code.replace('-', ''), confirmation, password, 'Bumble', 'mrbumble']) expect(dump).not.toContain(secret);
    const client = await h.server.connect('identity', 'service');
    try {
      for (const table of ['invitation', 'invited_registration']) await expect(client.query(`select * from ${table}`)).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });
});
