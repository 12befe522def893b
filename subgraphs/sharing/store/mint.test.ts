import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { Room } from '@cie/kit/room.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSharing } from '../start.ts';

let sharing: Room;
let service: Client;

beforeAll(async () => {
  const server: RoomServer = await openRoomServer();
  sharing = await startSharing({ ...server.settings, CIE_FINDER_KEY: randomBytes(32).toString('base64url') });
  service = await server.connect('sharing', 'service');
});
afterAll(() => Promise.all([service.end(), sharing.close()]));

async function loggedOf(patient: string): Promise<unknown> {
  const { rows } = await service.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq desc limit 1', [patient]);
  return JSON.parse(rows[0]?.body ?? 'null');
}

const opening = { door: 'self', labels: '0', organisations: '*', delayed: 'n' };
const request = (patient: string, rooms: string[], members = [patient]) => ({
  patient, entry: { areas: [] }, viewer: 'v', request: 'r', rooms, members: members.map((each) => ({ patient: each, openings: [opening] })),
});

describe('ACS-6 what the database insists on, whatever the service asks of it', () => {
  it('makes no pass that lives longer than 30 seconds', async () => {
    const wanted = [request(randomUUID(), ['results'])];
    const { rows } = await service.query<{ passes: string }>("select passes from pass.mint($1, now(), '1 year')", [JSON.stringify(wanted)]);
    const expiry = Number(rows[0]?.passes.split('|')[10]);
    expect(expiry).toBeGreaterThan(Date.now());
    expect(expiry).toBeLessThan(Date.now() + 31_000);
  });

  it('logs the rooms that passes were made for', async () => {
    const patient = randomUUID();
    const wanted = [request(patient, ['results', 'documents'])];
    await service.query("select passes from pass.mint($1, now(), '30 seconds')", [JSON.stringify(wanted)]);
    expect(await loggedOf(patient)).toMatchObject({ areas: ['results', 'documents'] });
  });

  it('opens a record under an entry in the log of the person it was joined to, and of nobody else (ACC-5)', async () => {
    const [patient, joined, foreign] = [randomUUID(), randomUUID(), randomUUID()];
    await sharing.commands['record-links']?.({ version: 1, groups: [{ survivingId: patient, patientIds: [patient, joined] }] }, { requestId: randomUUID(), viewer: null, now: new Date() });
    const { rows } = await service.query<{ passes: string }>("select passes from pass.mint($1, now(), '30 seconds')", [
      JSON.stringify([request(patient, ['results'], [patient, joined, foreign])]),
    ]);
    expect(rows[0]?.passes.split(' ').map((pass) => pass.split('|')[3])).toEqual([patient, joined]);
  });

  it("lets an entry say nothing else of its own place, patient and time", async () => {
    const patient = randomUUID();
    await service.query("select log_access($1, '2026-04-01T10:00:00Z', $2)", [patient, JSON.stringify({ patient: randomUUID(), seq: 7, at: 0, action: 'read' })]);
    expect(await loggedOf(patient)).toEqual({ patient, seq: 1, at: Date.UTC(2026, 3, 1, 10), action: 'read' });
  });
});
