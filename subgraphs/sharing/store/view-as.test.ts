import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { Room } from '@cie/kit/room.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSharing } from '../start.ts';

let server: RoomServer;
let sharing: Room;
let run: ReturnType<typeof createOperationRunner>;
let owner: Client;
let administrator: Client;

beforeAll(async () => {
  server = await openRoomServer();
  sharing = await startSharing({ ...server.settings, CIE_FINDER_KEY: randomBytes(32).toString('base64url') });
  run = createOperationRunner(sharing, (fault) => expect.unreachable(JSON.stringify(fault)));
  [owner, administrator] = await Promise.all([server.connect('sharing', 'owner'), server.connect('sharing', 'service')]);
});

afterAll(async () => {
  await Promise.all([owner.end(), administrator.end(), sharing.close()]);
});

let patient: Viewer;
let id: string;

beforeEach(() => {
  id = randomUUID();
  patient = viewer({ patientId: id, email: `${id}@example.test` });
});

function viewer(change: Partial<Viewer>): Viewer {
  return {
    kind: 'patient', accountId: randomUUID(), patientId: null, name: 'Sample Person', organisation: null, role: null, proofing: 'P9', duties: [], email: null,
    sessionId: 'session', ...change,
  };
}

async function ask(who: Viewer, query: string, variables: Record<string, unknown> = {}, viewAs?: string) {
  const access: AccessContext = { requestId: randomUUID(), viewer: who, now: new Date(), ...(viewAs === undefined ? {} : { viewAs }) };
  const result = await run({ query, variables }, access);
  return { data: result.data ?? null, codes: (result.errors ?? []).map((error) => error.extensions['code']) };
}

const asSeen = `query ($id: ID!) { patient(id: $id) { id doors labels viewedAs { name kind } access { results documents } invitations { id } accessLog { edges { cursor } } readers { id } proxies { id } } }`;

/** Lets somebody in by e-mail, and gives the name of the grant. */
async function invite(email: string, labels: readonly string[]): Promise<string> {
  const { data } = await ask(patient, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email, labels } });
  return `invitation-${String(pick(data, 'invite', 'id'))}`;
}

async function logOf(patientId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId]);
  // Written by append_access_entry as an object.
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
}

/** What the claims of a pass let through: door, labels, organisations, delayed (kit/database/pass.ts). */
const shownBy = (pass: unknown): string[] => String(pass).split('|').slice(4, 8);

describe('ACS-7 the owner sees the record as a chosen reader would', () => {
  it('through the doors of that reader, and with nothing of an owner', async () => {
    const grant = await invite('carer@example.test', ['GENERAL', 'SOCIAL_CARE']);
    const { data } = await ask(patient, asSeen, { id }, grant);
    expect(data).toMatchObject({
      patient: { id, doors: ['INVITED'], labels: ['GENERAL', 'SOCIAL_CARE'], viewedAs: { name: 'carer@example.test', kind: 'PATIENT' }, invitations: null, accessLog: null, readers: null, proxies: null },
    });
    expect(shownBy(pick(data, 'patient', 'access', 'results'))).toEqual(['invited', '0,3', '*', 'n']);
    // Only looked at: nobody has accepted the invitation.
    expect((await logOf(id)).map(({ action }) => action)).toEqual(['invited', 'viewed-as']);
    expect((await logOf(id)).at(-1)).toMatchObject({ who: 'Sample Person', doors: ['self'], areas: ['results', 'documents'], reason: 'carer@example.test' });
  });

  it('never further than the owner: what waits for them stays hidden, whoever reads it at once (RES-3)', async () => {
    await sharing.commands['know-patient']?.({ patientId: id, nhsNumber: '9990000018', birthDate: '1970-01-31', organisation: 'RQM' });
    const { data } = await ask(patient, asSeen, { id }, 'organisation-RAS');
    expect(data).toMatchObject({ patient: { doors: ['OWN_ORGANISATION'], viewedAs: { name: 'The Hillingdon Hospitals NHS Foundation Trust', kind: 'PROFESSIONAL' } } });
    expect(shownBy(pick(data, 'patient', 'access', 'results'))).toEqual(['own-organisation', '0,1,2,3', 'RQM,RAS', 'n']);
    const professional = viewer({ kind: 'professional', proofing: null, organisation: 'RAS', role: 'Consultant' });
    expect(shownBy(pick((await ask(professional, asSeen, { id })).data, 'patient', 'access', 'results')).at(-1)).toBe('y');
  });

  it('as somebody who has accepted, with what they see themself', async () => {
    const carer = viewer({ name: 'Sample Carer', email: `carer-${id}@example.test` });
    const grant = await invite(carer.email ?? '', ['GENERAL', 'MENTAL_HEALTH']);
    const theirs = await ask(carer, asSeen, { id });
    const seen = await ask(patient, asSeen, { id }, grant);
    expect(seen.data).toMatchObject({ patient: { doors: ['INVITED'], labels: ['GENERAL', 'MENTAL_HEALTH'], viewedAs: { name: 'Sample Carer' } } });
    for (const room of ['results', 'documents']) expect(shownBy(pick(seen.data, 'patient', 'access', room))).toEqual(shownBy(pick(theirs.data, 'patient', 'access', room)));
  });

  it('not as somebody who was stopped, or whom nobody knows', async () => {
    const grant = await invite('carer@example.test', ['GENERAL']);
    await ask(patient, 'mutation ($id: ID!) { revokeInvitation(id: $id) { id } }', { id: grant.replace('invitation-', '') });
    for (const name of [grant, `invitation-${randomUUID()}`, 'organisation-RYJ', '', `proxy-${randomUUID()}`, "'"]) {
      expect((await ask(patient, asSeen, { id }, name)).data).toEqual({ patient: null });
    }
  });

  it('lists whom the record is open to, for the owner alone', async () => {
    const grant = await invite('carer@example.test', ['GENERAL']);
    await sharing.commands['know-patient']?.({ patientId: id, nhsNumber: '9990000018', birthDate: '1970-01-31', organisation: 'RYJ' });
    const list = 'query ($id: ID!) { patient(id: $id) { readers { id name kind team pending doors labels ownGroup until } } }';
    expect((await ask(patient, list, { id })).data).toEqual({
      patient: {
        readers: [
          { id: grant, name: 'carer@example.test', kind: 'PATIENT', team: false, pending: true, doors: ['INVITED'], labels: ['GENERAL'], ownGroup: false, until: null },
          {
            id: 'organisation-RYJ', name: 'Imperial College Healthcare NHS Trust', kind: 'PROFESSIONAL', team: false, pending: false, doors: ['OWN_ORGANISATION'],
            labels: [], ownGroup: true, until: null,
          },
        ],
      },
    });
    const professional = viewer({ kind: 'professional', proofing: null, organisation: 'RYJ', role: 'Consultant' });
    expect((await ask(professional, list, { id })).data).toEqual({ patient: { readers: null } });
  });
});

