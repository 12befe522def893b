import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppointments } from './start.ts';

let server: RoomServer;
let room: Room;
let feed: Client;
beforeAll(async () => {
  server = await openRoomServer();
  room = await startAppointments(server.settings);
  feed = await server.connect('appointments', 'feed');
});
afterAll(async () => {
  await feed.end();
  await room.close();
});

const now = new Date('2026-06-15T12:00:00Z');
const sign = (patient: string, more: Partial<PassContent> = {}): string => server.sign({ room: 'appointments', patient, ...more });
const see = (patientId: string, selection: string, more: Partial<PassContent> = {}) => readPatient(room, { patientId, pass: sign(patientId, more), selection, now });

async function tell(patientId: string, event: string, { sent = '20260301120000', clinic = '' } = {}): Promise<void> {
  const text = `MSH|^~\\&|A|F|C|C|${sent}||SIU^${event}|1|P|2.4\rSCH|P1|F1|||||||||^^^202607010900\rPID|1\rAIG|1||^^^${clinic}\rAIS|1||${clinic}^${clinic}\r`;
  expect(await room.commands['apply']?.({ id: randomUUID(), patientId, recordIds: [patientId], organisation: 'RYJ', assigningAuthorities: [], receivedAt: now.toISOString(), text })).toEqual({ outcome: 'applied' });
}
async function booked(patientId: string): Promise<string> {
  await tell(patientId, 'S12');
  return String(pick(await see(patientId, 'appointments { edges { node { id } } }'), 'appointments', 'edges', 0, 'node', 'id'));
}
const move = (patientId: string, id: string, label: string, more: Partial<PassContent> = {}) =>
  changeRecord(room, {
    patientId, now, pass: `${sign(patientId, more)} ${sign(patientId, { purpose: 'move-appointment', ...more })}`,
    declares: '$id: ID!, $label: PrivacyLabel!', variables: { id, label }, selection: 'moveAppointment(appointmentId: $id, label: $label) { id label }',
  });
/** A request as its page writes it before the hospital has it; whatever label a statement names, it has that of its appointment. */
const ask = (patientId: string, id: string) =>
  feed.query(
    `insert into appointment_request (patient_id, id, organisation, label, appointment_id, author_id, kind, asked_at, state_at, state)
     values ($1, $2, 'RYJ', 0, $3, $2, 'cancel', now(), now(), 'not-sent')`, [patientId, randomUUID(), id]);

async function labels(patient: string): Promise<number[][]> {
  const of = async (table: string): Promise<number[]> => (await feed.query<{ label: number }>(`select distinct label from ${table} where patient_id = $1`, [patient])).rows.map(({ label }) => label);
  return [await of('appointment'), await of('appointment_request')];
}

describe('ACS-1, APT-1 the patient moves an appointment to another label', () => {
  it('with what was asked about it before and after', async () => {
    const [asked, moved] = [randomUUID(), randomUUID()];
    const [one, other] = [await booked(asked), await booked(moved)];
    await ask(asked, one);
    expect(await move(asked, one, 'MENTAL_HEALTH')).toEqual({ moveAppointment: { id: one, label: 'MENTAL_HEALTH' } });
    await move(moved, other, 'MENTAL_HEALTH');
    await ask(moved, other);
    for (const patient of [asked, moved]) expect(await labels(patient)).toEqual([[Label.mentalHealth], [Label.mentalHealth]]);
    expect(await see(asked, `appointment(id: "${one}") { label labelHistory { label by } }`)).toEqual({
      appointment: { label: 'MENTAL_HEALTH', labelHistory: [{ label: 'GENERAL', by: 'RULE' }, { label: 'MENTAL_HEALTH', by: 'PATIENT' }] },
    });
  });

  it('and readers without the label do not find it any more; others learn nothing of what it was', async () => {
    const patient = randomUUID();
    const id = await booked(patient);
    await move(patient, id, 'SOCIAL_CARE');
    const asked = `appointments { edges { node { id } } pageInfo { endCursor } } appointment(id: "${id}") { id label labelHistory { label } } appointmentCalendar(detail: GENERAL)`;
    const blind = await see(patient, asked, { door: 'invited', labels: [Label.general] });
    expect(blind).toMatchObject({ appointments: { edges: [], pageInfo: { endCursor: null } }, appointment: null });
    expect(blind['appointmentCalendar']).not.toContain(id);
    expect(await see(patient, asked, { door: 'invited' })).toMatchObject({ appointment: { id, label: 'SOCIAL_CARE', labelHistory: null } });
  });

  it.each([['a change', 'S14'], ['another time', 'S13'], ['a cancellation', 'S15'], ['a booking anew', 'S12']])('and the hospital does not move it back: %s', async (_what, event) => {
    for (const [chosen, stored] of [['SEXUAL_HEALTH', Label.sexualHealth], ['GENERAL', Label.general]] as const) {
      const patient = randomUUID();
      const id = await booked(patient);
      await move(patient, id, 'SOCIAL_CARE');
      await move(patient, id, chosen);
      await tell(patient, event, { sent: '20260302120000', clinic: 'Psychiatry' });
      expect((await labels(patient))[0]).toEqual([stored]);
    }
  });

  it('and nobody else does (abuse case 11), nor the patient what is deleted or not theirs', async () => {
    const [patient, other] = [randomUUID(), randomUUID()];
    const [id, others] = [await booked(patient), await booked(other)];
    await expect(move(patient, id, 'SOCIAL_CARE', { door: 'proxy' })).rejects.toMatchObject({ code: 'CHANGE_NOT_ALLOWED' });
    for (const none of [others, randomUUID(), 'F1']) await expect(move(patient, none, 'SOCIAL_CARE')).rejects.toMatchObject({ code: 'APPOINTMENT_UNKNOWN' });
    await tell(patient, 'S17', { sent: '20260302120000' });
    await expect(move(patient, id, 'SOCIAL_CARE')).rejects.toMatchObject({ code: 'APPOINTMENT_UNKNOWN' });
    expect((await labels(patient))[0]).toEqual([Label.general]);
  });

  it('a label is one of four', async () => {
    const patient = randomUUID();
    await booked(patient);
    for (const label of [-1, 4]) await expect(feed.query('update appointment set label = $2 where patient_id = $1', [patient, label])).rejects.toThrow(/one_of_four_labels/);
    for (const label of [0, 3]) expect((await feed.query('update appointment set label = $2 where patient_id = $1', [patient, label])).rowCount).toBe(1);
  });
});
