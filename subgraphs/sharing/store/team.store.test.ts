import { mostMembers } from '@cie/kit/teams.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { after, desk, newPatient, newWord, now, open, openSharingWorld } from '../testing/sharing-world.ts';

const world = await openSharingWorld();
const { service, command, ask, publicId, newDoctor, leave, codeOf, invite, revoke, invitations, opened, newTeam, join, logOf, messages } = world;
afterAll(() => world.close());

describe('ACS-3 the patient invites a team', () => {
  it('opens to each of its members, and says in the log which team it was', async () => {
    const patient = newPatient();
    const [one, other, stranger] = [await newDoctor(), await newDoctor(), await newDoctor()];
    const team = await newTeam();
    await join(team, one);
    await join(team, other);
    const { data } = await invite(patient, { teamId: team.id });
    expect(data).toMatchObject({ invite: { kind: 'TEAM', name: team.name, about: team.about, state: 'PENDING', organisation: { odsCode: 'RYJ' } } });
    expect(await messages()).toContainEqual({ kind: 'message', to: { email: team.mailbox }, template: 'record-shared-team', values: {} });
    // A list would read the names of everybody who shares with the team, at every member's every visit.
    expect((await ask(one, '{ me { records { door } } }')).data).toEqual({ me: { records: [] } });

    expect(await opened(stranger, patient.patientId, after(1))).toBeNull();
    expect(await opened(one, patient.patientId, after(1))).toEqual(open);
    expect(await opened(other, patient.patientId, after(2))).toEqual(open);
    expect(await invitations(patient, after(3))).toMatchObject([{ kind: 'TEAM', state: 'ACCEPTED', name: team.name }]);
    const log = await logOf(patient.patientId);
    expect(log.filter(({ action }) => action === 'invitation-accepted')).toHaveLength(1);
    expect(log.filter(({ action }) => action === 'read').map(({ who, teams: by }) => [who, by])).toEqual([[one.name, [team.name]], [other.name, [team.name]]]);
  });

  it('closes on the next request to a member who is taken out, leaves, or signs in for another organisation', async () => {
    const patient = newPatient();
    const [removed, left, moved] = [await newDoctor(), await newDoctor(), await newDoctor()];
    const team = await newTeam();
    for (const each of [removed, left, moved]) await join(team, each);
    await invite(patient, { teamId: team.id });
    for (const each of [removed, left, moved]) expect(await opened(each, patient.patientId, after(1))).toEqual(open);
    await command('remove-team-member', { id: team.id, professionalId: await publicId(removed), how: 'Told by the ward' }, desk, after(2));
    await leave(left, after(2));
    expect(await opened(removed, patient.patientId, after(2))).toBeNull();
    expect(await opened(left, patient.patientId, after(2))).toBeNull();
    expect(await opened({ ...moved, organisation: 'RQM' }, patient.patientId, after(2))).toBeNull();
    expect(await opened(moved, patient.patientId, after(2))).toEqual(open);
    // Taken back in, with the invitation as it is.
    await join(team, removed, after(3));
    expect(await opened(removed, patient.patientId, after(3))).toEqual(open);
  });

  it('closes for all when the patient stops it, and when the team is closed', async () => {
    const [patient, other] = [newPatient(), newPatient()];
    const doctor = await newDoctor();
    const team = await newTeam();
    await join(team, doctor);
    const { data } = await invite(patient, { teamId: team.id });
    await invite(other, { teamId: team.id });
    await revoke(patient, String(pick(data, 'invite', 'id')), after(1));
    expect(await opened(doctor, patient.patientId, after(1))).toBeNull();
    expect(await opened(doctor, other.patientId, after(1))).toEqual(open);
    await command('close-team', { id: team.id, how: 'The ward closed' }, desk, after(2));
    expect(await opened(doctor, other.patientId, after(2))).toBeNull();
    expect(await invitations(other, after(3))).toMatchObject([{ state: 'ENDED', name: team.name }]);
    expect((await invite(patient, { teamId: team.id }, after(3))).code).toBe('INVITATION_WHOM');
  });
});

