import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { unseal } from '@cie/kit/notices/seal.ts';
import type { Room } from '@cie/kit/room.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSharing } from '../start.ts';

let sharing: Room;
let service: Client;
let noticeKey: Buffer;
let run: ReturnType<typeof createOperationRunner>;

beforeAll(async () => {
  const server = await openRoomServer();
  // A key that nobody else alerts under: what this file finds in the shared table is its own.
  const settings = { ...server.settings, CIE_FINDER_KEY: randomBytes(32).toString('base64url'), CIE_NOTICE_KEY: randomBytes(32).toString('base64url') };
  noticeKey = requiredKey(settings, 'CIE_NOTICE_KEY', 32);
  sharing = await startSharing(settings);
  service = await server.connect('sharing', 'service');
  run = createOperationRunner(sharing, (fault) => expect.unreachable(JSON.stringify(fault)));
});
afterAll(() => Promise.all([service.end(), sharing.close()]));

const start = new Date('2026-11-23T12:00:00Z');
const minute = (count: number): Date => new Date(start.getTime() + count * 60_000);

function clinician(more: Partial<Viewer> = {}): Viewer {
  const accountId = randomUUID();
  return {
    kind: 'professional', accountId, patientId: null, name: `Dr ${accountId}`, organisation: 'RYJ', role: 'Consultant', proofing: null,
    duties: [], email: null, sessionId: 's', ...more,
  };
}

const find = 'query ($n: NHSNumber!, $b: Date!) { findPatient(nhsNumber: $n, birthDate: $b) { id } }';
const emergency = `mutation ($n: NHSNumber!, $b: Date!) {
  startEmergencyAccess(input: { nhsNumber: $n, birthDate: $b, category: UNCONSCIOUS, reason: "Found unconscious at home" }) { id } }`;

interface Asked {
  readonly id: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

async function ask(query: string, viewer: Viewer, now: Date, person: Person = nobody): Promise<Asked> {
  const access: AccessContext = { requestId: randomUUID(), viewer, now };
  const { data, errors } = await run({ query, variables: { n: person.nhsNumber, b: person.birthDate } }, access);
  const found = pick(data, 'findPatient', 'id') ?? pick(data, 'startEmergencyAccess', 'id');
  const [error] = errors ?? [];
  return { id: typeof found === 'string' ? found : null, code: error === undefined ? null : String(error.extensions['code']), message: error?.message ?? null };
}

interface Person {
  readonly nhsNumber: string;
  readonly birthDate: string;
}
const nobody: Person = { nhsNumber: '9990000018', birthDate: '1931-01-01' };

let people = 0;

/** A person of whom this organisation has sent something; each with a birth date of their own, since all have one number. */
async function known(organisation: string): Promise<{ patientId: string; person: Person }> {
  const person = { nhsNumber: '9990000018', birthDate: Temporal.PlainDate.from('1932-01-11').add({ days: people++ }).toString() };
  const patientId = randomUUID();
  await sharing.commands['know-patient']?.({ patientId, ...person, organisation });
  return { patientId, person };
}

async function misses(viewer: Viewer, count: number, from: Date, query = find): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (let each = 0; each < count; each++) asked.push(await ask(query, viewer, from));
  return asked;
}

async function refusals(viewer: Viewer): Promise<Record<string, unknown>[]> {
  const { rows } = await service.query<{ body: string }>(
    `select body from access_log where patient_id = '00000000-0000-0000-0000-000000000000' and body::jsonb ->> 'account' = $1 order by seq`, [viewer.accountId]);
  // Written by append_access_entry as an object.
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}

async function alerts(): Promise<number> {
  const { rows } = await service.query<{ id: string; sealed: Buffer }>(`select id, sealed from notice where kind = 'message'`);
  return rows.flatMap(({ id, sealed }) => {
    try {
      return [JSON.parse(unseal(noticeKey, sealed, id)) as Notice];
    } catch {
      // Sealed by another test file.
      return [];
    }
  }).filter((notice) => notice.kind === 'message' && notice.template === 'search-alert' && 'duty' in notice.to && notice.to.duty === 'privacy-officer').length;
}

