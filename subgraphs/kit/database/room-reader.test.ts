import { describe, expect, it } from 'vitest';
import { testViewer } from '../testing/test-viewer.ts';
import type { RoomDatabase } from './room-database.ts';
import { createRoomReader } from './room-reader.ts';

const patient = '00000000-0000-4000-8000-000000000001';
const passOf = (viewer: string) => `v1|results|${viewer}|${patient}|self|0|*|n|r|1|9999999999999|1|${'0'.repeat(64)}`;

/** Which passes reach the database, transaction by transaction. */
async function passesUsed(reads: readonly (readonly string[])[], viewer = testViewer): Promise<(readonly string[])[]> {
  const used: (readonly string[])[] = [];
  const refuse = (): never => expect.unreachable('a reader reads with passes only');
  const database: RoomDatabase = {
    // The queries of these reads touch no manager, so an empty one stands in for it.
    withPasses: (passes, work) => { used.push(passes); return work({} as never); },
    changeWithPasses: refuse, statement: refuse, asService: refuse, asFeed: refuse, feedStatement: refuse, asKeeper: refuse, keeperStatement: refuse, ready: refuse, close: refuse,
  };
  const reader = createRoomReader(database, { requestId: 'r', viewer, now: new Date() });
  await Promise.all(reads.map((passes) => reader.read({ id: patient, ids: [patient], passes }, () => Promise.resolve(null))));
  return used;
}

describe('reads of one operation', () => {
  it('share one transaction with all their passes, each once', async () => {
    const [own] = [passOf(testViewer.accountId)];
    expect(await passesUsed([[own], [own], [`${own}0`]])).toEqual([[own, `${own}0`]]);
  });

  it("never use another viewer's pass (abuse case 30)", async () => {
    expect(await passesUsed([[passOf('somebody-else'), passOf(testViewer.accountId)]])).toEqual([[passOf(testViewer.accountId)]]);
  });
});