describe('ACS-3 the desk keeps teams', () => {
  it('is closed to everybody else', async () => {
    const team = await newTeam();
    for (const other of [null, newPatient(), await newDoctor(), { ...desk, duties: ['privacy-officer' as const] }]) {
      for (const [name, input] of [['teams', {}], ['team', { id: team.id }], ['add-team', {}], ['close-team', { id: team.id }], ['find-team-professionals', { id: team.id, text: 'abc' }], ['add-team-member', { id: team.id, professionalId: team.id }], ['remove-team-member', { id: team.id, professionalId: team.id }]] as const) {
        expect([name, await codeOf(command(name, input, other))]).toEqual([name, 'DESK_ONLY']);
      }
    }
  });

  it('says what is wrong with a new team', async () => {
    const good = { organisation: 'ryj', name: `Team ${newWord()}`, about: 'Skin', mailbox: 'Skin@Trust.example.test', how: 'Rang' };
    for (const [change, code] of [
      [{ organisation: 'R!' }, 'ORGANISATION_INVALID'], [{ name: 'ab' }, 'TEAM_NAME'], [{ name: 'x'.repeat(81) }, 'TEAM_NAME'], [{ about: '' }, 'TEAM_ABOUT'],
      [{ about: 'x'.repeat(201) }, 'TEAM_ABOUT'], [{ mailbox: 'nowhere' }, 'TEAM_MAILBOX'], [{ how: ' ' }, 'NOTE_MISSING'],
    ] as const) {
      expect([code, await codeOf(command('add-team', { ...good, ...change }))]).toEqual([code, code]);
    }
    expect(await command('add-team', good)).toMatchObject({ organisation: 'RYJ', mailbox: 'skin@trust.example.test', members: [], events: [{ action: 'added', who: 'Dana Desk', how: 'Rang' }] });
    expect(await codeOf(command('add-team', { ...good, name: good.name.toUpperCase() }))).toBe('TEAM_TWICE');
    expect(await codeOf(command('add-team', { ...good, organisation: 'RQM' }))).toBe('done');
  });

  it('finds professionals of the team’s organisation, adds them once, and keeps what was done', async () => {
    const word = newWord();
    const [doctor] = [await newDoctor(word), await newDoctor(word, 'RAS')];
    const team = await newTeam();
    expect(await command('find-team-professionals', { id: team.id, text: word })).toEqual({ professionals: [{ professionalId: await publicId(doctor), name: doctor.name, role: 'Consultant' }] });
    await join(team, doctor, after(1));
    const after2 = await join(team, doctor, after(2));
    expect(after2.members).toMatchObject([{ name: doctor.name, since: after(1).toISOString() }]);
    expect(after2.events.map(({ action, member }) => [action, member])).toEqual([['member-added', doctor.name], ['added', null]]);
    expect(await command('find-team-professionals', { id: team.id, text: word })).toEqual({ professionals: [] });
    expect(await codeOf(command('find-team-professionals', { id: team.id, text: 'ab' }))).toBe('TEAM_SEARCH');
  });

  it('refuses who works elsewhere, who left, and whom nobody knows', async () => {
    const team = await newTeam();
    const [elsewhere, left] = [await newDoctor(newWord(), 'RAS'), await newDoctor()];
    await leave(left, after(1));
    const add = async (professionalId: string) => codeOf(command('add-team-member', { id: team.id, professionalId, how: 'Rang' }));
    expect(await add(await publicId(elsewhere))).toBe('PROFESSIONAL_ELSEWHERE');
    expect(await add(await publicId(left))).toBe('PROFESSIONAL_UNKNOWN');
    expect(await add(randomUUID())).toBe('PROFESSIONAL_UNKNOWN');
    expect(await codeOf(command('team', { id: randomUUID() }))).toBe('TEAM_UNKNOWN');
    await command('close-team', { id: team.id, how: 'Closed' });
    expect(await add(await publicId(await newDoctor()))).toBe('TEAM_CLOSED');
  });

  it(`has room for ${mostMembers} members, also when two come at once`, async () => {
    const team = await newTeam();
    await service.query(
      `with made as (
         insert into professional (account_id, name, role, organisation, name_words, words, known_at)
         select gen_random_uuid(), 'Filler', 'Nurse', 'RYJ', ''::tsvector, ''::tsvector, $3 from generate_series(1, $2) returning account_id
       ) insert into team_member (team_id, account_id, since) select $1, account_id, $3 from made`, [team.id, mostMembers - 1, now]);
    const [one, other] = [await newDoctor(), await newDoctor()];
    const codes = await Promise.all([one, other].map((each) => codeOf(join(team, each))));
    expect(new Set(codes)).toEqual(new Set(['TEAM_FULL', 'done']));
  });
});
