import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accountForMessages } from '@cie/gateway/feeds/held.store.ts';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { sampleMessage } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresAccount } from '../../infra/local/postgres-account.ts';
import { startFeedsAlone, type FeedsAlone } from '../setup/feeds-alone.ts';

/**
 * The largest a file of the database may become, in bytes: more than one segment of its write-ahead log. PostgreSQL takes a write past a
 * process's limit as it takes a full disk: the statement fails, the server lives.
 */
const roomOnDisk = 24 * 1024 * 1024;
/** Sets the softer of the two limits, as the account of the server: it may raise it again. False where that cannot be done. */
const limit = (pid: number, bytes: number | 'unlimited'): boolean =>
  spawnSync('prlimit', [`--fsize=${bytes}:`, `--pid=${pid}`], { cwd: '/', ...postgresAccount() }).status === 0;
const canLimit = spawnSync('prlimit', ['--version']).status === 0;

let alone: FeedsAlone;
beforeAll(async () => {
  // Every connection is a child of the server and has its limits.
  alone = await startFeedsAlone((postgres) => {
    if (canLimit && !limit(postgres.pid(), roomOnDisk)) throw new Error('The limit of the server could not be set.');
  });
});
afterAll(() => alone.stop());

/** Sends each once; resolves to those answered with this code. */
async function answered(ids: readonly string[], bytes: number): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  await sendOverMllp({
    host: '127.0.0.1', port: alone.feeds.mllpPort, pipeline: 8,
    // Random, so that it takes the room it says.
    messages: ids.map((id) => Buffer.from(sampleMessage(id, { text: randomBytes(bytes).toString('base64') }))),
    onAnswer: (text) => {
      const answer = readAcknowledgement(text);
      if (answer !== null) codes.set(answer.controlId, answer.code);
    },
  });
  return codes;
}

describe('fault: the disk is full (ING-1)', () => {
  it.runIf(canLimit)(`acknowledges nothing that is not stored, says AE as long as there is no room, and goes on when there is${canLimit ? '' : ' (skipped: prlimit not present)'}`, async () => {
    const ids = Array.from({ length: 200 }, (_each, index) => `D${index}`);
    const codes = await answered(ids, 200_000);
    const accepted = ids.filter((id) => codes.get(id) === 'AA');
    const turnedAway = ids.filter((id) => codes.get(id) === 'AE');
    expect(accepted.length).toBeGreaterThan(20);
    expect(turnedAway.length).toBeGreaterThan(20);
    expect(accepted.length + turnedAway.length).toBe(ids.length);

    const { rows } = await alone.database.query<{ control_id: string }>('select control_id from feed_message');
    expect(rows.map((row) => row.control_id).toSorted()).toEqual(accepted.toSorted());
    console.info(`disk full: ${accepted.length} acknowledged and stored, ${turnedAway.length} answered AE and not stored`);

    // Connections keep the limit they were born with: the server's children are ended and born again.
    expect(limit(alone.postgres.pid(), 'unlimited')).toBe(true);
    await alone.database.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = $1', ['client backend']);
    await alone.database.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
    const again = await answered(turnedAway, 100);
    expect([...new Set(again.values())]).toEqual(['AA']);
    const account = await accountForMessages(alone.database);
    expect(account).toMatchObject({ refused: 0 });
  });
});
