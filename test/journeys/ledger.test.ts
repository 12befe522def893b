import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitPlainly } from '../fixtures/sample-messages.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

const samples = resolve(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data');
const present = ['hl7v2', 'fhir'].every((folder) => existsSync(join(samples, folder)));

describe.skipIf(!present)(`ING-1 ING-3 ING-4 cie ledger${present ? '' : ' (skipped: sample data not present)'}`, () => {
  let exchange: ExchangeClient;
  let own: Inside;
  beforeAll(() => {
    exchange = sharedExchange();
    own = inside(exchange);
  });
  afterAll(() => own.close());

  it('accounts for every sample: each is applied, held with a reason or refused with a reason, and the totals agree', { timeout: 180_000 }, async () => {
    const { code, output } = await exchange.cie('ledger', samples);
    expect(code).toBe(0);
    const lines = output.trim().split('\n');
    const rows = lines.slice(0, -3).map((line) => {
      const [file = '', event = '', outcome = '', reasonCode = '', ...reason] = line.split(/ {2,}/);
      return { file, event, outcome, reasonCode, reason: reason.join(' ') };
    });
    expect(rows.filter(({ outcome }) => !['applied', 'held', 'refused'].includes(outcome))).toEqual([]);
    const withoutReason = rows.filter(({ outcome, reasonCode, reason }) => outcome !== 'applied' && !(/^[a-z0-9-]+$/.test(reasonCode) && /\S{3}.*\S/.test(reason)));
    expect(withoutReason).toEqual([]);
    // Counted without the exchange's own tokeniser.
    const files = readdirSync(join(samples, 'hl7v2'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:hl7s?|txt)$/.test(name));
    const sent = files.flatMap((name) => splitPlainly(readFileSync(join(samples, 'hl7v2', name))));
    const hl7 = rows.filter(({ event }) => !event.startsWith('FHIR'));
    expect(hl7).toHaveLength(sent.length);
    expect(sent.length).toBe(219);
    const fhirFiles = readdirSync(join(samples, 'fhir'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:json|xml)$/.test(name));
    expect(new Set(rows.filter(({ event }) => event.startsWith('FHIR')).map(({ file }) => file)).size).toBe(fhirFiles.length);

    const count = (outcome: string, of: readonly { outcome: string }[]): number => of.filter((row) => row.outcome === outcome).length;
    expect(lines.at(-3)).toBe(`HL7 v2: received 219 = applied ${count('applied', hl7)} + held ${count('held', hl7)} + refused ${count('refused', hl7)}`);
    expect(lines.at(-1)).toBe(`received ${rows.length} = applied ${count('applied', rows)} + held ${count('held', rows)} + refused ${count('refused', rows)}`);
    expect(count('applied', rows) + count('held', rows) + count('refused', rows)).toBe(rows.length);
    expect(count('applied', hl7)).toBeGreaterThan(100);
    expect(rows.map(({ reasonCode }) => reasonCode)).not.toContain('room-error');
    console.info(lines.slice(-3).join('\n'));
  });

  it('says the same when it is run again, and adds nothing (abuse case 54)', { timeout: 180_000 }, async () => {
    const before = await own.account();
    const first = await exchange.cie('ledger', samples);
    expect(await own.account()).toEqual(before);
    expect((await exchange.cie('ledger', samples)).output).toBe(first.output);
  });
});
