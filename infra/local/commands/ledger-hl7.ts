import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Pool } from 'pg';
import type { LedgerRow } from './ledger-fhir.ts';
import { readMessageFiles } from './message-files.ts';

export interface Hl7LedgerPlan {
  readonly folder: string;
  readonly database: Pick<Pool, 'query'>;
  readonly host: string;
  readonly port: number;
}

/** Longest that what was sent may stay queued, in milliseconds. */
const PATIENCE = 120_000;
/** A sender sends again what got no answer; so does this one, this many times. */
const MOST_ROUNDS = 10;

interface InboxRow {
  readonly sha: string;
  readonly event: string;
  readonly state: string;
  readonly code: string | null;
  readonly reason: string | null;
}

/**
 * Sends every HL7 v2 sample to the exchange and accounts for each message by what the inbox says of its bytes: applied, held with
 * its reason, or refused with its reason (ING-1, ING-4). Throws LEDGER_INCOMPLETE when a message is nowhere.
 */
export async function hl7Ledger({ folder, database, host, port }: Hl7LedgerPlan): Promise<readonly LedgerRow[]> {
  const messages = readMessageFiles([folder]).map((each) => ({ ...each, sha: createHash('sha256').update(each.bytes).digest('hex') }));
  let inbox = new Map<string, InboxRow>();
  for (let round = 1; round <= MOST_ROUNDS && !messages.every(({ sha }) => inbox.has(sha)); round++) {
    if (round > 1) await sleep(1000);
    await send(messages.filter(({ sha }) => !inbox.has(sha)).map(({ bytes }) => bytes), { host, port, isLast: round === MOST_ROUNDS });
    inbox = await settledRows(database, messages.map(({ sha }) => sha));
  }
  return messages.map(({ file, sha }): LedgerRow => {
    const row = inbox.get(sha);
    if (row === undefined || row.state === 'queued') throw new CieError('LEDGER_INCOMPLETE', `A message of ${file} is not in the inbox, or still waits. Run the ledger again.`);
    const outcome = row.state === 'applied' || row.state === 'refused' ? row.state : 'held';
    return { file, event: row.event, outcome, code: row.code ?? (outcome === 'applied' ? '' : row.state), reason: row.reason ?? '' };
  });
}

async function send(messages: readonly Uint8Array[], { host, port, isLast }: { host: string; port: number; isLast: boolean }): Promise<void> {
  try {
    await sendOverMllp({ host, port, messages, onAnswer: () => undefined });
  } catch (error) {
    // The connection may end at one message; the others are sent again, and the last fault is told.
    if (isLast || !(error instanceof CieError) || error.code === 'MLLP_UNREACHABLE') throw error;
  }
}

/** What the inbox holds of these bytes, once none of it waits to be applied. */
async function settledRows(database: Pick<Pool, 'query'>, shas: readonly string[]): Promise<Map<string, InboxRow>> {
  for (const end = Date.now() + PATIENCE; ; await sleep(50)) {
    const { rows } = await database.query<InboxRow>(
      `select distinct on (sha256) encode(sha256, 'hex') as sha, event, state, code, reason from feed_message
       where format = 'hl7v2' and corrects is null and sha256 in (select decode(sha, 'hex') from unnest($1::text[]) as sha) order by sha256, seq desc`,
      [shas],
    );
    if (Date.now() > end || rows.every(({ state }) => state !== 'queued')) return new Map(rows.map((row) => [row.sha, row]));
  }
}