const miss = { id: null, code: null, message: null };

describe('abuse case 21: a clinician walks through NHS numbers', () => {
  it('is stopped after ten misses in ten minutes, until the first of them is ten minutes old', async () => {
    const viewer = clinician();
    expect(await misses(viewer, 10, start)).toEqual(Array.from({ length: 10 }, () => miss));
    const refused = await ask(find, viewer, minute(9.9));
    expect(refused.code).toBe('SEARCH_TOO_OFTEN');
    expect(refused.message).toContain('paused until 12:10.');
    expect(await ask(find, viewer, minute(10))).toEqual(miss);
  });

  it('is stopped after thirty in a day, and told when to go on', async () => {
    const viewer = clinician();
    for (const from of [0, 11, 22]) expect((await misses(viewer, 10, minute(from))).every(({ code }) => code === null)).toBe(true);
    const refused = await ask(find, viewer, minute(33));
    expect(refused).toMatchObject({ code: 'SEARCH_TOO_OFTEN' });
    expect(refused.message).toContain('paused until 12:00 tomorrow.');
    expect((await ask(find, viewer, minute(1439))).code).toBe('SEARCH_TOO_OFTEN');
    expect(await ask(find, viewer, minute(1440))).toEqual(miss);
  });

  it('is stopped in an emergency as well: both ways count together', async () => {
    const viewer = clinician();
    await misses(viewer, 5, start);
    await misses(viewer, 5, start, emergency);
    const { patientId, person } = await known('RYJ');
    expect(await ask(emergency, viewer, minute(1), person)).toMatchObject({ code: 'SEARCH_TOO_OFTEN' });
    expect(await ask(find, viewer, minute(1), person)).toMatchObject({ code: 'SEARCH_TOO_OFTEN' });
    expect(await ask(find, viewer, minute(11), person)).toMatchObject({ id: patientId });
  });

  it('counts somebody whose record stays closed as it counts nobody, and whoever is found not at all', async () => {
    const viewer = clinician();
    const closed = await known('RQM');
    for (let each = 0; each < 10; each++) expect(await ask(find, viewer, start, closed.person)).toEqual(miss);
    expect((await ask(find, viewer, start)).code).toBe('SEARCH_TOO_OFTEN');

    const other = clinician();
    const open = await known('RYJ');
    for (let each = 0; each < 40; each++) expect((await ask(find, other, start, open.person)).id).toBe(open.patientId);
    expect(await ask(find, other, start)).toEqual(miss);
  });

  it('gains nothing by asking for many at once', async () => {
    const viewer = clinician();
    const asked = await Promise.all(Array.from({ length: 25 }, () => ask(find, viewer, start)));
    expect(asked.filter(({ code }) => code === null)).toHaveLength(10);
    expect(asked.filter(({ code }) => code === 'SEARCH_TOO_OFTEN')).toHaveLength(15);
  });

  it('stops nobody else', async () => {
    await misses(clinician(), 12, start);
    expect(await ask(find, clinician(), start)).toEqual(miss);
  });

  it('alerts the privacy officer once for a burst, and again for the next', async () => {
    const viewer = clinician();
    const before = await alerts();
    await misses(viewer, 10, start);
    expect(await alerts()).toBe(before);
    await misses(viewer, 5, minute(1));
    expect(await alerts()).toBe(before + 1);
    await misses(viewer, 10, minute(12));
    await misses(viewer, 5, minute(13));
    expect(await alerts()).toBe(before + 2);
  });

  it('is in the access log, refused searches too, without a number or date of birth', async () => {
    const viewer = clinician();
    await misses(viewer, 12, start);
    const logged = await refusals(viewer);
    expect(logged).toHaveLength(12);
    expect(logged.slice(0, 10).every(({ action, reason }) => action === 'refused' && reason === null)).toBe(true);
    expect(logged.slice(10).every(({ action, reason }) => action === 'refused' && reason === 'Too many searches without a result')).toBe(true);
    expect(JSON.stringify(logged)).not.toMatch(/9990000018|1931-01-01/);
    const { rows } = await service.query<Record<string, unknown>>('select * from search_miss where account_id = $1', [viewer.accountId]);
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(['account_id', 'at', 'id']);
  });

  it('keeps nothing longer than a day', async () => {
    const viewer = clinician();
    await misses(viewer, 3, start);
    await ask(find, viewer, minute(1500));
    const { rows } = await service.query('select at from search_miss where account_id = $1', [viewer.accountId]);
    expect(rows).toHaveLength(1);
  });
});

