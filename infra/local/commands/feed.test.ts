import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMllpServer, type MllpServer } from '@cie/gateway/feeds/mllp-server.ts';
import { buildAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import { run } from './feed.ts';

const folder = mkdtempSync('/tmp/cie-feed-');
const limits = { maxBytes: 1000, idleMs: 1000, maxConnections: 4, memoryBytes: 100_000 };
const lines: string[] = [];
/** The answers to give next; AA when none is left. */
const script: Acknowledgement['code'][] = [];
let server: MllpServer;

beforeEach(async () => {
  lines.length = 0;
  script.length = 0;
  process.exitCode = 0;
  vi.spyOn(console, 'info').mockImplementation((line: string) => void lines.push(line));
  const answer = (code: Acknowledgement['code'], controlId: string) => ({ code, text: buildAcknowledgement(null, { code, controlId, text: 'why' }) });
  server = await startMllpServer({
    host: '127.0.0.1', port: 0, limits, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    receiver: {
      receive: async (bytes) => answer(script.shift() ?? 'AA', parseHl7(decodeHl7(bytes)).field('MSH', 10).text),
      decline: () => answer('AE', ''),
      idle: () => Promise.resolve(),
    },
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  await server.close();
});

function file(name: string, ...ids: readonly string[]): string {
  writeFileSync(join(folder, name), ids.map((id) => `MSH|^~\\&|A|B|||1||ADT^A31|${id}|P|2.5\r`).join('\r\n'));
  return join(folder, name);
}

const feed = (...paths: readonly string[]): Promise<void> => run(paths, { CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: String(server.port) });

describe('cie feed', () => {
  it('prints each message with its acknowledgement and a summary', async () => {
    script.push('AA', 'AR');
    await feed(file('a.hl7', '1', '2'), file('b.hl7', '3'));
    expect(lines).toEqual(['a.hl7 #1 ADT^A31 1 AA why', 'a.hl7 #2 ADT^A31 2 AR why', 'b.hl7 #1 ADT^A31 3 AA why', '3 messages: 2 AA, 0 AE, 1 AR, 0 without an acknowledgement; AA is stored, npm run cie -- held tells what was applied']);
    expect(process.exitCode).toBe(0);
  });

  it('sends again what was answered AE', async () => {
    script.push('AE');
    await feed(file('c.hl7', '1', '2'));
    expect(lines.at(-1)).toBe('2 messages: 2 AA, 0 AE, 0 AR, 0 without an acknowledgement; AA is stored, npm run cie -- held tells what was applied');
  });

  it('takes a folder, and says what is wrong with a path', async () => {
    await feed(folder);
    expect(lines.length).toBeGreaterThan(3);
    await expect(feed('/nowhere')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(feed()).rejects.toMatchObject({ code: 'USAGE' });
    rmSync(folder, { recursive: true });
  });

  it('says so when no exchange listens', async () => {
    const { port } = server;
    await server.close();
    const path = join('/tmp', `cie-feed-${process.pid}.hl7`);
    writeFileSync(path, 'MSH|^~\\&|A|B|||1||ADT^A31|1|P|2.5\r');
    await expect(run([path], { CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: String(port) })).rejects.toMatchObject({ code: 'MLLP_UNREACHABLE' });
    rmSync(path);
    server = await startMllpServer({ host: '127.0.0.1', port: 0, limits, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, receiver: { receive: async () => ({ code: 'AA', text: '' }), decline: () => ({ code: 'AE', text: '' }), idle: () => Promise.resolve() } });
  });
});
