import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childOrder, germ, medicine, type ChildPlan } from '../testing/child-order.ts';
import type { OruPlan } from '../testing/oru-message.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
beforeAll(async () => {
  test = await openTestRoom();
});
afterAll(() => test.close());

interface Shown {
  readonly reports: { readonly edges: readonly { readonly node: {
    readonly code: string;
    readonly cultures: readonly { readonly organism: string; readonly sensitivities: readonly { readonly antibiotic: string; readonly interpretation: string }[] }[];
    readonly observations: readonly { readonly code: string; readonly value: string | null; readonly status: string; readonly susceptibility: string | null; readonly flag: string | null }[];
  } }[] };
}

/** What a reader meets: each report with its germs and their medicines, and the plain tests with their status. */
async function shown(patient: string): Promise<readonly string[]> {
  const { patient: found, errors } = await test.ask<Shown>(patient, 'reports { edges { node { code cultures { organism sensitivities { antibiotic interpretation } } observations { code value status susceptibility flag } } } }');
  expect(errors).toEqual([]);
  return found.reports.edges.flatMap(({ node }) => [
    node.code,
    ...node.cultures.map(({ organism, sensitivities }) => [organism, ...sensitivities.map(({ antibiotic, interpretation }) => `${antibiotic} ${interpretation}`)].join(', ')),
    ...node.observations.map((each) => [each.code, each.value ?? '-', each.status, each.susceptibility, each.flag].filter((part) => part !== null).join(' ')),
  ]);
}

const at = (hour: number): string => `20260401${String(hour).padStart(2, '0')}0000`;
const parent = (more: OruPlan = {}): OruPlan => ({ service: 'URC^Urine culture^L', section: 'MB', issuedAt: at(10), lines: [germ('Escherichia coli'), germ('Proteus mirabilis', '2')], ...more });
/** The culture with child orders in the same message, issued at one hour. */
const whole = (hour: number, ...children: readonly (readonly string[])[]): OruPlan => parent({ issuedAt: at(hour), sentAt: at(hour), lines: [germ('Escherichia coli'), ...children.flat()] });
/** A message that holds nothing but a child order. */
const alone = (lines: readonly string[], plan: ChildPlan & { hour: number }): OruPlan => {
  const [obr = '', ...tests] = childOrder(lines, { issuedAt: at(plan.hour), ...plan });
  const [, , , filler = '', service = ''] = obr.split('|').slice(0, 5);
  return { filler, service, issuedAt: at(plan.hour), status: plan.status ?? 'F', lines: tests, after26: obr.split('|').slice(26).join('|') };
};

async function fileAll(...plans: readonly OruPlan[]): Promise<string> {
  const patient = randomUUID();
  for (const plan of plans) expect(await test.file(patient, plan)).toEqual({ outcome: 'applied' });
  return patient;
}

describe('RES-1 ING-2 medicines that are tested in an order of their own', () => {
  const both = [medicine('GEN', 'S'), medicine('AMX', 'S'), medicine('TRI', 'R')];

  it.each([
    ['one medicine', [medicine('TRI', 'S', { status: 'C' })], 'TRI SUSCEPTIBLE'],
    ['the medicines the other way round', [medicine('TRI', 'S', { status: 'C' }), medicine('AMX', 'S'), medicine('GEN', 'S')], 'TRI SUSCEPTIBLE'],
    ['one medicine as withdrawn', [medicine('TRI', 'R', { status: 'D' })], null],
  ])('stay one each when a correction sends %s', async (_name, lines, corrected) => {
    const patient = await fileAll(whole(10, childOrder(both)), whole(11, childOrder(lines, { issuedAt: at(11), status: 'C' })));
    const kept = ['Escherichia coli', 'GEN SUSCEPTIBLE', 'AMX SUSCEPTIBLE', ...(corrected === null ? [] : [corrected])].join(', ');
    expect(await shown(patient)).toEqual(['URC', kept, ...(corrected === null ? ['TRI - WITHDRAWN'] : [])]);
  });

  it('keep apart by their own OBX-4', async () => {
    const patient = await fileAll(whole(10, childOrder([medicine('GEN', 'S', { subId: 'disc' }), medicine('GEN', 'R', { subId: 'strip' })])));
    expect(await shown(patient)).toEqual(['URC', 'Escherichia coli, GEN SUSCEPTIBLE, GEN RESISTANT']);
  });

  it.each([
    ['the newer counts', '20260401120000', 'F', 'GEN RESISTANT'],
    ['an older one does not', '20260401090000', 'F', 'GEN SUSCEPTIBLE'],
    ['a preliminary one does not', '20260401120000', 'P', 'GEN SUSCEPTIBLE'],
  ])('of two orders that tried one medicine on one germ: %s', async (_name, issuedAt, status, told) => {
    const patient = await fileAll(whole(11, childOrder([medicine('GEN', 'S')], { issuedAt: at(11) }), childOrder([medicine('GEN', 'R', { status })], { filler: 'F102', issuedAt })));
    expect(await shown(patient)).toEqual(['URC', `Escherichia coli, ${told}`]);
  });

  it('leave the germ to the culture when they repeat it', async () => {
    const patient = await fileAll(whole(10, childOrder([germ('E. coli', ''), medicine('GEN', 'S')])));
    expect(await shown(patient)).toEqual(['URC', 'Escherichia coli, GEN SUSCEPTIBLE']);
  });

  it.each([
    ['X', 'CANCELLED'],
    ['D', 'WITHDRAWN'],
    ['W', 'WITHDRAWN'],
  ])('go with their order when it says %s without a word on them, and only with theirs', async (status, told) => {
    const second = childOrder([medicine('AMX', 'R')], { filler: 'F102' });
    const patient = await fileAll(whole(10, childOrder([medicine('GEN', 'S')]), second), whole(11, childOrder([], { issuedAt: at(11), status }), second));
    expect(await shown(patient)).toEqual(['URC', 'Escherichia coli, AMX RESISTANT', `GEN - ${told}`]);
  });

  it('go with their order when they themselves say final', async () => {
    const patient = await fileAll(whole(10, childOrder([medicine('GEN', 'S'), medicine('AMX', 'S', { status: 'X' })], { status: 'X' })));
    expect(await shown(patient)).toEqual(['URC', 'ORG Escherichia coli FINAL', 'GEN - CANCELLED', 'AMX S CANCELLED']);
  });
});

