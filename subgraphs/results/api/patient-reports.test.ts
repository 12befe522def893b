import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestRoom, testNow, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
beforeAll(async () => {
  test = await openTestRoom();
});
afterAll(() => test.close());

interface Listed {
  readonly reports: { readonly edges: readonly { readonly cursor: string; readonly node: Record<string, unknown> }[]; readonly pageInfo: unknown } | null;
}
const list = (more = '') => `reports${more} { edges { cursor node { id name issuedAt } } pageInfo { hasNextPage endCursor } }`;

/** Issue times relative to the time of the request, as HL7 writes them. */
const daysAgo = (days: number) => `${new Date(testNow.getTime() - days * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}+0000`;

describe('RES-1 reports of a patient', () => {
  it('tells a report with its tests', async () => {
    const patient = randomUUID();
    await test.file(patient, { lines: ['OBX|1|NM|K^Potassium^L||98.00|mmol/L|49 - 92|H|||F', 'NTE|1||Haemolysed'] });
    const { patient: found, errors } = await test.ask(
      patient,
      `reports { edges { node { kind code name status issuedAt collectedAt organisation { odsCode name } site author label corrected availableFrom text comments
        observations { code name value unit referenceRange low high flag status comments corrected previousValue observedAt } } } }`,
    );
    expect(errors).toEqual([]);
    expect(found).toEqual({
      reports: {
        edges: [
          {
            node: {
              kind: 'LABORATORY', code: 'UE', name: 'Urea and electrolytes', status: 'FINAL', label: 'GENERAL', corrected: false, availableFrom: null, text: null, comments: [],
              issuedAt: '2026-04-01T09:30:00.000Z', collectedAt: '2026-04-01T07:00:00.000Z',
              organisation: { odsCode: 'RYJ', name: 'Imperial College Healthcare NHS Trust' }, site: 'Charing Cross Hospital', author: 'Dr Ada Woodhouse',
              observations: [
                {
                  code: 'K', name: 'Potassium', value: '98.00', unit: 'mmol/L', referenceRange: '49 - 92', low: 49, high: 92, flag: 'HIGH', status: 'FINAL',
                  comments: ['Haemolysed'], corrected: false, previousValue: null, observedAt: '2026-04-01T07:00:00.000Z',
                },
              ],
            },
          },
        ],
      },
    });
  });

  it('pages by cursor, latest issue first, equal times included', async () => {
    const patient = randomUUID();
    for (const [filler, day] of [['A', '01'], ['B', '03'], ['C', '02'], ['D', '02'], ['E', '02']] as const) {
      await test.file(patient, { filler, service: `${filler}^${filler}^L`, issuedAt: `202604${day}1030` });
    }
    const names: unknown[] = [];
    let after = '';
    for (const hasNextPage of [true, true, false]) {
      const page: Listed = (await test.ask<Listed>(patient, list(`(first: 2${after})`))).patient;
      const last = page.reports?.edges.at(-1)?.cursor ?? '';
      names.push(...(page.reports?.edges ?? []).map(({ node }) => node['name']));
      expect(page.reports?.pageInfo).toEqual({ hasNextPage, endCursor: last });
      after = `, after: "${last}"`;
    }
    expect(names[0]).toBe('B');
    expect(names[4]).toBe('A');
    expect(new Set(names).size).toBe(5);
  });

  it('filters by kind', async () => {
    const patient = randomUUID();
    await test.file(patient);
    const { patient: found } = await test.ask<Listed>(patient, list('(kind: RADIOLOGY)'));
    expect(found.reports?.edges).toEqual([]);
  });

  it.each([
    ['first: 0', 'PAGE_SIZE_INVALID'],
    ['first: -1', 'PAGE_SIZE_INVALID'],
    ['after: "x"', 'CURSOR_INVALID'],
    ['after: "WyJhIiwiYiJd"', 'CURSOR_INVALID'],
  ])('refuses %s', async (argument, code) => {
    const { patient: found, errors } = await test.ask<Listed>(randomUUID(), list(`(${argument})`));
    expect(found.reports).toBeNull();
    expect(errors.map((error) => error.extensions['code'])).toEqual([code]);
  });

  it.each(['no-such-id', '', '00000000-0000-0000-0000-000000000000', "' or 1=1 --"])('answers null for the id %j (abuse case 2)', async (id) => {
    const { patient: found, errors } = await test.ask(randomUUID(), `report(id: ${JSON.stringify(id)}) { id }`);
    expect([found, errors]).toEqual([{ report: null }, []]);
  });
});