describe('REG-6 a session that was launched for one patient', () => {
  const launched = (input: Person, viewer: Viewer, now = start) => sharing.commands['find-launched']?.(input, { requestId: randomUUID(), viewer, now });
  const open = async (id: string, viewer: Viewer) => pick(await run({ query: 'query ($id: ID!) { patient(id: $id) { id } }', variables: { id } }, { requestId: randomUUID(), viewer, now: start }), 'data', 'patient', 'id');

  it('finds the record through the doors that stand open to the person', async () => {
    const { patientId, person } = await known('RYJ');
    expect(await launched(person, clinician())).toEqual({ patientId, open: true });
    expect(await launched(person, clinician({ organisation: 'RAS' }))).toEqual({ patientId, open: false });
    expect(await launched(nobody, clinician())).toEqual({ patientId: '00000000-0000-0000-0000-000000000000', open: false });
    await expect(launched(person, { ...clinician(), kind: 'patient' })).rejects.toMatchObject({ code: 'PROFESSIONALS_ONLY' });
  });

  it('counts no search: the system names the patient', async () => {
    const viewer = clinician();
    for (let each = 0; each < 15; each++) await launched(nobody, viewer);
    expect(await ask(find, viewer, start)).toEqual(miss);
  });

  it('opens that patient and no other, by whatever way', async () => {
    const [one, other] = [await known('RYJ'), await known('RYJ')];
    const viewer = clinician({ onlyPatientId: one.patientId });
    expect(await open(one.patientId, viewer)).toBe(one.patientId);
    expect(await open(other.patientId, viewer)).toBeUndefined();
    expect(await ask(find, viewer, start, one.person)).toMatchObject({ id: one.patientId });
    const refused = await ask(find, viewer, start, other.person);
    expect(refused).toMatchObject({ id: null, code: 'ONE_PATIENT_ONLY' });
    expect(await ask(find, viewer, start)).toEqual(refused);
    expect(await ask(emergency, viewer, start, other.person)).toMatchObject({ id: null, code: 'ONE_PATIENT_ONLY' });
    // What was refused has opened no emergency door either.
    expect(await open(other.patientId, { ...viewer, onlyPatientId: other.patientId, organisation: 'R1K' })).toBeUndefined();
  });

  it('opens the one patient in an emergency when no other door does', async () => {
    const { patientId, person } = await known('RQM');
    const viewer = clinician({ onlyPatientId: patientId });
    expect(await open(patientId, viewer)).toBeUndefined();
    expect(await ask(emergency, viewer, start, person)).toMatchObject({ id: patientId });
    expect(await open(patientId, viewer)).toBe(patientId);
  });

  it('opens nothing for a patient whom the exchange does not know', async () => {
    const { patientId, person } = await known('RYJ');
    const viewer = clinician({ onlyPatientId: '00000000-0000-0000-0000-000000000000' });
    expect(await open(patientId, viewer)).toBeUndefined();
    expect(await ask(find, viewer, start, person)).toMatchObject({ code: 'ONE_PATIENT_ONLY' });
  });
});
