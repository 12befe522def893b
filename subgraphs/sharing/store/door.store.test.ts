import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { Room } from '@cie/kit/room.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSharing } from '../start.ts';
import { verifyAccessLog } from './verify-access-log.ts';

let server: RoomServer;
let sharing: Room;
let run: ReturnType<typeof createOperationRunner>;
let owner: Client;
let service: Client;

beforeAll(async () => {
  server = await openRoomServer();
  const settings = { ...server.settings, CIE_FINDER_KEY: randomBytes(32).toString('base64url') };
  sharing = await startSharing(settings);
  run = createOperationRunner(sharing, (fault) => expect.unreachable(JSON.stringify(fault)));
  [owner, service] = await Promise.all([server.connect('sharing', 'owner'), server.connect('sharing', 'service')]);
});

afterAll(async () => {
  await Promise.all([owner.end(), service.end(), sharing.close()]);
});

function patientViewer(patientId: string): Viewer {
  return {
    kind: 'patient', accountId: randomUUID(), patientId, name: 'Sample Patient', organisation: null, role: null,
    proofing: 'P9', duties: [], email: `${patientId}@example.test`, sessionId: 'session',
  };
}

function clinicianViewer(organisation = 'RYJ'): Viewer {
  const accountId = randomUUID();
  return {
    kind: 'professional', accountId, patientId: null, name: 'Dr Sample', organisation, role: 'Consultant',
    proofing: null, duties: [], email: `${accountId}@trust.example.test`, sessionId: 'session',
  };
}

const as = (viewer: Viewer | null, now = new Date()): AccessContext => ({ requestId: randomUUID(), viewer, now });

const openRecord = `query ($id: ID!) { patient(id: $id) { id doors access { results documents } } }`;

async function ask(viewer: Viewer | null, query: string, variables: Record<string, unknown> = {}, now?: Date) {
  const result = await run({ query, variables }, as(viewer, now));
  return { data: result.data ?? null, codes: (result.errors ?? []).map((error) => error.extensions['code']) };
}

const person = { nhsNumber: '9990000018', birthDate: '1970-01-31' };

/** The record that they find at present; other test files have people of their own. */
let found: string | null = null;

/** Makes this the record that the number and birth date above find. */
async function know(patientId: string): Promise<void> {
  await owner.query('delete from patient_finder where patient_id = $1', [found]);
  found = patientId;
  await sharing.commands['know-patient']?.({ patientId, ...person, organisation: 'RQM' });
}

async function logOf(patientId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId]);
  // Written by append_access_entry as an object.
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
}

