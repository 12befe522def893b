import { randomUUID } from 'node:crypto';
import type { ResolveOutcome } from '@cie/kit/feed.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';
import { newNhsNumber } from '../testing/registration-harness.ts';

let room: Room;
beforeAll(async () => {
  room = await startIdentity({ ...(await openRoomServer()).settings, CIE_SANDBOX: 'yes' });
});
afterAll(() => room.close());

/** An ADT message of the visit; `sent` is the day of October 2026 on which it was sent. */
async function send(event: string, nhsNumber: string, sent: number, { visit = 'V1', admitted = '', id = randomUUID() } = {}): Promise<ResolveOutcome> {
  const pv1 = Array.from({ length: 45 }, (_each, index) => ({ 0: 'PV1', 2: 'I', 3: 'Ward 7', 19: visit, 44: admitted })[index] ?? '').join('|');
  const text = `MSH|^~\\&|A|F|C|C|202610${String(sent).padStart(2, '0')}1200||ADT^${event}|1|P|2.4\rEVN||20261001\rPID|1||${nhsNumber}^^^NHS^NH||Young^Anna||19700131\r${pv1}`;
  // A command's answer is unknown to the gateway's types; `resolve` answers with an outcome.
  return (await room.commands['resolve']?.({ id, organisation: 'RYJ', assigningAuthorities: ['RYJ'], receivedAt: '2026-11-01T00:00:00.000Z', text }, null)) as ResolveOutcome;
}

async function treatedAt(outcome: ResolveOutcome): Promise<unknown> {
  if (outcome.outcome !== 'resolved') throw new Error(outcome.code);
  return room.commands['treatment']?.({ patientIds: [outcome.patientId] }, null);
}

describe('ING-1 REG-3 encounters follow the ADT events of their visit', () => {
  it('A11 cancels an admission, which then counts for nothing, also when the admission comes again or late', async () => {
    const nhsNumber = newNhsNumber();
    const admission = await send('A01', nhsNumber, 2);
    expect(await treatedAt(admission)).toEqual([{ organisation: 'RYJ', at: '2026-09-30T23:00:00.000Z' }]);
    const cancelled = await send('A11', nhsNumber, 3);
    expect(await treatedAt(cancelled)).toEqual([]);
    expect(await treatedAt(await send('A01', nhsNumber, 2))).toEqual([]);
    expect(await treatedAt(await send('A01', nhsNumber, 4))).toHaveLength(1);
  });

  it('A11 that is applied twice cancels once (abuse case 54)', async () => {
    const nhsNumber = newNhsNumber();
    const id = randomUUID();
    await send('A11', nhsNumber, 3, { id });
    await send('A01', nhsNumber, 4);
    expect(await treatedAt(await send('A11', nhsNumber, 3, { id }))).toHaveLength(1);
  });

  it('another visit still counts', async () => {
    const nhsNumber = newNhsNumber();
    await send('A01', nhsNumber, 2, { visit: 'V1' });
    await send('A04', nhsNumber, 3, { visit: 'V2' });
    expect(await treatedAt(await send('A11', nhsNumber, 4, { visit: 'V1' }))).toHaveLength(1);
  });

  it('A05 counts as a visit that is to come, and A02, A03, A12 and A13 keep it', async () => {
    const nhsNumber = newNhsNumber();
    await send('A05', nhsNumber, 2, { admitted: '20270301' });
    for (const [index, event] of ['A02', 'A12', 'A03', 'A13', 'A08'].entries()) {
      expect(await treatedAt(await send(event, nhsNumber, 3 + index))).toEqual([{ organisation: 'RYJ', at: '2027-03-01T00:00:00.000Z' }]);
    }
  });

  it('without a visit number, A11 cancels the admission of that time, and is held when none is known', async () => {
    const nhsNumber = newNhsNumber();
    await send('A01', nhsNumber, 2, { visit: '', admitted: '202610010930' });
    expect(await send('A11', nhsNumber, 3, { visit: '', admitted: '202609010930' })).toMatchObject({ outcome: 'held', code: 'encounter-unknown' });
    expect(await send('A11', newNhsNumber(), 3, { visit: '', admitted: '202610010930' })).toMatchObject({ outcome: 'held', code: 'encounter-unknown' });
    expect(await treatedAt(await send('A11', nhsNumber, 3, { visit: '', admitted: '202610010930' }))).toEqual([]);
  });
});
