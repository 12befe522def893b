import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import type { TakenNotice } from '@cie/kit/notices/notice.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundRequest } from '@cie/kit/outbound-request.ts';
import { startAppointments } from './start.ts';

let server: RoomServer;
let room: Room;
let patientId: string;
const now = new Date('2026-06-15T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const access = (time: Date) => ({ requestId: 'test', viewer: null, now: time });

beforeAll(async () => {
  server = await openRoomServer();
  room = await startAppointments(server.settings);
});
afterAll(() => room.close());
beforeEach(async () => {
  patientId = randomUUID();
  // What earlier tests asked for is not of this one.
  await take(later(-1_000_000));
  const feed = await server.connect('appointments', 'feed');
  await feed.query("update appointment_request set state = 'not-sent'");
  await feed.query('delete from notice');
  await feed.end();
  await tell('S12', { start: '202607010900' });
});

async function tell(event: string, { start = '', sent = '20260301120000', receivedAt = now.toISOString(), rest = '' } = {}): Promise<void> {
  const text = `MSH|^~\\&|A|F|C|C|${sent}||SIU^${event}|1|P|2.4\rSCH|P1|F1|||||||||^^^${start}\rPID|1\r${rest}`;
  expect(await room.commands['apply']?.({ id: randomUUID(), patientId, recordIds: [patientId], organisation: 'RYJ', assigningAuthorities: [], receivedAt, text })).toEqual({ outcome: 'applied' });
}

/** Names neither hospital nor clinic (MSG-1). */
const letter = { kind: 'message', to: { accountId: testViewer.accountId, by: 'email' }, template: 'appointment-answer', values: {} };

const take = async (time: Date, organisations = ['RYJ']) => (await room.commands['take-outbound']?.({ organisations }, access(time))) as OutboundRequest[];
const settle = (id: string, outcome: object, time: Date) => room.commands['settle-outbound']?.({ id, ...outcome }, access(time));

async function shown(): Promise<{ id: string; status: string; request: { kind: string; state: string } | null; noRequest: string | null }> {
  const pass = server.sign({ room: 'appointments', patient: patientId });
  const read = await readPatient(room, { patientId, pass, selection: 'appointments { edges { node { id status request { kind state } noRequest } } }', now });
  // The selection above was answered.
  return pick(read, 'appointments', 'edges', 0, 'node') as Awaited<ReturnType<typeof shown>>;
}

/** Letters that wait for the author of this test's requests; taking them puts them on a lease. */
const told = async () => {
  // The command of the kit's store.
  const taken = (await room.commands['take-notices']?.({ kinds: ['message'] }, access(new Date()))) as readonly TakenNotice[] | undefined;
  return taken?.map(({ notice }) => notice);
};

const state = async () => (await shown()).request?.state;

interface Asking {
  readonly pass?: string;
  readonly input?: object;
}

async function ask({ pass, input = {} }: Asking = {}): Promise<unknown> {
  const { id } = await shown();
  const purpose = 'request-appointment-change';
  const made = await changeRecord(room, {
    patientId, now,
    pass: pass ?? [server.sign({ room: 'appointments', patient: patientId }), server.sign({ room: 'appointments', purpose, patient: patientId })].join(' '),
    declares: '$input: AppointmentChangeInput!',
    variables: { input: { appointmentId: id, kind: 'CANCEL', ...input } },
    selection: 'requestAppointmentChange(input: $input) { status request { kind state } noRequest }',
  });
  return made['requestAppointmentChange'];
}

describe('APT-1 a request to the booking team', () => {
  it('waits, goes out once under one control id, is acknowledged, and is done when the hospital cancels', async () => {
    await take(now);
    expect(await shown()).toMatchObject({ status: 'BOOKED', request: null, noRequest: null });
    expect(await ask({ input: { reason: 'On holiday' } })).toEqual({ status: 'BOOKED', request: { kind: 'CANCEL', state: 'WAITING' }, noRequest: 'ASKED' });
    const [sent, ...others] = await take(later(1));
    expect(others).toEqual([]);
    expect(sent).toMatchObject({ attempts: 0, patientId, organisation: 'RYJ', placerId: 'P1', fillerId: 'F1', start: new Date('2026-07-01T08:00:00Z'), kind: 'cancel', reason: 'On holiday', phone: null });
    expect(sent?.controlId).toMatch(/^CIE[0-9A-F]{16}$/);
    expect(await state()).toBe('SENT');
    // Its lease holds others off; then it is given out again, the same.
    expect(await take(later(1.5))).toEqual([]);
    expect(await take(later(4))).toMatchObject([{ attempts: 1, controlId: sent?.controlId }]);
    await settle(sent?.id ?? '', { result: 'acknowledged' }, later(4));
    expect(await take(later(60))).toEqual([]);
    expect(await shown()).toMatchObject({ status: 'BOOKED', request: { state: 'ACKNOWLEDGED' }, noRequest: 'ASKED' });
    await tell('S15', { sent: '20260615131000', receivedAt: later(10).toISOString() });
    expect(await shown()).toMatchObject({ status: 'CANCELLED', request: { state: 'DONE' }, noRequest: 'CANCELLED' });
    expect(await told()).toEqual([letter]);
  });

  it('is answered by another time, and leaves room for the next one', async () => {
    await take(now);
    await ask({ input: { kind: 'MOVE', wishes: 'Any Tuesday', phone: '020 7946 0000' } });
    expect(await take(later(1))).toMatchObject([{ kind: 'move', wishes: 'Any Tuesday', phone: '020 7946 0000' }]);
    await tell('S13', { start: '202607070900', sent: '20260615131000', receivedAt: later(10).toISOString() });
    expect(await shown()).toMatchObject({ status: 'BOOKED', request: { kind: 'MOVE', state: 'DONE' }, noRequest: null });
    expect(await take(later(60))).toEqual([]);
    expect(await ask()).toMatchObject({ request: { kind: 'CANCEL', state: 'WAITING' } });
  });

  it('waits again after a failed try, and is given up by the gateway or after a day: the patient is told to call', async () => {
    await take(now);
    await ask();
    const [first] = await take(later(1));
    await settle(first?.id ?? '', { result: 'retry', at: later(30).toISOString() }, later(2));
    expect(await state()).toBe('WAITING');
    expect(await take(later(29))).toEqual([]);
    expect(await take(later(31))).toMatchObject([{ id: first?.id, attempts: 1 }]);
    await settle(first?.id ?? '', { result: 'dead', code: 'AR' }, later(32));
    expect(await shown()).toMatchObject({ request: { state: 'NOT_SENT' }, noRequest: null });
    expect(await told()).toEqual([letter]);
    await ask();
    // The hospital was taken off the list meanwhile.
    expect(await take(later(60), [])).toEqual([]);
    expect(await shown()).toMatchObject({ request: { state: 'WAITING' }, noRequest: 'ASKED' });
    await take(later(25 * 60), []);
    expect(await shown()).toMatchObject({ request: { state: 'NOT_SENT' }, noRequest: 'PHONE' });
    expect(await told()).toEqual([letter]);
  });

  it('is one at a time, however many come at once', async () => {
    await take(now);
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => ask()));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(answers.flatMap((each) => (each.status === 'rejected' ? [pick(each.reason, 'code')] : []))).toEqual(Array.from({ length: 5 }, () => 'REQUEST_OPEN'));
    expect(await take(later(1))).toHaveLength(1);
  });

  it('keeps what the hospital said when the answer to the message comes late', async () => {
    await take(now);
    await ask();
    const [sent] = await take(later(1));
    await tell('S15', { sent: '20260615131000', receivedAt: later(2).toISOString() });
    await settle(sent?.id ?? '', { result: 'acknowledged' }, later(3));
    expect(await state()).toBe('DONE');
  });
});

