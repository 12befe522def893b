import { randomBytes, randomUUID } from 'node:crypto';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSharing } from '../start.ts';
import { sweepSummaries } from './sweep-summaries.ts';

let server: RoomServer;
let service: Client;
beforeAll(async () => {
  server = await openRoomServer();
  await (await startSharing(server.settings)).close();
  service = await server.connect('sharing', 'service');
});
afterAll(() => service.end());

/** A summary whose time ends so many seconds from now; by the database's clock. */
async function waiting(seconds: number): Promise<string> {
  const id = randomUUID();
  const ends = "now() + make_interval(secs => $2)";
  await service.query(
    `insert into summary_share (patient_id, id, account_id, labels, made_at, ends_at, code_find, code_proof, link_find, link_proof)
     values (gen_random_uuid(), $1, gen_random_uuid(), '{0}', ${ends} - interval '1 hour', ${ends}, $3, $4, $5, $6)`, [id, seconds, ...Array.from({ length: 4 }, () => randomBytes(32))]);
  await service.query(`insert into summary_content (share_id, until, wrapped, page, bundle) values ($1, ${ends}, '\\x00', 'page', 'bundle')`, [id, seconds]);
  return id;
}
const held = async (id: string): Promise<number> => (await service.query('select from summary_content where share_id = $1', [id])).rows.length;

describe('ACS-3 what nobody opened is deleted though nobody asks', () => {
  it('as soon as the service starts, and what still waits is left', async () => {
    const [over, still] = [await waiting(-1), await waiting(60)];
    // It closes after the turn under way.
    await (await startSharing(server.settings)).close();
    expect([await held(over), await held(still)]).toEqual([0, 1]);
  });

  it('again and again, also after a turn that failed', async () => {
    const reports: unknown[] = [];
    let turns = 0;
    const third = new Promise<void>((resolve) => {
      const kept = sweepSummaries({
        sweep: () => {
          turns += 1;
          if (turns === 3) kept.close().then(resolve, resolve);
          return turns === 1 ? Promise.reject(new Error('the database is away')) : Promise.resolve();
        },
      }, (error) => reports.push(error), 1);
    });
    await third;
    expect([turns, reports]).toEqual([3, [new Error('the database is away')]]);
  });
});
