import { randomUUID } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';

let room: Room;
/** The administrator's connection, to make accounts as they come out of registration. */
let database: Client;

beforeAll(async () => {
  const server = await openRoomServer();
  room = await startIdentity(server.settings);
  database = new Client({ ...server.administrator, database: 'cie_identity' });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await room.close();
});

async function makeAccount(values: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const row = { kind: 'patient', issuer: 'exchange', subject: randomUUID(), name: 'Test Person', email: `${randomUUID()}@example.net`, mobile: '07700900111', language: 'pl', ...values };
  const names = Object.keys(row);
  const { rows } = await database.query<{ id: string }>(
    `insert into account (${names.join(', ')}) values (${names.map((_name, index) => `$${index + 1}`).join(', ')}) returning id`, Object.values(row));
  return rows[0]?.id ?? '';
}

async function makePatient(nhsNumber: string): Promise<string> {
  const id = randomUUID();
  await database.query("insert into patient (id, nhs_number, birth_date, family_name) values ($1, $2, '1970-01-01', 'Person') on conflict do nothing", [id, nhsNumber]);
  return (await database.query<{ id: string }>('select id from patient where nhs_number = $1', [nhsNumber])).rows[0]?.id ?? '';
}

const run = (command: string, input: object, accountId: string | null = null): Promise<unknown> => {
  const access: AccessContext = { requestId: 'test', viewer: accountId === null ? null : { ...testViewer, accountId }, now: new Date() };
  const found = room.commands[command];
  if (found === undefined) throw new Error(`no command ${command}`);
  return found(input, access);
};

const close = (id: string): Promise<unknown> =>
  database.query("update account set closed_at = now(), closed_because = 'opted-out', subject = 'closed ' || id, email = null, mobile = null where id = $1", [id]);

describe('MSG-1 where messages to a person go', () => {
  it('is looked up by account or by record', async () => {
    const patientId = await makePatient('9991999027');
    const email = `${randomUUID()}@example.net`;
    const id = await makeAccount({ patient_id: patientId, email });
    const contact = { email, mobile: '07700900111', language: 'pl' };
    expect(await run('contact-of', { accountId: id })).toEqual(contact);
    expect(await run('contact-of', { patientId })).toEqual(contact);
  });

  it('is of the account that the person used last, and of no professional', async () => {
    const patientId = await makePatient('9991999035');
    await makeAccount({ patient_id: patientId, issuer: 'nhs-login', signed_in_at: '2026-01-01' });
    const email = `${randomUUID()}@example.net`;
    await makeAccount({ patient_id: patientId, email, signed_in_at: '2026-02-01' });
    await makeAccount({ patient_id: patientId, kind: 'professional', issuer: 'test-staff', signed_in_at: '2026-03-01' });
    expect(await run('contact-of', { patientId })).toMatchObject({ email });
  });

  it('ACC-5 is found by any record of the person, as long as the records are joined', async () => {
    const [retired, surviving] = [await makePatient('9991999051'), await makePatient('9991999078')];
    const id = await makeAccount({ patient_id: retired });
    expect(await run('contact-of', { patientId: surviving })).toBeNull();
    const merge = randomUUID();
    await database.query("insert into record_merge (id, retired_id, surviving_id, made_at, basis, made_by) values ($1, $2, $3, now(), 'message', 'test')", [merge, retired, surviving]);
    expect(await run('contact-of', { patientId: surviving })).toEqual(await run('contact-of', { accountId: id }));
    await database.query("update record_merge set undone_at = now(), undone_by = 'test', undone_basis = 'message' where id = $1", [merge]);
    expect(await run('contact-of', { patientId: surviving })).toBeNull();
  });

  it('ACC-3 is nobody’s once the account is closed', async () => {
    const patientId = await makePatient('9991999043');
    const id = await makeAccount({ patient_id: patientId });
    await close(id);
    expect(await run('contact-of', { accountId: id })).toBeNull();
    expect(await run('contact-of', { patientId })).toBeNull();
    expect(await run('contact-of', { accountId: randomUUID() })).toBeNull();
  });

  it('refuses a question about nobody', async () => {
    await expect(run('contact-of', {})).rejects.toMatchObject({ code: 'COMMAND_INPUT_INVALID' });
  });
});

describe('MSG-1 the language of messages', () => {
  it('is the signed-in person’s to choose', async () => {
    const [mine, other] = [await makeAccount(), await makeAccount()];
    expect(await run('message-language', {}, mine)).toEqual({ language: 'pl' });
    await run('choose-message-language', { language: 'ar' }, mine);
    expect(await run('message-language', {}, mine)).toEqual({ language: 'ar' });
    expect(await run('message-language', {}, other)).toEqual({ language: 'pl' });
  });

  it('is one that messages are written in', async () => {
    const mine = await makeAccount();
    await expect(run('choose-message-language', { language: 'tlh' }, mine)).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN' });
  });

  it('needs somebody who is signed in, to an account that is open', async () => {
    const closed = await makeAccount();
    await close(closed);
    for (const who of [null, closed, randomUUID()]) {
      await expect(run('message-language', {}, who)).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' });
      await expect(run('choose-message-language', { language: 'pl' }, who)).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' });
    }
  });
});
