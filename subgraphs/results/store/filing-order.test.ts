import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
beforeAll(async () => {
  test = await openTestRoom();
});
afterAll(() => test.close());

describe('ING-2 filings of one person take turns', () => {
  it.each([['of a new report', 0], ['of a known report', 1]])('so that of eight corrections %s at the same moment each sees the one before: one report, one value, the newest', async (_what, known) => {
    const [patient, order] = [randomUUID(), randomUUID()];
    const file = (value: number) => test.file(patient, {
      filler: order, issuedAt: `2026040110${String(value).padStart(2, '0')}`, sentAt: `2026040111${String(value).padStart(2, '0')}`, status: 'C', lines: [`OBX|1|NM|K^Potassium^L||${value}|mmol/L|||||C`],
    });
    if (known === 1) await file(10);
    // Whatever their order, none may be lost between reading and writing.
    expect(await Promise.all(Array.from({ length: 8 }, (_, index) => file(11 + index)))).toEqual(Array.from({ length: 8 }, () => ({ outcome: 'applied' })));
    const feed = await test.server.connect('results', 'feed');
    try {
      const { rows } = await feed.query('select (select count(*)::int from report where patient_id = $1) as reports, (select count(*)::int from observation where patient_id = $1) as tests, (select value from observation where patient_id = $1) as value', [patient]);
      expect(rows).toEqual([{ reports: 1, tests: 1, value: '18' }]);
    } finally {
      await feed.end();
    }
  });
});
