import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createReceiver } from '@cie/gateway/feeds/receiver.ts';
import { registerHl7Routes } from '@cie/gateway/feeds/hl7.routes.ts';
import { SenderDirectory } from '@cie/gateway/feeds/sender-directory.ts';
import { registerSenders } from '@cie/gateway/feeds/sender.store.ts';
import { openScratchDatabase } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';

const MEBIBYTE = 1024 * 1024;
const BATCH = 100 * MEBIBYTE;
/** Far below the batch: one message, those on their way into the inbox, and the copies that the database's driver makes of them. */
const BOUND = 64 * MEBIBYTE;

setFlagsFromString('--expose-gc');
const sweep = runInNewContext('gc') as () => void; // what the flag exposes

/** Bytes that are in use once garbage is swept away: what would grow with the batch if anything kept it. */
function used(): number {
  sweep();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('61: a batch of 100 MB streams in', () => {
  it('and is stored message by message while memory stays bounded', { timeout: 120_000 }, async () => {
    const scratch = await openScratchDatabase();
    await registerSenders(scratch.pool, [{ application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: ['RYJ'] }]);
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const receiver = createReceiver({ database: scratch.pool, senders: new SenderDirectory(scratch.pool), log, onQueued: () => undefined });
    const app = Fastify({ forceCloseConnections: true });
    const limits = { maxBytes: 20 * MEBIBYTE, maxBatchBytes: 512 * MEBIBYTE, memoryBytes: 160 * MEBIBYTE, idleMs: 30_000 };
    registerHl7Routes(app, { receiver, limits, memory: { held: 0 }, log, token: null, senderOfToken: () => Promise.resolve(null), allowLonger: () => undefined });
    try {
      const address = await app.listen({ host: '127.0.0.1', port: 0 });
      const before = used();
      let peak = 0;
      let isDone = false;
      const watch = (async () => {
        for (; !isDone; await sleep(50)) peak = Math.max(peak, used() - before);
      })();
      const { status, body, sent, count } = await sendBatch(`${address}/hl7`);
      isDone = true;
      await watch;
      console.info(`batch: ${(sent / MEBIBYTE).toFixed(0)} MiB in ${count} messages, most in use beside: ${(peak / MEBIBYTE).toFixed(1)} MiB`);
      expect(status).toBe(200);
      expect(body).toMatch(new RegExp(`\\rBTS\\|${count}\\r$`));
      expect(body.match(/\rMSA\|AA\|/g)).toHaveLength(count);
      const { rows } = await scratch.pool.query<{ stored: number; bytes: number }>('select count(*)::int as stored, sum(length(raw))::int as bytes from feed_message where state = $1', ['queued']);
      expect(rows[0]?.stored).toBe(count);
      expect(rows[0]?.bytes).toBeGreaterThan(BATCH - count * 2);
      expect(peak).toBeLessThan(BOUND);
    } finally {
      await app.close();
      await scratch.drop();
    }
  });
});

/** Messages of 5 KB to 2 MB, written as fast as the connection takes them; no more than one is in memory here. */
async function sendBatch(url: string): Promise<{ status: number; body: string; sent: number; count: number }> {
  const sending = request(url, { method: 'POST', headers: { 'content-type': 'x-application/hl7-v2+er7' } });
  const answered = once(sending, 'response') as Promise<[import('node:http').IncomingMessage]>; // what "response" carries
  sending.write('FHS|^~\\&|LAB|RYJ\rBHS|^~\\&|LAB|RYJ\r');
  let [sent, count] = [0, 0];
  for (; sent < BATCH; count++) {
    const size = count % 40 === 0 ? 2_000_000 : 5000 + (count % 7) * 20_000;
    const message = `MSH|^~\\&|LAB|RYJ|CIE|NWL|20260102030405||ORU^R01|batch-${count}|P|2.5\rPID|1||P${count % 50}^^^RYJ^MR||Test^Person||19510314|F\rOBR|1|1|${count}|FBC^Full blood count\rOBX|1|TX|T^Text||${'x'.repeat(size)}||||||F\r`;
    sent += message.length;
    if (!sending.write(message)) await once(sending, 'drain');
  }
  sending.end(`BTS|${count}\rFTS|1\r`);
  const [response] = await answered;
  let body = '';
  for await (const part of response) body += String(part);
  return { status: response.statusCode ?? 0, body, sent, count };
}