describe('ACS-6 no pass without a log entry', () => {
  it('mints exactly the rooms that were asked for and logs exactly those', async () => {
    const id = randomUUID();
    const viewer = patientViewer(id);
    const { data } = await ask(viewer, openRecord, { id });
    expect(data).toMatchObject({ patient: { id, doors: ['SELF'] } });
    expect(pick(data, 'patient', 'access', 'results')).toMatch(/^v1\|results\|/);
    expect(pick(data, 'patient', 'access', 'documents')).toMatch(/^v1\|documents\|/);
    expect(await logOf(id)).toMatchObject([{ seq: 1, action: 'read', doors: ['self'], areas: ['results', 'documents'], account: viewer.accountId }]);
  });

  it('names a download, and refuses one as it refuses a record that does not exist (REC-1, ACS-5)', async () => {
    const id = randomUUID();
    await know(id);
    const download = async (viewer: Viewer) => (await run({ query: openRecord, variables: { id } }, { ...as(viewer), purpose: 'download' })).data;
    expect(await download(patientViewer(id))).toMatchObject({ patient: { id, doors: ['SELF'] } });
    // Her trust supplied to the record, so that she reads it, and takes no copy.
    const clinician = clinicianViewer('RQM');
    expect((await ask(clinician, '{ patient(id: "' + id + '") { doors } }')).data).toEqual({ patient: { doors: ['OWN_ORGANISATION'] } });
    expect(await download(clinician)).toEqual({ patient: null });
    expect(await logOf(id)).toMatchObject([{ action: 'downloaded', areas: ['results', 'documents'] }, { action: 'refused' }]);
  });

  it('answers a refused record as one that does not exist, and logs the refusal (abuse case 1)', async () => {
    const id = randomUUID();
    await know(id);
    const other = await ask(patientViewer(randomUUID()), openRecord, { id });
    const malformed = await ask(patientViewer(randomUUID()), openRecord, { id: 'no id' });
    expect(other).toEqual({ data: { patient: null }, codes: [] });
    expect(malformed).toEqual(other);
    expect(await logOf(id)).toMatchObject([{ action: 'refused' }]);
  });

  it('logs attempts on records that do not exist under no record, and nothing for somebody who has not signed in', async () => {
    const nobody = '00000000-0000-0000-0000-000000000000';
    const before = (await logOf(nobody)).length;
    const viewer = patientViewer(randomUUID());
    expect((await ask(viewer, openRecord, { id: randomUUID() })).data).toEqual({ patient: null });
    expect((await logOf(nobody)).slice(before)).toMatchObject([{ action: 'refused', account: viewer.accountId }]);

    expect((await ask(null, openRecord, { id: randomUUID() })).data).toEqual({ patient: null });
    expect(await logOf(nobody)).toHaveLength(before + 1);
  });

  it('gives the service role no other way to write, change or read keys (abuse case 24)', async () => {
    const id = randomUUID();
    for (const sql of [
      `insert into access_log values ('${id}', 1, now(), '{}', '')`,
      `update access_log set body = '{}'`,
      'delete from access_log',
      'truncate access_log',
      `update access_log_head set seq = 0`,
      'select * from pass.key',
      `select append_access_entry('${id}', now(), '{}')`,
    ]) {
      await expect(service.query(sql)).rejects.toThrow('permission denied');
    }
  });

  it('mints nothing when the log cannot be written', async () => {
    const id = randomUUID();
    await owner.query(`insert into access_log_head values ($1, 41, '')`, [id]);
    await owner.query(`insert into access_log values ($1, 42, now(), '{}', '')`, [id]);
    const result = await createOperationRunner(sharing, () => undefined)({ query: openRecord, variables: { id } }, as(patientViewer(id)));
    expect(result.data?.['patient'] ?? null).toBeNull();
    await owner.query('delete from access_log where patient_id = $1', [id]);
    await owner.query('delete from access_log_head where patient_id = $1', [id]);
  });

  it('keeps one chain under concurrent reads, and names the entry that somebody edits', async () => {
    const id = randomUUID();
    const viewer = patientViewer(id);
    await Promise.all(Array.from({ length: 40 }, () => ask(viewer, openRecord, { id })));
    expect(await logOf(id)).toHaveLength(40);
    expect((await verifyAccessLog(server.settings)).faults.filter((each) => 'patientId' in each && each.patientId === id)).toEqual([]);

    await owner.query(`update access_log set body = replace(body, 'read', 'rest') where patient_id = $1 and seq = 17`, [id]);
    expect((await verifyAccessLog(server.settings)).faults.filter((each) => 'patientId' in each && each.patientId === id)).toEqual([{ patientId: id, seq: 17, fault: 'changed' }]);
    await owner.query(`update access_log set body = replace(body, 'rest', 'read') where patient_id = $1 and seq = 17`, [id]);
  });
});

