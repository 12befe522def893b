import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
beforeAll(async () => {
  test = await openTestRoom();
});
afterAll(() => test.close());

interface Told {
  readonly reports: {
    readonly edges: readonly { readonly node: { readonly name: string; readonly plainName: string | null; readonly observations: readonly Record<string, unknown>[] } }[];
  };
}
const fields = 'reports { edges { node { name plainName about observations { name plainName about correction earlier { value at atText direction } } } } }';

/** What is told of the tests in the newest report. */
async function newest(patient: string, pass = {}): Promise<readonly Record<string, unknown>[]> {
  const { patient: found, errors } = await test.ask<Told>(patient, fields, pass);
  expect(errors).toEqual([]);
  return found.reports.edges[0]?.node.observations ?? [];
}

const potassium = (value: string, day: string, unit = 'mmol/L', system = 'L') => `OBX|1|NM|K^Potassium^${system}||${value}|${unit}|3.5 - 5.3||||F|||${day}`;
const sodium = (value: string, day: string) => `OBX|2|NM|NA^Sodium^L||${value}|mmol/L|||||F|||${day}`;

async function history(patient: string): Promise<void> {
  await test.file(patient, { filler: 'A', issuedAt: '202601101000', lines: [potassium('4.5', '20260110'), sodium('139', '20260110')] });
  await test.file(patient, { filler: 'B', issuedAt: '202602101000', lines: [potassium('4.1', '20260210')] });
  await test.file(patient, { filler: 'C', issuedAt: '202603101000', lines: [potassium('3.9', '20260310'), sodium('141', '20260310')] });
}

describe('RES-1 what is told of a test beside its value', () => {
  it('names it in plain words and says what it measures', async () => {
    const patient = randomUUID();
    await test.file(patient, { service: 'UE^Urea and electrolytes^L', lines: [potassium('4.1', '20260401'), 'OBX|2|NM|ZZ^Zebra factor^L||1||||||F'] });
    const { patient: found } = await test.ask<Told>(patient, fields);
    expect(found.reports.edges[0]?.node).toMatchObject({
      name: 'Urea and electrolytes',
      plainName: 'Kidney and salts test',
      observations: [
        { name: 'Potassium', plainName: 'Potassium', about: 'A salt that your heart, nerves and muscles need to work.', earlier: null, correction: null },
        { name: 'Zebra factor', plainName: null, about: null },
      ],
    });
  });

  it('compares with the result before, whichever report it stands in', async () => {
    const patient = randomUUID();
    await history(patient);
    expect(await newest(patient)).toMatchObject([
      { name: 'Potassium', earlier: { value: '4.1', at: '2026-02-10T00:00:00.000Z', atText: '2026-02-10', direction: 'LOWER' } },
      { name: 'Sodium', earlier: { value: '139', at: '2026-01-10T00:00:00.000Z', direction: 'HIGHER' } },
    ]);
  });

  it.each([
    ['in another unit', potassium('160', '20260320', 'mg/L')],
    ['coded by another system', potassium('4.4', '20260320', 'mmol/L', 'LN')],
    ['of words', 'OBX|1|TX|K^Potassium^L||See note.|mmol/L|||||F|||20260320'],
    ['that was withdrawn', 'OBX|1|NM|K^Potassium^L||9.9|mmol/L|||||D|||20260320'],
    ['of the same sample', potassium('9.9', '20260325')],
  ])('not with a result %s (RES-2: units are never joined)', async (_what, line) => {
    const patient = randomUUID();
    await history(patient);
    await test.file(patient, { filler: 'D', issuedAt: '202603201000', lines: [line] });
    await test.file(patient, { filler: 'E', issuedAt: '202603251000', lines: [potassium('4.0', '20260325')] });
    expect(await newest(patient)).toMatchObject([{ earlier: { value: '3.9', direction: 'HIGHER' } }]);
  });

  it.each([
    ['L', null, [['RYJ', 1], ['RQM', 1]]],
    ['LN', { value: '4.5' }, [[null, 2]]],
  ])('with another organisation only where the code means one test everywhere (RES-2): %s', async (system, earlier, points) => {
    const patient = randomUUID();
    await test.file(patient, { organisation: 'RQM', filler: 'A', issuedAt: '202601101000', lines: [potassium('4.5', '20260110', 'mmol/L', system)] });
    await test.file(patient, { filler: 'B', issuedAt: '202602101000', lines: [potassium('4.1', '2026021009', 'mmol/L', system)] });
    expect(await newest(patient)).toMatchObject([{ earlier }]);
    const { patient: found } = await test.ask<{ trend: readonly { organisation: { odsCode: string } | null; points: readonly unknown[] }[] }>(patient, 'trend(code: "K") { organisation { odsCode } points { text preliminary } }');
    expect(found.trend.map((each) => [each.organisation?.odsCode ?? null, each.points.length])).toEqual(points);
  });

  it('says what stood before where it is no number', async () => {
    const patient = randomUUID();
    await test.file(patient, { filler: 'A', issuedAt: '202601101000', lines: [potassium('<3', '20260110')] });
    await test.file(patient, { filler: 'B', issuedAt: '202602101000', lines: [potassium('4.1', '20260210')] });
    expect(await newest(patient)).toMatchObject([{ earlier: { value: '<3', direction: null } }]);
  });

  it('tells what a correction changed', async () => {
    const patient = randomUUID();
    await test.file(patient, { lines: [potassium('4.1', '20260401')] });
    await test.file(patient, { issuedAt: '20260401113000', status: 'C', lines: ['OBX|1|NM|K^Potassium^L||5.1|mmol/L|3.5 - 5.1||||C|||20260401'] });
    expect(await newest(patient)).toMatchObject([{ correction: 'It was 4.1 mmol/L before. The usual range was 3.5 - 5.3 before.' }]);
  });
});

describe('RES-5 a comparison shows nothing that is hidden', () => {
  it('passes over what is inside its delay and what another label hides', async () => {
    const patient = randomUUID();
    await history(patient);
    const recently = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 8);
    await test.file(patient, { filler: 'D', section: 'RAD', issuedAt: `${recently(3)}1000`, lines: [potassium('7.7', recently(3))] });
    await test.file(patient, { filler: 'E', specialty: '360', issuedAt: `${recently(2)}1000`, lines: [potassium('8.8', recently(2))] });
    await test.file(patient, { filler: 'F', issuedAt: `${recently(1)}1000`, lines: [potassium('4.0', recently(1))] });
    const general = { labels: [Label.general] };
    expect(await newest(patient, general)).toMatchObject([{ earlier: { value: '3.9' } }]);
    expect(await newest(patient)).toMatchObject([{ earlier: { value: '8.8' } }]);
    expect(await newest(patient, { ...general, delayed: true })).toMatchObject([{ earlier: { value: '7.7' } }]);
    expect(await newest(patient, { ...general, organisations: ['RAS'] })).toEqual([]);
  });
});
