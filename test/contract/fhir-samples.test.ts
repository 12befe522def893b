import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fhirLedger, type LedgerRow } from '@cie/local/commands/ledger-fhir.ts';
import { listOf, textOf } from '../setup/answers.ts';
import { startFhirExchange, type FhirExchange } from '../setup/fhir-exchange.ts';

const samples = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'fhir');
const present = existsSync(samples);
const files = present ? readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:json|xml)$/.test(name)) : [];

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

interface SentTest {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly range: string;
}

/** The numbers of a bundle as their text, read without the exchange's own reader. */
function sentTests(file: string): { nhsNumber: string; tests: SentTest[] } {
  const bundle: unknown = JSON.parse(readFileSync(join(samples, file), 'utf8'), (_key, value: unknown, { source }) => (typeof value === 'number' ? source : value));
  const resources = listOf(pick(bundle, 'entry')).map((entry) => pick(entry, 'resource'));
  const patient = resources.find((each) => pick(each, 'resourceType') === 'Patient');
  const nhsNumber = listOf(pick(patient, 'identifier')).map((each) => textOf(pick(each, 'value'))).find((each) => /^\d{10}$/.test(each)) ?? '';
  const tests = resources.filter((each) => pick(each, 'valueQuantity') !== undefined).map((each) => {
    const [range] = listOf(pick(each, 'referenceRange') ?? []);
    const [low, high] = ['low', 'high'].map((bound) => pick(range, bound, 'value'));
    const shown = low !== undefined && high !== undefined ? `${textOf(low)} - ${textOf(high)}` : low !== undefined ? `≥ ${textOf(low)}` : high !== undefined ? `≤ ${textOf(high)}` : '';
    return {
      name: textOf(pick(listOf(pick(each, 'code', 'coding'))[0], 'display')),
      value: `${textOf(pick(each, 'valueQuantity', 'comparator'))}${textOf(pick(each, 'valueQuantity', 'value'))}`,
      unit: textOf(pick(each, 'valueQuantity', 'unit')),
      range: textOf(pick(range, 'text')) || shown,
    };
  });
  return { nhsNumber, tests };
}

describe.skipIf(!present)(`ING-3 FHIR samples${present ? '' : ' (skipped: sample data not present)'}`, () => {
  let exchange: FhirExchange;
  let rows: readonly LedgerRow[] = [];
  const ledger = () => fhirLedger({
    folder: samples, database: exchange.inbox.pool,
    post: async ({ method, path, contentType, body }) => await exchange.send(body.toString('utf8'), { method, url: path, headers: { 'content-type': contentType } }),
  });

  beforeAll(async () => {
    exchange = await startFhirExchange({ maxBytes: 20 * 1024 * 1024 });
    rows = await ledger();
  }, 120_000);
  afterAll(() => exchange.close());

  it('each of the 249 files is accounted for: applied, or held or refused with a reason', () => {
    expect(files).toHaveLength(249);
    expect(new Set(rows.map(({ file }) => file))).toEqual(new Set(files));
    for (const row of rows.filter(({ outcome }) => outcome !== 'applied')) {
      expect(row).toEqual({ ...row, code: matching(/^[a-z0-9]+(?:-[a-z0-9]+)+$/), reason: matching(/^.{20,}/s) });
    }
    expect(rows.map(({ code }) => code)).not.toContain('room-error');
    const count = (outcome: LedgerRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
    console.info(`FHIR samples: ${files.length} files, ${rows.length} messages: applied ${count('applied')}, held ${count('held')}, refused ${count('refused')} (XML ${rows.filter(({ file }) => file.endsWith('.xml')).length})`);
    expect(count('applied')).toBeGreaterThan(70);
    expect(rows.filter(({ file }) => file.endsWith('.xml')).every(({ code }) => code === 'http-415')).toBe(true);
  });

  it('ING-4 the inbox agrees: accepted = applied + held', async () => {
    await exchange.settled();
    const { rows: [account] } = await exchange.inbox.pool.query<{ accepted: number; applied: number; held: number }>(
      `select count(*)::int as accepted, count(*) filter (where state = 'applied')::int as applied, count(*) filter (where state = 'held')::int as held from feed_message where acknowledged = 'AA'`);
    expect(account).toEqual({ accepted: (account?.applied ?? 0) + (account?.held ?? 0), applied: rows.filter(({ outcome }) => outcome === 'applied').length, held: rows.filter(({ outcome }) => outcome === 'held').length });
  });

  it('54: all of them once more change nothing', async () => {
    // Other tests use these databases too: only what is about the samples' people counts.
    const people = (await exchange.rooms.sql<{ id: string }>('identity', "select id from patient where nhs_number in ('9727710638', '9912003888', '9476719931')")).map(({ id }) => id);
    expect(people).toHaveLength(3);
    const count = (table: string) => `(select count(*)::int from ${table} where patient_id = any ($1::uuid[])) as ${table}`;
    const tables = async () => await Promise.all([
      exchange.rooms.sql('results', `select ${['report', 'observation', 'observation_version', 'care_item'].map(count).join(', ')}`, [people]),
      exchange.rooms.sql('documents', `select ${['document', 'document_content'].map(count).join(', ')}`, [people]),
      exchange.rooms.sql('appointments', `select ${count('appointment')}`, [people]),
      exchange.inbox.pool.query<{ messages: number }>('select count(*)::int as messages from feed_message').then((answer) => answer.rows),
    ]);
    const before = await tables();
    const again = await ledger();
    expect(await tables()).toEqual(before);
    expect(again).toEqual(rows);
  }, 60_000);

  const pathology = files.filter((file) => file.startsWith('nhs-england-json/Pathology-Bundle-') && file.includes('-Report-'));

  it.each(pathology.map((file) => [basename(file)]))('RES-1 %s shows value, unit and range of each test as sent', async (name) => {
    const { nhsNumber, tests } = sentTests(`nhs-england-json/${name}`);
    const record = await exchange.read(nhsNumber, 'reports(first: 50) { edges { node { observations { name value unit referenceRange } } } }');
    const shown = listOf(pick(record, 'reports', 'edges')).flatMap((edge) => listOf(pick(edge, 'node', 'observations')))
      .map((each) => ({ name: textOf(pick(each, 'name')), value: textOf(pick(each, 'value')), unit: textOf(pick(each, 'unit')), range: textOf(pick(each, 'referenceRange')) }));
    for (const test of tests) expect(shown).toContainEqual(test);
    expect(name.includes('HBsAg') || tests.length > 0).toBe(true);
  });

  it('RES-1 a qualitative result is shown by its words', async () => {
    const record = await exchange.read(sentTests('nhs-england-json/Pathology-Bundle-HBsAg-Report-Example.json').nhsNumber, 'reports(first: 50) { edges { node { observations { value } } } }');
    expect(JSON.stringify(record)).toMatch(/"value":"[A-Z][a-z]+ ?[a-z]*"/);
  });
});
