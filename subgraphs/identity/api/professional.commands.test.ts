import { randomUUID } from 'node:crypto';
import { duties, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { unseal } from '@cie/kit/notices/seal.ts';
import type { Room } from '@cie/kit/room.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';

const issuer = `https://cis2.example/${randomUUID()}`;
const start = new Date('2026-11-23T09:00:00Z');
const later = (days: number): Date => new Date(start.getTime() + days * 86_400_000);

let room: Room;
let desk: Viewer;
let keeper: Client;
let noticeKey: Buffer;
const deskSubject = randomUUID();

beforeAll(async () => {
  const server = await openRoomServer();
  keeper = await server.connect('identity', 'keeper');
  noticeKey = requiredKey(server.settings, 'CIE_NOTICE_KEY', 32);
  const given = JSON.stringify([{ issuer, subject: deskSubject, duties: ['support-desk'] }]);
  room = await startIdentity({ ...server.settings, CIE_DUTIES: given, CIE_PUBLIC_URL: 'https://exchange.example' });
  const account = await run('sign-in-professional', { issuer, subject: deskSubject, name: 'Dana Desk', email: null, organisation: 'QRV', role: 'Support Desk' });
  const told = pick(account, 'duties');
  desk = viewerOf(account, duties.filter((each) => Array.isArray(told) && told.includes(each)));
});
afterAll(() => Promise.all([keeper.end(), room.close()]));

function viewerOf(account: unknown, held: Viewer['duties']): Viewer {
  return {
    kind: 'professional', accountId: String(pick(account, 'accountId')), patientId: null, name: 'Dana Desk', organisation: 'QRV', role: 'Support Desk',
    proofing: null, duties: held, email: null, sessionId: 's',
  };
}

function run(command: string, input: object, viewer: Viewer | null = null, now = start): Promise<unknown> {
  const access: AccessContext = { requestId: 'test', viewer, now };
  return room.commands[command]?.(input, access) ?? Promise.reject(new Error(`no command ${command}`));
}

const somebody = (): { issuer: string; subject: string; name: string; email: string } => {
  const subject = randomUUID();
  return { issuer, subject, name: `Dr ${subject}`, email: `${subject}@example.net` };
};
const answers = { organisation: 'e87999', organisationName: 'The Foxglove Practice', role: 'GP', why: 'Results', confirmer: 'Ms Manager' };

async function ask(person: ReturnType<typeof somebody>, now = start): Promise<string> {
  await run('request-professional-access', { ...person, ...answers, workEmail: person.email }, null, now);
  for (let after: unknown; after !== null; ) {
    const page = await run('desk-cases', { view: 'open', kind: 'professional-request', after }, desk, now);
    const cases = pick(page, 'cases');
    const found: unknown = Array.isArray(cases) ? cases.find((each: unknown) => pick(each, 'name') === person.name) : undefined;
    if (found !== undefined) return String(pick(found, 'id'));
    after = pick(page, 'next');
  }
  throw new Error('the request is not in the queue');
}

const approve = (caseId: string, input: object = {}, now = start) =>
  run('approve-professional', { caseId, organisation: 'E87999', organisationName: 'The Foxglove Practice', role: 'General practitioner', how: 'Rang the practice', ...input }, desk, now);
const standing = (person: object, now = start) => run('professional-standing', person, null, now);
const signIn = (person: object, choice: object, now = start) => run('sign-in-professional', { ...person, ...choice }, null, now);

/** Everything that this room has to tell, read without taking it away from the test files that share the database. */
async function notices(): Promise<readonly Notice[]> {
  const { rows } = await keeper.query<{ id: string; sealed: Buffer }>('select id, sealed from notice order by created_at');
  return rows.map(({ id, sealed }) => JSON.parse(unseal(noticeKey, sealed, id)) as Notice);
}

/** What sharing is told of one account, for the directory that patients search. */
const directoryNotices = async (accountId: string) => (await notices()).filter((notice) => notice.kind === 'professional').filter((notice) => notice.accountId === accountId);

async function toldTo(email: string): Promise<unknown[]> {
  return (await notices()).flatMap((notice) => (notice.kind === 'message' && 'email' in notice.to && notice.to.email === email ? [notice.template, notice.values] : []));
}

describe('ACS-3 sharing learns whom patients can find and invite', () => {
  it('at each sign-in, as whom they work this time', async () => {
    const person = somebody();
    const account = await signIn(person, { organisation: 'RYJ', role: 'Nurse' });
    await signIn(person, { organisation: 'RQM', role: 'Matron' }, later(1));
    expect(await directoryNotices(String(pick(account, 'accountId')))).toMatchObject([
      { at: start.toISOString(), works: { name: person.name, role: 'Nurse', organisation: 'RYJ' } },
      { at: later(1).toISOString(), works: { name: person.name, role: 'Matron', organisation: 'RQM' } },
    ]);
  });

  it('that staff of the exchange treat nobody', async () => {
    expect((await directoryNotices(desk.accountId)).map(({ works }) => works)).toEqual([null]);
  });
});

describe('REG-6 professionals by the word of their provider', () => {
  it('gives the duties of the operator’s list', () => {
    expect(desk.duties).toEqual(['support-desk']);
  });

  it('keeps one account for an issuer and subject, and the role of the latest sign-in', async () => {
    const person = somebody();
    const first = await signIn(person, { organisation: 'RYJ', role: 'Doctor' });
    expect(first).toMatchObject({ organisation: 'RYJ', role: 'Doctor', duties: [] });
    expect(await signIn(person, { organisation: 'RQM', role: 'Consultant' })).toEqual({ ...Object(first), organisation: 'RQM', role: 'Consultant' });
    expect(pick(await signIn({ ...person, issuer: 'https://other.example' }, { organisation: 'RYJ', role: 'Doctor' }), 'accountId')).not.toBe(pick(first, 'accountId'));
  });

  it.each(['nhs-login', 'exchange'])('has no account under the patients’ issuer %s', async (patients) => {
    await expect(signIn({ ...somebody(), issuer: patients }, { organisation: 'RYJ', role: 'Doctor' })).rejects.toMatchObject({ code: 'ISSUER_INVALID' });
    await expect(run('request-professional-access', { ...somebody(), issuer: patients, ...answers, workEmail: 'a@example.net' })).rejects.toMatchObject({ code: 'ISSUER_INVALID' });
  });

  it('believes no role at an organisation that the exchange does not know', async () => {
    await expect(signIn(somebody(), { organisation: 'E87999', role: 'GP' })).rejects.toMatchObject({ code: 'NO_ROLE' });
  });
});

describe('REG-6 access given by the desk', () => {
  it('binds organisation and role for a year, tells the person, and ends by itself', async () => {
    const person = somebody();
    const caseId = await ask(person);
    expect(await standing(person)).toEqual({ left: false, leftOrganisations: [], grants: [] });
    expect(await approve(caseId)).toEqual({ until: '2027-11-24T00:00:00.000Z' });
    const grants = pick(await standing(person), 'grants');
    expect(grants).toMatchObject([{ organisation: 'E87999', role: 'General practitioner, The Foxglove Practice' }]);
    const grantId = pick(grants, 0, 'id');
    expect(await signIn(person, { grantId })).toMatchObject({ organisation: 'E87999', role: 'General practitioner, The Foxglove Practice' });
    expect(await toldTo(person.email)).toEqual(['case-received', { reference: expect.stringMatching(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/) as unknown }, 'professional-approved', { link: 'https://exchange.example/sign-in' }]);
    await expect(signIn(person, { grantId }, later(366))).rejects.toMatchObject({ code: 'NO_ROLE' });
    expect(await standing(person, later(366))).toMatchObject({ grants: [] });
  });

  it('lasts longer when the desk renews it, and cannot be renewed once it has ended', async () => {
    const person = somebody();
    await approve(await ask(person));
    const grantId = pick(await standing(person), 'grants', 0, 'id');
    await run('renew-professional', { grantId, how: 'Rang the practice' }, desk, later(300));
    expect(await signIn(person, { grantId }, later(400))).toMatchObject({ organisation: 'E87999' });
    await expect(run('renew-professional', { grantId, how: 'Rang the practice' }, desk, later(700))).rejects.toMatchObject({ code: 'GRANT_UNKNOWN' });
    await expect(run('renew-professional', { grantId: 'x', how: 'Rang' }, desk)).rejects.toMatchObject({ code: 'GRANT_UNKNOWN' });
  });

  it('replaces earlier access to the same organisation, and gives nobody else’s', async () => {
    const person = somebody();
    await approve(await ask(person));
    const first = pick(await standing(person), 'grants', 0, 'id');
    await approve(await ask(person, later(10)), { role: 'Practice nurse' }, later(10));
    const grants = pick(await standing(person, later(10)), 'grants');
    expect(grants).toMatchObject([{ role: 'Practice nurse, The Foxglove Practice' }]);
    await expect(signIn(person, { grantId: first }, later(10))).rejects.toMatchObject({ code: 'NO_ROLE' });
    await expect(signIn(somebody(), { grantId: pick(grants, 0, 'id') }, later(10))).rejects.toMatchObject({ code: 'NO_ROLE' });
  });

  it('is never given, or prolonged, by the person of the desk who gets it: a colleague does that', async () => {
    const person = { issuer, subject: deskSubject, name: 'Dana Desk', email: `${deskSubject}@example.net` };
    const caseId = await ask(person);
    await expect(approve(caseId, { organisation: 'RYJ', role: 'Consultant' })).rejects.toMatchObject({ code: 'OWN_ACCOUNT' });
    expect(await standing(person)).toMatchObject({ grants: [] });
    const colleague: Viewer = { ...desk, accountId: String(pick(await signIn(somebody(), { organisation: 'QRV', role: 'Support Desk' }), 'accountId')) };
    await run('approve-professional', { caseId, organisation: 'E87999', organisationName: 'The Foxglove Practice', role: 'GP', how: 'Rang the practice' }, colleague);
    const grantId = pick(await standing(person), 'grants', 0, 'id');
    await expect(run('renew-professional', { grantId, how: 'Rang the practice' }, desk)).rejects.toMatchObject({ code: 'OWN_ACCOUNT' });
    await run('renew-professional', { grantId, how: 'Rang the practice' }, colleague);
  });

  it('is not given in a session that a patient-record system launched: it is for one patient, and for no duty', async () => {
    const caseId = await ask(somebody());
    const launched: Viewer = { ...desk, onlyPatientId: randomUUID() };
    await expect(run('approve-professional', { caseId, organisation: 'RYJ', organisationName: '', role: 'Consultant' }, launched)).rejects.toMatchObject({ code: 'DESK_ONLY' });
    await expect(run('desk-cases', { view: 'open' }, launched)).rejects.toMatchObject({ code: 'DESK_ONLY' });
  });

  it('asks the desk once at a time', async () => {
    const person = somebody();
    const request = { ...person, ...answers, workEmail: person.email };
    const first = await run('request-professional-access', request);
    expect(await Promise.all([1, 2, 3].map(() => run('request-professional-access', { ...request, why: 'Again' })))).toEqual([first, first, first]);
  });

  it('is refused with a reason that the person is not told', async () => {
    const person = somebody();
    const caseId = await ask(person);
    await expect(run('refuse-professional', { caseId, reason: ' ' }, desk)).rejects.toMatchObject({ code: 'NOTE_MISSING' });
    await run('refuse-professional', { caseId, reason: 'The practice does not know them' }, desk);
    expect(await standing(person)).toMatchObject({ grants: [] });
    expect((await toldTo(person.email)).slice(2)).toEqual(['professional-refused', {}]);
    await expect(approve(caseId)).rejects.toMatchObject({ code: 'CASE_CLOSED' });
  });

  it.each([
    ['no organisation', { organisation: '' }, 'ORGANISATION_INVALID'],
    ['a code that is none', { organisation: 'E8' }, 'ORGANISATION_INVALID'],
    ['no name for an organisation that we do not know', { organisationName: '' }, 'ORGANISATION_INVALID'],
    ['no role', { role: ' ' }, 'ROLE_MISSING'],
  ])('is not given with %s', async (_what, input, code) => {
    await expect(approve(await ask(somebody()), input)).rejects.toMatchObject({ code });
  });

  it('is given by the desk alone', async () => {
    const person = somebody();
    const caseId = await ask(person);
    const other = viewerOf(await signIn(somebody(), { organisation: 'RYJ', role: 'Doctor' }), ['privacy-officer']);
    for (const viewer of [null, other, { ...desk, kind: 'patient' as const }]) {
      const refused = { code: 'DESK_ONLY' };
      await expect(run('approve-professional', { caseId, organisation: 'RYJ', role: 'Doctor' }, viewer)).rejects.toMatchObject(refused);
      await expect(run('refuse-professional', { caseId, reason: 'no' }, viewer)).rejects.toMatchObject(refused);
      await expect(run('renew-professional', { grantId: randomUUID(), how: 'x' }, viewer)).rejects.toMatchObject(refused);
      await expect(run('end-professional', { accountId: desk.accountId, reason: 'no' }, viewer)).rejects.toMatchObject(refused);
      await expect(run('find-professionals', { text: 'Dr' }, viewer)).rejects.toMatchObject(refused);
    }
    expect(await standing(person)).toMatchObject({ grants: [] });
  });

  it('is for requests of professionals, not for other cases', async () => {
    await run('open-desk-case', { kind: 'contact', details: [{ name: 'topic', value: 'x' }], name: 'Patient', email: 'p@example.net' });
    const page = await run('desk-cases', { view: 'open', kind: 'contact' }, desk);
    await expect(approve(String(pick(page, 'cases', 0, 'id')))).rejects.toMatchObject({ code: 'CASE_WRONG_KIND' });
  });
});

describe('Abuse case 20: a clinician who left', () => {
  async function leaver() {
    const person = somebody();
    const accountId = String(pick(await signIn(person, { organisation: 'RYJ', role: 'Consultant' }), 'accountId'));
    return { person, accountId };
  }

  it('gets in no more, whatever the provider says, and the live sessions end', async () => {
    const { person, accountId } = await leaver();
    await run('end-professional', { accountId, reason: 'Left the trust' }, desk);
    expect(await notices()).toContainEqual({ kind: 'end-sessions', accountId });
    expect((await directoryNotices(String(accountId))).at(-1)?.works).toBeNull();
    expect(await standing(person)).toMatchObject({ left: true, leftOrganisations: ['RYJ'] });
    for (const organisation of ['RYJ', 'RQM']) {
      await expect(signIn(person, { organisation, role: 'Consultant' })).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
    }
    await expect(run('end-professional', { accountId, reason: 'Twice' }, desk)).rejects.toMatchObject({ code: 'PROFESSIONAL_UNKNOWN' });
    expect(pick(await run('find-professionals', { text: person.name }, desk), 'professionals')).toEqual([]);
  });

  it('comes back by the desk alone, with an account of its own, and not to what was left', async () => {
    const { person, accountId } = await leaver();
    await run('end-professional', { accountId, reason: 'Left the trust' }, desk);
    await approve(await ask(person, later(1)), {}, later(1));
    const now = await standing(person, later(1));
    expect(now).toMatchObject({ left: false, leftOrganisations: ['RYJ'], grants: [{ organisation: 'E87999' }] });
    await expect(signIn(person, { organisation: 'RYJ', role: 'Consultant' }, later(1))).rejects.toMatchObject({ code: 'NO_ROLE' });
    const back = await signIn(person, { grantId: pick(now, 'grants', 0, 'id') }, later(1));
    expect(pick(back, 'accountId')).not.toBe(accountId);
    // Leaves a second time.
    await run('end-professional', { accountId: pick(back, 'accountId'), reason: 'Left the practice' }, desk, later(2));
    expect(await standing(person, later(2))).toMatchObject({ left: true, grants: [] });
  });

  it('loses access that the desk gave', async () => {
    const person = somebody();
    await approve(await ask(person));
    const grantId = pick(await standing(person), 'grants', 0, 'id');
    const accountId = pick(await signIn(person, { grantId }), 'accountId');
    await run('end-professional', { accountId, reason: 'Left' }, desk);
    await expect(signIn(person, { grantId })).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
  });

  it('makes no second account by signing in at the moment of leaving', async () => {
    for (let round = 0; round < 10; round++) {
      const { person, accountId } = await leaver();
      const signIns = [1, 2, 3].map(() => signIn(person, { organisation: 'RYJ', role: 'Consultant' }).catch(() => null));
      await Promise.all([...signIns, run('end-professional', { accountId, reason: 'Left' }, desk)]);
      expect(await standing(person)).toMatchObject({ left: true });
      for (const made of await Promise.all(signIns)) expect([null, accountId]).toContain(made === null ? null : pick(made, 'accountId'));
    }
  });

  it('is found by the desk by the beginning of name or address, and is never oneself', async () => {
    const { person, accountId } = await leaver();
    for (const text of [person.name.slice(0, 20).toUpperCase(), person.email.slice(0, 20)]) {
      expect(pick(await run('find-professionals', { text }, desk), 'professionals')).toMatchObject([{ accountId, organisation: 'RYJ', grants: [], signedInAt: start.toISOString() }]);
    }
    for (const text of ['%', '_', 'D', '']) expect(pick(await run('find-professionals', { text }, desk), 'professionals')).toEqual([]);
    await expect(run('end-professional', { accountId: desk.accountId, reason: 'Me' }, desk)).rejects.toMatchObject({ code: 'OWN_ACCOUNT' });
    await expect(run('end-professional', { accountId, reason: '' }, desk)).rejects.toMatchObject({ code: 'NOTE_MISSING' });
  });
});
