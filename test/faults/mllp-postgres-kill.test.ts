import { setTimeout as sleep } from 'node:timers/promises';
import { accountForMessages } from '@cie/gateway/feeds/held.store.ts';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { sampleMessage, until } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFeedsAlone, type FeedsAlone } from '../setup/feeds-alone.ts';

const MESSAGES = 2000;

let alone: FeedsAlone;
beforeAll(async () => {
  alone = await startFeedsAlone();
});
afterAll(() => alone.stop());

/** Sends what is left as a hospital's engine does: again, as long as the answer is AE. Returns the ids answered AA. */
async function feed(ids: readonly string[], onAccepted: (count: number) => void): Promise<ReadonlySet<string>> {
  const accepted = new Set<string>();
  for (let left = ids; left.length > 0; left = left.filter((id) => !accepted.has(id))) {
    await sendOverMllp({
      host: '127.0.0.1', port: alone.feeds.mllpPort, pipeline: 64,
      messages: left.map((id) => Buffer.from(sampleMessage(id, { patient: `P${Number(id.slice(1)) % 40}` }))),
      onAnswer: (text) => {
        const answer = readAcknowledgement(text);
        expect(answer?.code).toMatch(/^A[AE]$/);
        if (answer?.code !== 'AA') return;
        accepted.add(answer.controlId);
        onAccepted(accepted.size);
      },
    });
    await sleep(100);
  }
  return accepted;
}

describe('fault: kill -9 PostgreSQL during ingest', () => {
  it('loses nothing acknowledged, doubles nothing, keeps each person\'s order, recovers by itself', { timeout: 120_000 }, async () => {
    const ids = Array.from({ length: MESSAGES }, (_, index) => `K${index}`);
    const kills = [300, 900, 1500];
    const accepted = await feed(ids, (count) => {
      if (count < (kills[0] ?? Infinity)) return;
      kills.shift();
      process.kill(alone.postgres.pid(), 'SIGKILL');
    });
    expect(kills).toEqual([]);
    expect(accepted.size).toBe(MESSAGES);
    await until(async () => (await accountForMessages(alone.database)).applied === MESSAGES, 60_000);
    expect(await accountForMessages(alone.database)).toEqual({ accepted: MESSAGES, applied: MESSAGES, held: 0, queued: 0, closed: 0, refused: 0, refusedHeld: 0 });

    // Rooms apply an id once, so the first delivery of each message is the one that counts.
    const firsts = [...new Set(alone.rooms.calls.filter((call) => call.startsWith('results:apply')))];
    expect(firsts).toHaveLength(MESSAGES);
    const byPerson = Map.groupBy(firsts, (call) => /\|\|(P\d+)\^/.exec(alone.rooms.texts.get(call.slice('results:apply:'.length)) ?? '')?.[1]);
    const { rows } = await alone.database.query<{ id: string; seq: string }>('select id, seq from feed_message');
    const seq = new Map(rows.map((row) => [`results:apply:${row.id}`, Number(row.seq)]));
    for (const calls of byPerson.values()) {
      const order = calls.map((call) => seq.get(call) ?? -1);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });
});