describe('ACS-3 invitations', () => {
  const invite = `mutation ($input: InviteInput!) { invite(input: $input) { id state labels } }`;
  const revoke = `mutation ($id: ID!) { revokeInvitation(id: $id) { state } }`;

  it('opens the labels that were given, and nothing from the next request after it was taken back (abuse case 10)', async () => {
    const id = randomUUID();
    const patient = patientViewer(id);
    const clinician = clinicianViewer();
    expect((await ask(clinician, openRecord, { id })).data).toEqual({ patient: null });

    const invited = await ask(patient, invite, { input: { email: clinician.email?.toUpperCase(), labels: ['GENERAL', 'MENTAL_HEALTH'] } });
    expect(invited.data).toMatchObject({ invite: { state: 'PENDING', labels: ['GENERAL', 'MENTAL_HEALTH'] } });
    const opened = await ask(clinician, openRecord, { id });
    expect(opened.data).toMatchObject({ patient: { doors: ['INVITED'] } });
    expect(JSON.stringify(opened.data)).toContain('|invited|0,2|*|y|');

    const { data } = await ask(patient, '{ me { patient { invitations { id state name } } } }');
    expect(data).toMatchObject({ me: { patient: { invitations: [{ state: 'ACCEPTED', name: 'Dr Sample' }] } } });
    await ask(clinician, openRecord, { id });
    expect((await logOf(id)).filter((each) => each['action'] === 'invitation-accepted')).toMatchObject([{ account: clinician.accountId, doors: ['invited'] }]);

    expect((await ask(patient, revoke, { id: pick(invited.data, 'invite', 'id') })).data).toEqual({ revokeInvitation: { state: 'REVOKED' } });
    expect((await ask(clinician, openRecord, { id })).data).toEqual({ patient: null });
  });

  it.each([
    ['the own address', (viewer: Viewer) => ({ email: viewer.email, labels: ['GENERAL'] }), 'INVITATION_SELF'],
    ['no label', () => ({ email: 'carer@example.test', labels: [] }), 'INVITATION_LABELS'],
    ['yesterday', () => ({ email: 'carer@example.test', labels: ['GENERAL'], until: '2026-11-21' }), 'INVITATION_UNTIL'],
    ['six years ahead', () => ({ email: 'carer@example.test', labels: ['GENERAL'], until: '2032-11-24' }), 'INVITATION_UNTIL'],
  ])('refuses %s', async (_what, input, code) => {
    const patient = patientViewer(randomUUID());
    const { codes } = await ask(patient, invite, { input: input(patient) }, new Date('2026-11-22T12:00:00Z'));
    expect(codes).toEqual([code]);
  });

  it.each([['2026-11-22'], ['2031-11-22']])('takes the end date %s', async (until) => {
    const { data } = await ask(patientViewer(randomUUID()), invite, { input: { email: 'carer@example.test', labels: ['GENERAL'], until } }, new Date('2026-11-22T12:00:00Z'));
    expect(data).toMatchObject({ invite: { state: 'PENDING' } });
  });

  it("refuses to change another patient's sharing (abuse case 4) and a professional's (abuse case 11)", async () => {
    const patient = patientViewer(randomUUID());
    const made = await ask(patient, invite, { input: { email: 'carer@example.test', labels: ['GENERAL'] } });
    const id = pick(made.data, 'invite', 'id');
    expect((await ask(patientViewer(randomUUID()), revoke, { id })).codes).toEqual(['INVITATION_UNKNOWN']);
    expect((await ask(patient, revoke, { id: 'no id' })).codes).toEqual(['INVITATION_UNKNOWN']);
    expect((await ask(clinicianViewer(), revoke, { id })).codes).toEqual(['OWN_RECORD_ONLY']);
    expect((await ask({ ...patient, proofing: 'P5' }, revoke, { id })).codes).toEqual(['OWN_RECORD_ONLY']);
  });
});

