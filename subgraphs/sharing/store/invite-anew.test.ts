import type { Viewer } from '@cie/kit/access-context.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { after, newPatient, now, open, openSharingWorld, type Patient } from '../testing/sharing-world.ts';

const world = await openSharingWorld();
const { command, publicId, newDoctor, invite, revoke, invitations, opened, newTeam, join, leave, ask, logOf, messages } = world;
afterAll(() => world.close());

const everything = { labels: ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'] };
const statesOf = async (patient: Patient): Promise<unknown> => {
  const all = await invitations(patient, after(50));
  return Array.isArray(all) ? all.map((each: unknown) => [pick(each, 'kind'), pick(each, 'state')]) : all;
};
/** The labels of the passes that a visit is given. */
const shownTo = async (viewer: Viewer, patientId: string, at: Date): Promise<unknown> =>
  String(pick((await ask(viewer, 'query ($id: ID!) { patient(id: $id) { access { results } } }', { id: patientId }, at)).data, 'patient', 'access', 'results')).split(' ').map((pass) => pass.split('|')[5]);
const actionsOf = async (patientId: string): Promise<unknown[]> => (await logOf(patientId)).map(({ action }) => action).filter((action) => action !== 'read');
const toldOf = async (patientId: string): Promise<string[]> =>
  (await messages()).filter(({ to }) => 'patientId' in to && to.patientId === patientId).map(({ template }) => template);

describe('ACS-3 whoever is invited anew has what was chosen last, and nothing of before', () => {
  it('by e-mail with everything, then from the directory with less', async () => {
    const [patient, doctor] = [newPatient(), await newDoctor()];
    await invite(patient, { email: doctor.email }, now, everything);
    await opened(doctor, patient.patientId, after(1));
    const { data } = await invite(patient, { professionalId: await publicId(doctor) }, after(2));
    expect(await statesOf(patient)).toEqual([['PROFESSIONAL', 'ACCEPTED'], ['EMAIL', 'REVOKED']]);
    expect(await opened(doctor, patient.patientId, after(3))).toEqual(open);
    await revoke(patient, String(pick(data, 'invite', 'id')), after(4));
    expect(await opened(doctor, patient.patientId, after(5))).toBeNull();
  });

  it('from the directory with everything, then by the e-mail address that they had come by with less', async () => {
    const [patient, doctor] = [newPatient(), await newDoctor()];
    await invite(patient, { professionalId: await publicId(doctor) }, now, everything);
    await opened(doctor, patient.patientId, after(1));
    await invite(patient, { email: doctor.email?.toUpperCase() }, after(2));
    expect(await statesOf(patient)).toEqual([['EMAIL', 'ACCEPTED'], ['PROFESSIONAL', 'REVOKED']]);
    expect(await opened(doctor, patient.patientId, after(3))).toEqual(open);
    expect(await toldOf(patient.patientId)).toEqual(['invitation-opened']);
  });

  it('from the directory, then by an address that nobody could know was theirs: from their next visit on', async () => {
    const [patient, doctor] = [newPatient(), await newDoctor()];
    await invite(patient, { professionalId: await publicId(doctor) }, now, everything);
    await opened(doctor, patient.patientId, after(1));
    const newer = { ...doctor, email: `${randomUUID()}@elsewhere.example.test` };
    await invite(patient, { email: newer.email }, after(2));
    expect(await shownTo(newer, patient.patientId, after(3))).toEqual(['0']);
    expect(await opened(newer, patient.patientId, after(4))).toEqual(open);
    expect(await statesOf(patient)).toEqual([['EMAIL', 'ACCEPTED'], ['PROFESSIONAL', 'REVOKED']]);
    expect((await logOf(patient.patientId)).findLast(({ action }) => action === 'invitation-revoked')).toMatchObject({ who: 'The patient, by a newer invitation', account: null, kind: 'patient', invitee: doctor.name });
    // They had opened it before.
    expect(await actionsOf(patient.patientId)).toEqual(['invited', 'invitation-accepted', 'invited', 'invitation-revoked']);
    expect(await toldOf(patient.patientId)).toEqual(['invitation-opened']);
  });

  it('by both before they came at all: the first visit takes up the last', async () => {
    const [patient, doctor] = [newPatient(), await newDoctor()];
    await invite(patient, { email: doctor.email }, now, everything);
    await invite(patient, { professionalId: await publicId(doctor) }, after(1));
    expect(await shownTo(doctor, patient.patientId, after(2))).toEqual(['0']);
    expect(await statesOf(patient)).toEqual([['PROFESSIONAL', 'ACCEPTED'], ['EMAIL', 'REVOKED']]);
    expect(await actionsOf(patient.patientId)).toEqual(['invited', 'invited', 'invitation-revoked', 'invitation-accepted']);
    expect(await toldOf(patient.patientId)).toEqual(['invitation-opened']);
  });

  it('and nobody else loses what they have', async () => {
    const [patient, other, doctor, colleague] = [newPatient(), newPatient(), await newDoctor(), await newDoctor()];
    for (const each of [patient, other]) await invite(each, { email: doctor.email }, now, everything);
    await invite(patient, { email: colleague.email }, now, everything);
    for (const [viewer, { patientId }] of [[doctor, patient], [doctor, other], [colleague, patient]] as const) await opened(viewer, patientId, after(1));
    await invite(patient, { professionalId: await publicId(doctor) }, after(2));
    expect(await opened(doctor, other.patientId, after(3))).toEqual([['INVITED'], everything.labels]);
    expect(await opened(colleague, patient.patientId, after(3))).toEqual([['INVITED'], everything.labels]);
  });
});

describe('ACS-3 ACS-6 who has read for months does not open the record for the first time', () => {
  it('by a new invitation of the same account, address or team', async () => {
    const patient = newPatient();
    const [doctor, member] = [await newDoctor(), await newDoctor()];
    const guest: Viewer = { ...testViewer, accountId: randomUUID(), patientId: null, email: `${randomUUID()}@example.test` };
    const team = await newTeam();
    await join(team, member);
    const all = [{ professionalId: await publicId(doctor) }, { email: guest.email }, { teamId: team.id }];
    const read = async (minute: number): Promise<void> => {
      for (const each of [doctor, guest, member]) expect(await opened(each, patient.patientId, after(minute))).not.toBeNull();
    };
    for (const whom of all) await invite(patient, whom);
    await read(1);
    const told = await toldOf(patient.patientId);
    expect(told).toEqual(['invitation-opened', 'invitation-opened', 'invitation-opened']);
    for (const whom of all) {
      const { data } = await invite(patient, whom, after(2));
      expect(pick(data, 'invite', 'state')).toBe('ACCEPTED');
      expect(pick(data, 'invite', 'acceptedAt')).toBe(after(1).toISOString());
    }
    await read(3);
    expect(await toldOf(patient.patientId)).toEqual(told);
    expect((await actionsOf(patient.patientId)).filter((action) => action === 'invitation-accepted')).toHaveLength(3);
  });

  it('but does so by one that comes after the old one was taken back', async () => {
    const [patient, doctor] = [newPatient(), await newDoctor()];
    const professionalId = await publicId(doctor);
    const { data } = await invite(patient, { professionalId });
    await opened(doctor, patient.patientId, after(1));
    await revoke(patient, String(pick(data, 'invite', 'id')), after(2));
    expect(pick((await invite(patient, { professionalId }, after(3))).data, 'invite', 'state')).toBe('PENDING');
  });
});

describe('ACC-3 opting out', () => {
  it('says in the log with whom sharing stopped', async () => {
    const [patient, doctor] = [newPatient(), await newDoctor()];
    const team = await newTeam();
    await invite(patient, { professionalId: await publicId(doctor) });
    await invite(patient, { teamId: team.id });
    await invite(patient, { email: 'carer@example.test' });
    await command('close-sharing', { patientId: patient.patientId }, null);
    const stopped = (await logOf(patient.patientId)).filter(({ action }) => action === 'invitation-revoked');
    expect(new Set(stopped.map(({ invitee }) => invitee))).toEqual(new Set([doctor.name, team.name, 'carer@example.test']));
    expect(stopped.map(({ who }) => who)).toEqual(Array.from({ length: 3 }, () => 'The patient, by opting out'));
  });
});

describe('ACS-7 ACS-8 who left is not listed as able to read', () => {
  it('by an invitation or an emergency', async () => {
    const [patient, invited, urgent] = [newPatient(), await newDoctor(), await newDoctor()];
    const readers = async (minute: number): Promise<unknown> => {
      const list = pick((await ask(patient, 'query ($id: ID!) { patient(id: $id) { readers { name } } }', { id: patient.patientId }, after(minute))).data, 'patient', 'readers');
      return Array.isArray(list) ? list.map((each: unknown) => pick(each, 'name')) : list;
    };
    await invite(patient, { professionalId: await publicId(invited) });
    await world.service.query(
      `insert into emergency (patient_id, account_id, category, reason, started_at, ends_at) values ($1, $2, 'other', 'for the test', $3, $4)`, [patient.patientId, urgent.accountId, now, after(30)]);
    expect(new Set(Array.from(await readers(1) as unknown[]))).toEqual(new Set([invited.name, urgent.name])); // names of a list
    await leave(invited, after(2));
    await leave(urgent, after(2));
    expect(await readers(3)).toEqual([]);
    // When they could, stays as it was.
    expect(await readers(1)).toHaveLength(2);
  });
});