describe('APT-1 a booking team is not asked again and again', () => {
  it('three times in a day at the most', async () => {
    await take(now);
    for (const minutes of [1, 2, 3]) {
      await ask();
      const [sent] = await take(later(minutes));
      await settle(sent?.id ?? '', { result: 'dead', code: 'AR' }, later(minutes));
    }
    await expect(ask()).rejects.toMatchObject({ code: 'REQUEST_TOO_OFTEN' });
    expect(await take(later(5))).toEqual([]);
  });
});

describe('ACS-2 only a write pass for this purpose lets a request in', () => {
  const purpose = 'request-appointment-change';
  it('refuses a read pass, another person, another author, a label that is not shared', async () => {
    await take(now);
    const read = server.sign({ room: 'appointments', patient: patientId });
    const refused = [
      read,
      [read, server.sign({ room: 'appointments', purpose, patient: randomUUID() })].join(' '),
      [read, server.sign({ room: 'appointments', purpose, patient: patientId, labels: [Label.sexualHealth] })].join(' '),
      [read, server.sign({ room: 'appointments', purpose, patient: patientId, organisations: ['RAS'] })].join(' '),
      [read, server.sign({ room: 'appointments', purpose, patient: patientId, viewer: randomUUID() })].join(' '),
    ];
    for (const pass of refused) await expect(ask({ pass })).rejects.toThrow('row-level security');
    // What the viewer may not see is not there to be changed.
    await expect(ask({ pass: server.sign({ room: 'appointments', purpose, patient: patientId }) })).rejects.toMatchObject({ code: 'APPOINTMENT_UNKNOWN' });
    await expect(ask({ input: { appointmentId: 'x' } })).rejects.toMatchObject({ code: 'APPOINTMENT_UNKNOWN' });
    expect(await state()).toBeUndefined();
  });

  it('gives the service no way to the queue, nor to the state of a request', async () => {
    const client = await server.connect('appointments', 'service');
    try {
      await client.query('select set_config($1, $2, false)', ['cie.pass', [server.sign({ room: 'appointments', patient: patientId }), server.sign({ room: 'appointments', purpose, patient: patientId })].join(' ')]);
      for (const sql of ["update appointment_request set state = 'done'", 'insert into outbound_message (request_id) values (gen_random_uuid())', 'select 1 from outbound_message', "insert into outbound_route values ('RYJ')", 'delete from appointment_request']) {
        await expect(client.query(sql)).rejects.toThrow('permission denied');
      }
    } finally {
      await client.end();
    }
  });
});