describe('ACS-7 nobody gains by it (abuse cases 1, 4 and 11)', () => {
  it('no record of another person opens, by no name of a grant', async () => {
    const grant = await invite('carer@example.test', ['GENERAL']);
    const carer = viewer({ email: 'carer@example.test' });
    const stranger = viewer({ patientId: randomUUID() });
    for (const who of [stranger, carer, viewer({ kind: 'professional', proofing: null, organisation: 'RYJ', role: 'Consultant' }), { ...patient, proofing: 'P5' as const }]) {
      expect((await ask(who, asSeen, { id }, grant)).data).toEqual({ patient: null });
    }
  });

  it('nothing can be changed as somebody else', async () => {
    const grant = await invite('carer@example.test', ['GENERAL']);
    const change = 'mutation ($id: ID!) { changeRecord(patientId: $id, purpose: RECORD_MEASUREMENT) { id } }';
    expect((await ask(patient, change, { id }, grant)).codes).toEqual(['CHANGE_NOT_ALLOWED']);
    expect((await ask(patient, change, { id })).codes).toEqual([]);
    const sharingMore = 'mutation ($input: InviteInput!) { invite(input: $input) { id } }';
    expect((await ask(patient, sharingMore, { input: { email: 'other@example.test', labels: ['GENERAL'] } }, grant)).codes).toEqual(['OWN_RECORD_ONLY']);
  });
});

describe('ACS-8 what is written over is kept', () => {
  it('each version of a proxy, which nobody can change afterwards', async () => {
    const [proxy, account] = [randomUUID(), randomUUID()];
    await administrator.query(
      `insert into proxy (patient_id, id, account_id, proxy_name, finder, basis, birth_date, sealed, requested_at)
       values ($1, $2, $3, 'Sample Proxy', '\\x00', 'written-consent', '1980-01-31', '\\x00', now())`, [id, proxy, account]);
    await administrator.query(
      `update proxy set decided = 'active', labels = '{0}', verifier = 'Desk', started_at = now(), reviewed_at = now(), ends_at = now() + interval '1 year', consent = 'given' where id = $1`, [proxy]);
    const { rows } = await administrator.query<{ decided: string }>(`select terms ->> 'decided' as decided from proxy_history where patient_id = $1 order by at`, [id]);
    expect(rows).toEqual([{ decided: 'requested' }, { decided: 'active' }]);
    for (const sql of [`update proxy_history set at = now()`, `delete from proxy_history`, `insert into proxy_history values (gen_random_uuid(), gen_random_uuid(), now(), '{}')`]) {
      await expect(administrator.query(sql)).rejects.toThrow('permission denied');
    }
    expect((await ask(patient, asSeen, { id }, `proxy-${proxy}`)).data).toMatchObject({ patient: { doors: ['PROXY'], labels: ['GENERAL'], viewedAs: { name: 'Sample Proxy' } } });
  });

  it('who could and who did see an item on a day', async () => {
    await invite('carer@example.test', ['GENERAL']);
    await ask(patient, asSeen, { id });
    const sight = 'query ($id: ID!, $item: SeenItemInput!, $on: Date!) { patient(id: $id) { sight(item: $item, on: $on) { more could { name doors spans { from to } } did { action who own } } } }';
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date());
    const item = { area: 'RESULTS', organisation: 'RYJ', labels: [{ label: 'GENERAL', since: '2026-01-01T00:00:00Z' }] };
    const { data } = await ask(patient, sight, { id, item, on: today });
    expect(data).toMatchObject({ patient: { sight: { more: false, could: [{ name: 'carer@example.test', doors: ['INVITED'], spans: [{ to: null }] }], did: [{ action: 'READ', who: 'Sample Person', own: true }] } } });
    expect((await ask(patient, sight, { id, item: { ...item, area: 'APPOINTMENTS' }, on: today })).data).toMatchObject({ patient: { sight: { did: [] } } });
    expect((await ask(patient, sight, { id, item, on: '2999-01-01' })).codes).toEqual(['SIGHT_DAY']);
    expect((await ask(viewer({ patientId: randomUUID() }), sight, { id, item, on: today })).data).toEqual({ patient: null });
  });
});