describe('RES-2 trend', () => {
  it('joins one test over reports and leaves other units apart', async () => {
    const patient = randomUUID();
    await test.file(patient, { filler: 'A', issuedAt: '202603011030', lines: ['OBX|1|NM|K^Potassium^L||4.10|mmol/L|3.5-5.3||||F|||20260301'] });
    await test.file(patient, { filler: 'B', issuedAt: '202604011030', lines: ['OBX|1|NM|K^Potassium^L||<3|mmol/L|3.5-5.3|L|||F|||20260401'] });
    await test.file(patient, { filler: 'C', issuedAt: '202602011030', lines: ['OBX|1|NM|K^Potassium^L||160|mg/L|||||F|||20260201'] });
    const { patient: found } = await test.ask(patient, 'trend(code: "K") { code name unit low high points { value text flag } }');
    expect(found).toEqual({
      trend: [
        { code: 'K', name: 'Potassium', unit: 'mmol/L', low: 3.5, high: 5.3, points: [{ value: 4.1, text: '4.10', flag: null }, { value: null, text: '<3', flag: 'LOW' }] },
        { code: 'K', name: 'Potassium', unit: 'mg/L', low: null, high: null, points: [{ value: 160, text: '160', flag: null }] },
      ],
    });
  });
});

interface Seen extends Listed {
  readonly report: { readonly id: string; readonly text: string | null } | null;
  readonly trend: readonly unknown[];
  readonly waitingReports: readonly unknown[];
}

async function see(patient: string, id: string, pass = {}): Promise<Seen> {
  const fields = `${list()} report(id: "${id}") { id text } trend(code: "CXR") { code } waitingReports { kind organisation { odsCode } availableFrom }`;
  return (await test.ask<Seen>(patient, fields, pass)).patient;
}

async function idOf(patient: string): Promise<string> {
  const { patient: found } = await test.ask<Listed>(patient, list(), { delayed: true });
  return String(found.reports?.edges[0]?.node['id']);
}

// The database compares release times with its own clock, so these reports are as old as the real today makes them.
const realDaysAgo = (days: number) => `${new Date(Date.now() - days * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}+0000`;
const scan = (issuedAt: string) => ({ issuedAt, section: 'RAD', service: 'CXR^Chest X-ray^L', lines: ['OBX|1|TX|CXR^Chest X-ray^L||Lungs clear.||||||F'] });

describe('RES-3 and RES-5 a report inside its delay', () => {
  it('is absent for the patient, who is told that it waits; whole for a pass with delayed items', async () => {
    const patient = randomUUID();
    await test.file(patient, scan(realDaysAgo(27)));
    const id = await idOf(patient);

    const own = await see(patient, id);
    expect(own).toMatchObject({ reports: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } }, report: null, trend: [] });

    const professional = await see(patient, id, { delayed: true, door: 'invited' });
    expect(professional).toMatchObject({ reports: { edges: [{ node: { id } }] }, report: { id, text: 'Lungs clear.' } });
  });

  it('is there for everybody the day after its release', async () => {
    const patient = randomUUID();
    await test.file(patient, scan(realDaysAgo(29)));
    const id = await idOf(patient);
    expect(await see(patient, id)).toMatchObject({ reports: { edges: [{ node: { id } }] }, report: { id, text: 'Lungs clear.' } });
  });

  it('is announced with kind, organisation and day only while it waits', async () => {
    const patient = randomUUID();
    await test.file(patient, { ...scan(daysAgo(27)), filler: 'A' });
    await test.file(patient, { ...scan(daysAgo(29)), filler: 'B' });
    const { patient: found } = await test.ask(patient, 'waitingReports { kind organisation { odsCode } availableFrom }');
    expect(found).toEqual({ waitingReports: [{ kind: 'RADIOLOGY', organisation: { odsCode: 'RYJ' }, availableFrom: '2026-04-11T12:00:00.000Z' }] });
  });

  it('is not announced to a pass without its label', async () => {
    const patient = randomUUID();
    await test.file(patient, { ...scan(daysAgo(1)), specialty: '710' });
    const { patient: found } = await test.ask(patient, 'waitingReports { kind }', { labels: [Label.general] });
    expect(found).toEqual({ waitingReports: [] });
  });

  it('does not change pages of what is released', async () => {
    const patient = randomUUID();
    await test.file(patient, { filler: 'L', issuedAt: '20260201' });
    const before = await test.ask<Listed>(patient, list('(first: 1)'));
    await test.file(patient, { ...scan(realDaysAgo(1)), filler: 'R' });
    expect(await test.ask<Listed>(patient, list('(first: 1)'))).toEqual(before);
  });
});
