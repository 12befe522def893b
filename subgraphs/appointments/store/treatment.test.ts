import { randomUUID } from 'node:crypto';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppointments } from '../start.ts';

let room: Room;
beforeAll(async () => {
  room = await startAppointments((await openRoomServer()).settings);
});
afterAll(() => room.close());

async function book(patientId: string, organisation: string, start: string, event = 'S12', filler: string = randomUUID()): Promise<void> {
  const text = `MSH|^~\\&|A|F|C|C|20260301120000||SIU^${event}|1|P|2.4\rSCH||${filler}|||||||||^^^${start}\rPID|1\r`;
  await room.commands['apply']?.({ id: randomUUID(), patientId, recordIds: [patientId], organisation, assigningAuthorities: [], receivedAt: '2026-11-01T00:00:00.000Z', text });
}

describe('REG-3 appointments say when each organisation last had to do with a person', () => {
  it('any of them: past, to come, cancelled; for all records of a person', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await book(one, 'RYJ', '201612010900');
    await book(one, 'RYJ', '202701010900');
    await book(other, 'RQM', '201801010000', 'S12', 'F1');
    await book(other, 'RQM', '201801010000', 'S15', 'F1');
    expect(await room.commands['treatment']?.({ patientIds: [one, other] })).toEqual(expect.arrayContaining([
      { organisation: 'RYJ', at: '2027-01-01T09:00:00.000Z' },
      { organisation: 'RQM', at: '2018-01-01T00:00:00.000Z' },
    ]));
    expect(await room.commands['treatment']?.({ patientIds: [randomUUID()] })).toEqual([]);
  });
});