describe('RES-1 ING-2 an order whose parent came in an earlier message', () => {
  it('is filed below its germ, and leaves the rest of the report as it stands', async () => {
    const patient = await fileAll(parent({ lines: [germ('Escherichia coli'), germ('Proteus mirabilis', '2'), 'OBX|3|NM|WCC^White cells^L||7|10*6/L|||||F'] }), alone([medicine('GEN', 'R')], { hour: 12, germ: '2' }));
    expect(await shown(patient)).toEqual(['URC', 'Proteus mirabilis, GEN RESISTANT', 'ORG Escherichia coli FINAL', 'WCC 7 FINAL']);
  });

  it('takes its medicines along when it is cancelled without a word on them', async () => {
    const patient = await fileAll(parent(), alone([medicine('GEN', 'R')], { hour: 12 }), alone([], { hour: 13, status: 'X' }));
    expect(await shown(patient)).toEqual(['URC', 'ORG Escherichia coli FINAL', 'ORG Proteus mirabilis FINAL', 'GEN - CANCELLED']);
  });

  it.each<[string, OruPlan[], Partial<ChildPlan>]>([
    ['has not come', [], {}],
    ['is another order', [parent()], { parent: 'F999' }],
    ['has no such germ', [parent()], { germ: '3' }],
    ['was withdrawn', [parent(), parent({ issuedAt: at(11), status: 'D', lines: [germ('', '1', 'D')] })], {}],
  ])('is held, and files nothing, when the parent %s', async (_name, before, plan) => {
    const patient = await fileAll(...before);
    const standing = await shown(patient);
    expect(await test.file(patient, alone([medicine('GEN', 'R')], { hour: 12, ...plan }))).toMatchObject({ outcome: 'held', code: 'reference-unresolved' });
    expect(await shown(patient)).toEqual(standing);
  });

  it('is filed by a replay once the parent has come', async () => {
    const patient = randomUUID();
    const child = { ...alone([medicine('GEN', 'R')], { hour: 12 }), id: randomUUID() };
    expect(await test.file(patient, child)).toMatchObject({ outcome: 'held' });
    await test.file(patient, whole(10));
    expect(await test.file(patient, child)).toEqual({ outcome: 'applied' });
    expect(await shown(patient)).toEqual(['URC', 'Escherichia coli, GEN RESISTANT']);
  });
});

describe('abuse case 57: a withdrawn test', () => {
  it('keeps neither value nor flag nor judgement', async () => {
    const patient = await fileAll(
      { issuedAt: at(10), lines: ['OBX|1|NM|K^Potassium^L||7.1|mmol/L|3.5 - 5.3|HH|||F', 'OBX|2|ST|GEN^Gentamicin^L||S|||S|||F'] },
      { issuedAt: at(11), status: 'C', lines: ['OBX|1|NM|K^Potassium^L||7.1|mmol/L|3.5 - 5.3|HH|||D', 'OBX|2|ST|GEN^Gentamicin^L||S|||S|||X'] },
    );
    expect(await shown(patient)).toEqual(['UE', 'K - WITHDRAWN', 'GEN S CANCELLED']);
  });
});
