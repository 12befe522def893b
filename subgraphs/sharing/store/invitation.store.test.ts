import { pick } from '@cie/kit/testing/pick.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { invitationsADay } from '../domain/invite.ts';
import { after, newPatient, newWord, now, open, openSharingWorld } from '../testing/sharing-world.ts';

const world = await openSharingWorld();
const { service, ask, publicId, newDoctor, known, leave, invite, revoke, invitations, opened, newTeam, logOf, messages, found } = world;
afterAll(() => world.close());

describe('ACS-3 the patient invites a professional from the directory', () => {
  it('pending → accepted, told on both sides, revoked on the next request', async () => {
    const [patient, word] = [newPatient(), newWord()];
    const doctor = await newDoctor(word);
    const { data } = await invite(patient, { professionalId: (await found(patient, word))[0]?.id }, now, { until: '2027-01-31' });
    const id = String(pick(data, 'invite', 'id'));
    expect(data).toMatchObject({ invite: { kind: 'PROFESSIONAL', email: null, name: doctor.name, about: 'Consultant', state: 'PENDING', organisation: { odsCode: 'RYJ' }, labels: ['GENERAL'] } });
    expect(await messages()).toContainEqual({ kind: 'message', to: { accountId: doctor.accountId, by: 'email' }, template: 'record-shared', values: {} });
    expect((await ask(doctor, '{ me { records { door until patient { id } } } }')).data).toMatchObject({ me: { records: [{ door: 'INVITED', patient: { id: patient.patientId } }] } });

    // Another address than at the time: it is the account that was invited.
    expect(await opened({ ...doctor, email: null }, patient.patientId, after(1))).toEqual(open);
    expect(await invitations(patient, after(2))).toMatchObject([{ id, state: 'ACCEPTED', name: doctor.name }]);
    expect(await messages()).toContainEqual({ kind: 'message', to: { patientId: patient.patientId, by: 'email' }, template: 'invitation-opened', values: {} });
    const toldOnce = (await messages()).filter(({ to }) => 'patientId' in to && to.patientId === patient.patientId);
    await opened(doctor, patient.patientId, after(2));
    expect((await messages()).filter(({ to }) => 'patientId' in to && to.patientId === patient.patientId)).toHaveLength(toldOnce.length);

    expect((await revoke(patient, id, after(3))).data).toEqual({ revokeInvitation: { state: 'REVOKED' } });
    expect(await opened(doctor, patient.patientId, after(3))).toBeNull();
    expect((await logOf(patient.patientId)).map(({ action, invitee }) => [action, invitee])).toEqual([
      ['invited', doctor.name], ['invitation-accepted', undefined], ['read', undefined], ['read', undefined], ['invitation-revoked', doctor.name],
    ]);
  });

  it('has not been opened by whoever only found it in their list of records', async () => {
    const patient = newPatient();
    const doctor = await newDoctor();
    await invite(patient, { professionalId: await publicId(doctor) }, now);
    const rooms = (fields: string, at: Date) => ask(doctor, `query ($id: ID!) { patient(id: $id) { access { ${fields} } } }`, { id: patient.patientId }, at);
    const seen = async () => [await invitations(patient, after(5)), (await messages()).filter(({ template, to }) => template === 'invitation-opened' && 'patientId' in to && to.patientId === patient.patientId).length];
    expect(pick((await rooms('identity', after(1))).data, 'patient', 'access', 'identity')).toContain('|invited|0|');
    expect(await seen()).toMatchObject([[{ state: 'PENDING' }], 0]);
    await rooms('identity documents', after(2));
    expect(await seen()).toMatchObject([[{ state: 'ACCEPTED' }], 1]);
    expect((await logOf(patient.patientId)).map(({ action }) => action)).toEqual(['invited', 'read', 'invitation-accepted', 'read']);
  });

  it('opens nothing to anybody else, and nothing of other labels', async () => {
    const patient = newPatient();
    const doctor = await newDoctor();
    await invite(patient, { professionalId: await publicId(doctor) }, now, { labels: ['SOCIAL_CARE', 'GENERAL'] });
    expect(await opened(await newDoctor(), patient.patientId, now)).toBeNull();
    expect(await opened({ ...doctor, duties: ['support-desk'] }, patient.patientId, now)).toBeNull();
    expect(await opened(doctor, patient.patientId, now)).toEqual([['INVITED'], ['GENERAL', 'SOCIAL_CARE']]);
  });

  it('ends with the end of its last day, and when the professional leaves', async () => {
    const patient = newPatient();
    const doctor = await newDoctor();
    await invite(patient, { professionalId: await publicId(doctor) }, now, { until: '2026-11-24' });
    expect(await opened(doctor, patient.patientId, new Date('2026-11-24T23:59:59Z'))).toEqual(open);
    expect(await opened(doctor, patient.patientId, new Date('2026-11-25T00:00:00Z'))).toBeNull();
    await leave(doctor, after(10));
    expect(await invitations(patient, after(11))).toMatchObject([{ state: 'ENDED', goneAt: after(10).toISOString() }]);
    expect((await invite(patient, { professionalId: await publicId(doctor) }, after(12))).code).toBe('INVITATION_WHOM');
  });

  it('opens nothing again when who left is let in anew, whichever way they had been invited (abuse case 20)', async () => {
    const [byName, byAddress, notYet] = [newPatient(), newPatient(), newPatient()];
    const doctor = await newDoctor();
    await invite(byName, { professionalId: await publicId(doctor) }, now);
    await invite(byAddress, { email: doctor.email }, now);
    await invite(notYet, { professionalId: await publicId(doctor) }, now);
    for (const { patientId } of [byName, byAddress]) expect(await opened(doctor, patientId, after(1))).toEqual(open);
    await leave(doctor, after(2));
    await known({ ...doctor, organisation: 'RAS' }, after(3));
    for (const { patientId } of [byName, byAddress, notYet]) expect(await opened({ ...doctor, organisation: 'RAS' }, patientId, after(4))).toBeNull();
    expect((await logOf(byAddress.patientId)).find(({ action }) => action === 'invitation-revoked')).toMatchObject({ who: 'The exchange', invitee: doctor.name });
    // The patient may invite them as who they are now.
    await invite(byName, { professionalId: await publicId(doctor) }, after(5));
    expect(await opened({ ...doctor, organisation: 'RAS' }, byName.patientId, after(6))).toEqual(open);
  });

  it('wants exactly one of address, professional and team, and one that there is', async () => {
    const patient = newPatient();
    const doctor = await newDoctor();
    const professionalId = await publicId(doctor);
    const team = await newTeam();
    for (const whom of [{}, { email: 'a@example.test', professionalId }, { professionalId, teamId: team.id }, { professionalId: team.id }, { teamId: professionalId }, { teamId: 'x' }, { professionalId: randomUUID() }]) {
      expect(await invite(patient, whom)).toMatchObject({ code: 'INVITATION_WHOM' });
    }
    expect(await logOf(patient.patientId)).toEqual([]);
  });

  it('takes the place of an earlier invitation of the same, so that stopping one stops all', async () => {
    const patient = newPatient();
    const doctor = await newDoctor();
    const professionalId = await publicId(doctor);
    await invite(patient, { professionalId });
    await opened(doctor, patient.patientId, after(1));
    const { data } = await invite(patient, { professionalId }, after(2), { labels: ['SOCIAL_CARE'] });
    expect(await opened(doctor, patient.patientId, after(3))).toEqual([['INVITED'], ['SOCIAL_CARE']]);
    await revoke(patient, String(pick(data, 'invite', 'id')), after(4));
    expect(await opened(doctor, patient.patientId, after(4))).toBeNull();
    const email = `${newWord()}@example.test`;
    await invite(patient, { email }, after(5));
    await invite(patient, { email: email.toUpperCase() }, after(6));
    expect(await invitations(patient, after(7))).toMatchObject([{ state: 'PENDING' }, { state: 'REVOKED' }, { state: 'REVOKED' }, { state: 'REVOKED' }]);
  });

  it(`invites ${invitationsADay} times a day, not once more, also when all come at once`, async () => {
    const patient = newPatient();
    const all = await Promise.all(Array.from({ length: invitationsADay + 1 }, () => invite(patient, { email: `${newWord()}@example.test` })));
    expect(all.filter(({ code }) => code === 'INVITATION_TOO_MANY')).toHaveLength(1);
    expect((await invite(patient, { email: `${newWord()}@example.test` }, after(24 * 60 - 1))).code).toBe('INVITATION_TOO_MANY');
    expect((await invite(patient, { email: `${newWord()}@example.test` }, after(24 * 60))).code).toBeNull();
  });

  it('abuse case 11: a proxy or a guest invites nobody', async () => {
    const patient = newPatient();
    const doctor = await newDoctor();
    const guest = newPatient();
    await invite(patient, { email: guest.email ?? '' });
    expect(await opened(guest, patient.patientId, now)).toEqual(open);
    // What a guest invites to is their own record, whatever they have open.
    await invite(guest, { professionalId: await publicId(doctor) });
    expect(await opened(doctor, patient.patientId, now)).toBeNull();
    expect((await invite(doctor, { email: 'a@example.test' })).code).toBe('OWN_RECORD_ONLY');
  });
});

describe('ACS-3 the database keeps what an invitation is', () => {
  it('refuses one of nobody, of two, and a team’s that is bound to one account', async () => {
    const [team, doctor] = [await newTeam(), await newDoctor()];
    const add = (columns: string, values: readonly unknown[]) =>
      service.query(`insert into invitation (patient_id, labels, created_at${columns}) values (gen_random_uuid(), '{0}', now()${values.map((_each, index) => `, $${index + 1}`).join('')})`, [...values]);
    await expect(add('', [])).rejects.toThrow('invitation_of_one');
    await expect(add(', email, team_id', ['a@example.test', team.id])).rejects.toThrow('invitation_of_one');
    await expect(add(', team_id, account_id, accepted_at', [team.id, doctor.accountId, now])).rejects.toThrow('invitation_accepted');
    await expect(add(', invited_account', [randomUUID()])).rejects.toThrow('foreign key');
    await expect(service.query('delete from team_member')).rejects.toThrow('permission denied');
  });
});
