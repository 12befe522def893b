import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCarried } from '@cie/gateway/feeds/fhir/fhir-types.ts';
import { readFhirRequest, readRoot, type FhirPiece, type FhirTarget } from '@cie/gateway/feeds/fhir/read-fhir-request.ts';
import { eventOf } from '@cie/gateway/feeds/fhir/fhir-message.ts';
import { FhirRefused } from '@cie/kit/fhir/fhir-refused.ts';
import type { Pool } from 'pg';

/** What became of one message of one file. */
export interface LedgerRow {
  readonly file: string;
  /** `FHIR Bundle/message`, `FHIR Observation`; of a batch, one line an entry. */
  readonly event: string;
  readonly outcome: 'applied' | 'held' | 'refused';
  /** Why it is held or refused; '' for what was applied. */
  readonly code: string;
  readonly reason: string;
}

export interface FhirLedgerPlan {
  /** Folder with samples; those below it count too. */
  readonly folder: string;
  readonly database: Pick<Pool, 'query'>;
  /** Sends one file as a hospital would; resolves with the HTTP status and what the answer says. */
  post(request: { readonly method: 'POST' | 'PUT'; readonly path: string; readonly contentType: string; readonly body: Buffer }): Promise<{ readonly status: number; readonly body: unknown }>;
}

/** Longest that what was sent may stay queued, in milliseconds. */
const PATIENCE = 120_000;

/**
 * Sends every FHIR sample to the exchange, what others refer to first, and accounts for each message: applied, held with its
 * reason, or refused with its reason (ING-3, ING-4).
 */
export async function fhirLedger({ folder, database, ...exchange }: FhirLedgerPlan): Promise<readonly LedgerRow[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:json|xml)$/.test(name)).toSorted();
  const samples = files.map((file) => readSample(folder, file)).toSorted((one, other) => one.rank - other.rank);
  const rows: (LedgerRow | Open)[] = [];
  for (const { file, body, contentType, target, messages } of samples) {
    const path = ['/fhir', target.type, target.id].filter((part) => part !== null).join('/');
    const answer = await exchange.post({ method: target.method, path, contentType, body });
    const refusals = refusalsIn(answer.body);
    if (answer.status >= 400) rows.push({ file, event: nameOf(target, messages), outcome: 'refused', ...refusalOf(messages, answer) });
    else for (const [index, message] of messages.entries()) {
      if (message instanceof FhirRefused) rows.push({ file, event: 'FHIR Bundle/batch entry', outcome: 'refused', code: message.code, reason: message.message });
      else if (refusals[index] !== undefined) rows.push({ file, event: eventOf(message), outcome: 'refused', code: refusals[index].code, reason: refusals[index].reason });
      else rows.push({ file, event: eventOf(message), sha256: createHash('sha256').update(message.bytes).digest() });
    }
  }
  return settle(database, rows);
}

interface Open {
  readonly file: string;
  readonly event: string;
  readonly sha256: Buffer;
}

interface Sample {
  readonly file: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly target: FhirTarget;
  /** The messages that the exchange should make of it. */
  readonly messages: readonly (FhirPiece | FhirRefused)[];
  readonly rank: number;
}

function readSample(folder: string, file: string): Sample {
  const body = readFileSync(join(folder, file));
  const base: FhirTarget = { method: 'POST', type: null, id: null };
  if (file.endsWith('.xml')) return { file, body, contentType: 'application/fhir+xml', target: base, messages: [], rank: 0 };
  const root = readRoot(body);
  const id = root.text('id');
  const target: FhirTarget = root.type === 'Bundle' ? base : id === null ? { ...base, type: root.type } : { method: 'PUT', type: root.type, id };
  const rank = isCarried(root.type) ? 1 : root.type === 'Patient' ? 2 : root.type === 'Observation' ? 3 : 4;
  return { file, body, contentType: 'application/fhir+json', target, messages: messagesOf(body, target), rank };
}

function messagesOf(body: Buffer, target: FhirTarget): readonly (FhirPiece | FhirRefused)[] {
  try {
    const request = readFhirRequest(body, readRoot(body), target);
    return request.kind === 'one' ? [request.piece] : request.entries;
  } catch (error) {
    if (error instanceof FhirRefused) return [error];
    throw error;
  }
}

function nameOf({ type }: FhirTarget, [message]: readonly (FhirPiece | FhirRefused)[]): string {
  return message === undefined || message instanceof FhirRefused ? `FHIR ${type ?? ''}`.trim() : eventOf(message);
}

function refusalOf([message]: readonly (FhirPiece | FhirRefused)[], { status, body }: { readonly status: number; readonly body: unknown }): { code: string; reason: string } {
  const code = message instanceof FhirRefused ? message.code : `http-${status}`;
  return { code, reason: issuesIn(body).join(' ') };
}

/** Refused entries of a batch response, by their place. */
function refusalsIn(body: unknown): readonly ({ readonly code: string; readonly reason: string } | undefined)[] {
  const entries = valueOf(body, 'type') === 'batch-response' ? valueOf(body, 'entry') : [];
  return (Array.isArray(entries) ? entries : []).map((entry: unknown) => {
    const response = valueOf(entry, 'response');
    const status = String(valueOf(response, 'status')).slice(0, 3);
    return Number(status) < 400 ? undefined : { code: `http-${status}`, reason: issuesIn(valueOf(response, 'outcome')).join(' ') };
  });
}

function issuesIn(outcome: unknown): readonly string[] {
  const issues = valueOf(outcome, 'issue');
  return (Array.isArray(issues) ? issues : []).map((issue: unknown) => String(valueOf(issue, 'diagnostics')));
}

function valueOf(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}

/** Waits until the exchange has done with what was stored, and says what became of it. */
async function settle(database: Pick<Pool, 'query'>, rows: readonly (LedgerRow | Open)[]): Promise<readonly LedgerRow[]> {
  const open = rows.filter((row) => 'sha256' in row).map(({ sha256 }) => sha256);
  for (const end = Date.now() + PATIENCE; ; ) {
    const { rows: found } = await database.query<{ sha: string; state: string; code: string | null; reason: string | null }>(
      "select distinct on (sha256) encode(sha256, 'hex') as sha, state, code, reason from feed_message where format = 'fhir' and sha256 = any ($1) order by sha256, seq desc",
      [open],
    );
    if (found.some(({ state }) => state === 'queued') && Date.now() < end) {
      await sleep(50);
      continue;
    }
    const states = new Map(found.map((row) => [row.sha, row]));
    return rows.map((row): LedgerRow => {
      if (!('sha256' in row)) return row;
      const { state, code, reason } = states.get(row.sha256.toString('hex')) ?? { state: 'lost', code: 'lost', reason: 'The inbox does not hold it.' };
      return { file: row.file, event: row.event, outcome: state === 'applied' ? 'applied' : state === 'refused' ? 'refused' : 'held', code: code ?? (state === 'applied' ? '' : state), reason: reason ?? '' };
    });
  }
}