describe('ACS-4 own organisation and ACS-5 emergency', () => {
  const find = `query ($n: NHSNumber!, $b: Date!) { findPatient(nhsNumber: $n, birthDate: $b) { id doors until } }`;
  const emergency = `mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id doors access { results } } }`;

  it('finds a record for the caring group only, by number and birth date together', async () => {
    const id = randomUUID();
    await know(id);
    const asked = { n: person.nhsNumber, b: person.birthDate };
    expect((await ask(clinicianViewer('RAS'), find, asked)).data).toMatchObject({ findPatient: { id, doors: ['OWN_ORGANISATION'] } });
    expect((await ask(clinicianViewer('RYJ'), find, asked)).data).toEqual({ findPatient: null });
    expect((await ask(clinicianViewer('RAS'), find, { ...asked, b: '1970-02-01' })).data).toEqual({ findPatient: null });
    expect((await ask(patientViewer(randomUUID()), find, asked)).codes).toEqual(['PROFESSIONALS_ONLY']);
  });

  it('opens everything for 30 minutes once a reason is given, and the patient reads the reason', async () => {
    const id = randomUUID();
    await know(id);
    const clinician = clinicianViewer('RYJ');
    const now = new Date('2026-11-22T12:00:00Z');
    const input = { ...person, category: 'UNCONSCIOUS', reason: 'Found unconscious, allergies unknown.' };

    for (const reason of ['', ' \n ', '. . . . . . . . . . .', 'x'.repeat(1001), 'aaaaaaaaaaaa', 'AaAa bBbB cCcC', 'abcabcabcabc']) {
      expect((await ask(clinician, emergency, { input: { ...input, reason } }, now)).codes).toEqual(['EMERGENCY_REASON']);
    }
    expect((await ask(clinician, openRecord, { id }, now)).data).toEqual({ patient: null });

    const started = await ask(clinician, emergency, { input }, now);
    expect(started.data).toMatchObject({ startEmergencyAccess: { id, doors: ['EMERGENCY'] } });
    const minute = (count: number) => new Date(now.getTime() + count * 60_000);
    expect((await ask(clinician, openRecord, { id }, minute(29))).data).toMatchObject({ patient: { doors: ['EMERGENCY'] } });
    expect((await ask(clinician, openRecord, { id }, minute(31))).data).toEqual({ patient: null });
    expect((await ask(clinicianViewer('RYJ'), openRecord, { id }, minute(1))).data).toEqual({ patient: null });

    const { data } = await ask(patientViewer(id), '{ me { patient { accessLog(first: 10) { edges { node { action reason who } } } } } }');
    expect(JSON.stringify(data)).toContain('Found unconscious, allergies unknown.');
  });

  it('closes early when the professional ends it', async () => {
    const id = randomUUID();
    await know(id);
    const clinician = clinicianViewer('RYJ');
    await ask(clinician, emergency, { input: { ...person, category: 'OTHER', reason: 'Collapsed in the corridor.' } });
    const end = 'mutation ($id: ID!) { endEmergencyAccess(patientId: $id) }';
    expect((await ask(clinician, end, { id })).data).toEqual({ endEmergencyAccess: true });
    expect((await ask(clinician, end, { id })).data).toEqual({ endEmergencyAccess: false });
    expect((await ask(clinician, openRecord, { id })).data).toEqual({ patient: null });
  });
});

describe('ACS-6 who may read the access log', () => {
  it('pages newest first, to the patient only', async () => {
    const id = randomUUID();
    const patient = patientViewer(id);
    for (let count = 0; count < 3; count += 1) await ask(patient, openRecord, { id });
    const page = `query ($after: String) { me { patient { accessLog(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    // Clients with a variable for the cursor send null at first.
    const first = await ask(patient, page, { after: null });
    const accessLog = pick(first.data, 'me', 'patient', 'accessLog');
    expect(accessLog).toMatchObject({ edges: [{ node: { id: '3' } }, { node: { id: '2' } }], pageInfo: { hasNextPage: true } });
    const second = await ask(patient, page, { after: pick(accessLog, 'pageInfo', 'endCursor') });
    expect(pick(second.data, 'me', 'patient', 'accessLog')).toMatchObject({ edges: [{ node: { id: '1' } }], pageInfo: { hasNextPage: false } });
    expect((await ask(patient, page, { after: 'nonsense' })).codes).toEqual(['CURSOR_INVALID']);
  });
});
