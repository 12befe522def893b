import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CieError } from '@cie/kit/errors.ts';
import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { openGatewayPool } from './gateway-pool.ts';
import { fhirLedger, type FhirLedgerPlan, type LedgerRow } from './ledger-fhir.ts';
import { hl7Ledger } from './ledger-hl7.ts';

/**
 * Sends every sample below a folder (CIE_SAMPLE_DATA when none is named) to a running exchange, HL7 v2 over MLLP and FHIR over HTTP,
 * and prints a line for each message with what became of it, then the account: nothing that was sent is missing from it. Throws
 * USAGE, LEDGER_INCOMPLETE and what the exchange throws.
 */
export async function run([folder = process.env['CIE_SAMPLE_DATA'], ...more]: readonly string[], settings: Settings): Promise<void> {
  if (folder === undefined || more.length > 0 || !existsSync(folder)) throw new CieError('USAGE', 'Name the folder of samples, or set CIE_SAMPLE_DATA: npm run cie -- ledger <folder>');
  const database = await openGatewayPool(settings);
  try {
    const [hl7, fhir] = ['hl7v2', 'fhir'].map((name) => join(folder, name));
    const rows = [
      ...(hl7 !== undefined && existsSync(hl7) ? await hl7Ledger({ folder: hl7, database, host: required(settings, 'CIE_MLLP_HOST'), port: requiredNumber(settings, 'CIE_MLLP_PORT', 1, 65_535) }) : []),
      ...(fhir !== undefined && existsSync(fhir) ? await fhirLedger({ folder: fhir, database, post: (request) => post(required(settings, 'CIE_PUBLIC_URL'), request) }) : []),
    ];
    print(rows);
  } finally {
    await database.end();
  }
}

/** Whose the FHIR samples are taken to be: they name no system of this sandbox themselves. */
const SAMPLES_SENDER = 'RAS';

async function post(publicUrl: string, { method, path, contentType, body }: Parameters<FhirLedgerPlan['post']>[0]): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${publicUrl}${path}`, { method, headers: { 'content-type': contentType, 'x-cie-sender': SAMPLES_SENDER }, body: new Uint8Array(body) });
  const text = await answer.text();
  return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text };
}

function print(rows: readonly LedgerRow[]): void {
  const cells = rows.map(({ file, event, outcome, code, reason }) => [file, event, outcome, code, reason]);
  const widths = [0, 1, 2, 3].map((column) => Math.min(60, Math.max(0, ...cells.map((row) => row[column]?.length ?? 0))));
  for (const row of cells) console.info(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  const count = (outcome: LedgerRow['outcome'], of = rows): number => of.filter((row) => row.outcome === outcome).length;
  for (const [name, of] of [['HL7 v2', rows.filter(({ event }) => !event.startsWith('FHIR'))], ['FHIR', rows.filter(({ event }) => event.startsWith('FHIR'))]] as const) {
    console.info(`${name}: received ${of.length} = applied ${count('applied', of)} + held ${count('held', of)} + refused ${count('refused', of)}`);
  }
  console.info(`received ${rows.length} = applied ${count('applied')} + held ${count('held')} + refused ${count('refused')}`);
}
