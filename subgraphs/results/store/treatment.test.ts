import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
beforeAll(async () => {
  test = await openTestRoom();
});
afterAll(() => test.close());

const newest = (patientIds: readonly unknown[]) => test.room.commands['treatment']?.({ patientIds });

describe('REG-3 results say when each organisation last had to do with a person', () => {
  it('by the time of issue, waiting and labelled results too, for all records of a person', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await test.file(one, { issuedAt: '20170301090000', filler: 'A' });
    await test.file(one, { issuedAt: '20260301090000', filler: 'B', section: 'RAD' });
    await test.file(other, { issuedAt: '20190701090000', filler: 'C', organisation: 'RAS', specialty: '360' });
    expect(await newest([one, other])).toEqual(expect.arrayContaining([
      { organisation: 'RYJ', at: '2026-03-01T09:00:00.000Z' },
      { organisation: 'RAS', at: '2019-07-01T08:00:00.000Z' },
    ]));
    expect(await newest([other])).toEqual([{ organisation: 'RAS', at: '2019-07-01T08:00:00.000Z' }]);
    expect(await newest([randomUUID()])).toEqual([]);
  });

  it('refuses what is no list', async () => {
    await expect(newest([1])).rejects.toMatchObject({ code: 'COMMAND_INPUT_INVALID' });
  });
});
