import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCopy, type LogCopy, type PublicLogKeys } from '@cie/gateway/access-log/write-copy.ts';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import type { Room, RoomLink } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { startSharing } from '@cie/sharing/start';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkCopy, sayResult } from '../../gateway/access-log/verifier/verify-log.mjs';

const script = fileURLToPath(new URL('../../gateway/access-log/verifier/verify-log.mjs', import.meta.url));

interface Copy {
  made: string;
  keys: { id: string; key: string }[];
  logs: { record: string; head: { seq: number; hash: string }; entries: { body: string; hash: string }[]; checkpoint: { body: string; signature: string; seq: number; index: number; path: string[] } | null }[];
}

let server: RoomServer;
let sharing: Room;
let link: RoomLink;
let service: Client;
let folder: string;
const [patientId, joinedId] = [randomUUID(), randomUUID()];

const patient: Viewer = { kind: 'patient', accountId: randomUUID(), patientId, name: 'Pat Example', organisation: null, role: null, proofing: 'P9', duties: [], email: null, sessionId: 's' };
const accessOf = (viewer: Viewer | null): AccessContext => ({ requestId: randomUUID(), viewer, now: new Date(), from: { place: 'page' } });
const fail = (fault: object): never => expect.unreachable(JSON.stringify(fault));

/** More entries than are handed over at a time. */
const entries = 620;

beforeAll(async () => {
  server = await openRoomServer();
  folder = mkdtempSync(join(tmpdir(), 'cie-copies-'));
  sharing = await startSharing({ ...server.settings, CIE_LOG_CHECKPOINTS: folder });
  link = linkInProcess(sharing, fail);
  service = await server.connect('sharing', 'service');
  await sharing.commands['record-links']?.({ version: Date.now(), groups: [{ survivingId: patientId, patientIds: [patientId, joinedId] }] }, accessOf(null));
  await service.query(`select log_access($1, now(), '{"action": "read", "who": "Dr É. Example"}') from generate_series(1, $2::int)`, [patientId, entries]);
  await service.query(`select log_access($1, now(), '{"action": "refused"}') from generate_series(1, 3)`, [joinedId]);
  await signLogs();
});
afterAll(async () => {
  await Promise.all([service.end(), sharing.close()]);
  rmSync(folder, { recursive: true });
});

/** A replica that starts writes a checkpoint at once, unless another is at it. */
async function signLogs(): Promise<void> {
  const ends = `select count(*)::int as count from access_log_head h join log_checkpoint_leaf l using (patient_id, seq) where h.patient_id in ($1, $2)`;
  await vi.waitFor(async () => {
    const replica = await startSharing({ ...server.settings, CIE_LOG_CHECKPOINTS: folder });
    await replica.close();
    expect((await service.query<{ count: number }>(ends, [patientId, joinedId])).rows[0]?.count).toBe(2);
  }, { timeout: 20_000 });
}

async function download(): Promise<Copy> {
  const access = accessOf(patient);
  const copy = (await link.command('begin-log-copy', {}, access)) as LogCopy; // as the gateway reads it
  const keys = (await link.command('log-keys', {})) as PublicLogKeys;
  let text = '';
  for await (const part of writeCopy(link, { copy, keys, exchange: 'https://exchange.example', access })) text += part;
  return JSON.parse(text) as Copy; // the file that a person keeps
}

const logOf = (copy: Copy, record: string) => copy.logs.find((log) => log.record === record) ?? fail({ record });

describe('ACS-6 a patient can keep a copy of the access log, and anybody can check it', () => {
  it('is whole, with the logs of joined records, and says that it was made', async () => {
    const copy = await download();
    const log = logOf(copy, patientId);
    expect([log.entries.length, logOf(copy, joinedId).entries.length]).toEqual([entries + 1, 3]);
    expect(JSON.parse(log.entries.at(-1)?.body ?? '')).toMatchObject({ action: 'log-downloaded', who: 'Pat Example', doors: ['self'], from: { place: 'page' } });
    const result = await checkCopy(copy);
    expect(result).toMatchObject({ problems: [], entries: entries + 4, signed: entries + 3, signatureChecked: true });
    expect(result.keys).toEqual(copy.keys);
    expect(sayResult(result)[0]).toBe(`Nothing was changed: ${entries + 4} entries, each in its place.`);
  });

  it('shows each change that somebody makes to it, or to the log before it is copied (abuse case 24)', async () => {
    const whole = await download();
    const changes: [string, (copy: Copy) => void, RegExp][] = [
      ['an entry edited', (copy) => edit(copy, 17), /^Entry 17 of .* was changed/],
      ['an entry removed', (copy) => logOf(copy, patientId).entries.splice(99, 1), /^Entry 100 of /],
      ['entries exchanged', (copy) => logOf(copy, patientId).entries.splice(4, 2, ...logOf(copy, patientId).entries.slice(4, 6).toReversed()), /^Entry 5 of /],
      ['the end cut off', (copy) => logOf(copy, patientId).entries.splice(600), /^Entry 601 of .* is missing/],
      ['another signature', (copy) => Object.assign(logOf(copy, patientId).checkpoint ?? {}, { signature: Buffer.alloc(64, 7).toString('base64url') }), /signature that the exchange did not make/],
      ['another root', (copy) => Object.assign(logOf(copy, patientId).checkpoint ?? {}, { body: logOf(copy, patientId).checkpoint?.body.replace(/"root":"./, '"root":"_') }), /not in the list that the exchange signed/],
      ['another place in the tree', (copy) => Object.assign(logOf(copy, joinedId).checkpoint ?? {}, { path: ['00'.repeat(32)] }), /not in the list that the exchange signed/],
      ['a signature with a letter that none has', (copy) => Object.assign(logOf(copy, patientId).checkpoint ?? {}, { signature: '!' }), /signature that the exchange did not make/],
      ['a key that is not there', (copy) => copy.keys.splice(0), /signed with a key that this copy does not list/],
      ['an entry that is no entry, with a hash that fits', (copy) => Object.assign(logOf(copy, joinedId).entries[0] ?? {}, { body: 'nothing', hash: createHash('sha256').update('nothing').digest('hex') }), /^Entry 1 of .* stands in the wrong place/],
    ];
    for (const [name, change, said] of changes) {
      const copy = structuredClone(whole);
      change(copy);
      expect([name, ...sayResult(await checkCopy(copy)).slice(1)].join('\n')).toMatch(new RegExp(said, 'm'));
    }
  });

  it('shows a log that was written anew with every hash, by what was signed and by an earlier copy', async () => {
    const earlier = await download();
    const anew = structuredClone(earlier);
    await rewrite(anew, 40);
    expect((await checkCopy(anew)).problems).toMatchObject([{ record: patientId, entry: logOf(anew, patientId).checkpoint?.seq }]);
    // Even where nothing is signed.
    for (const log of anew.logs) log.checkpoint = null;
    expect((await checkCopy(anew)).problems).toEqual([]);
    expect((await checkCopy(anew, [earlier])).problems).toMatchObject([{ record: patientId, entry: 40 }]);
    const now = await download();
    expect((await checkCopy(now, [earlier])).problems).toEqual([]);
    // As it is after two records were parted.
    const parted = { ...now, logs: now.logs.filter(({ record }) => record === patientId) };
    expect(sayResult(await checkCopy(parted, [earlier]))[1]).toContain('if two records were joined then and are parted now, this is right');
  });

  it('can be checked by Node alone', async () => {
    const copy = await download();
    const file = (name: string, content: unknown): string => {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(content));
      return path;
    };
    const good = file('access-log.json', copy);
    const run = (...files: string[]) => execFileSync(process.execPath, [script, ...files], { encoding: 'utf8', stdio: 'pipe' });
    expect(run(good)).toContain('Nothing was changed');
    edit(copy, 3);
    const bad = file('changed.json', copy);
    expect(() => run(bad)).toThrow(expect.objectContaining({ status: 1, stdout: containing('Entry 3 of ') }));
    expect(() => run(bad, good)).toThrow(expect.objectContaining({ stdout: containing('is not what it was in the copy of') }));
    expect(() => run(file('other.json', {}))).toThrow(expect.objectContaining({ status: 2, stderr: containing('not a copy of an access log') }));
  });

  it('is for the person whose record it is, and nobody else', async () => {
    const professional: Viewer = { ...patient, kind: 'professional', accountId: randomUUID(), patientId: null, proofing: null, organisation: 'RYJ' };
    for (const viewer of [null, professional, { ...patient, proofing: 'P5' as const }, { ...patient, patientId: null }]) {
      await expect(link.command('begin-log-copy', {}, accessOf(viewer))).rejects.toMatchObject({ code: 'OWN_RECORD_ONLY' });
      await expect(link.command('log-copy-part', { record: patientId, after: '0', until: '5' }, accessOf(viewer))).rejects.toMatchObject({ code: 'OWN_RECORD_ONLY' });
    }
    await expect(link.command('log-copy-part', { record: randomUUID(), after: '0', until: '5' }, accessOf(patient))).rejects.toMatchObject({ code: 'OWN_RECORD_ONLY' });
    await expect(link.command('begin-log-copy', {}, { ...accessOf(patient), viewAs: 'invitation-x' })).rejects.toMatchObject({ code: 'OWN_RECORD_ONLY' });
  });
});

/** What vitest's own matcher is to a comparison, typed as the text that it stands for. */
const containing = (text: string): string => expect.stringContaining(text) as string;

function edit(copy: Copy, entry: number): void {
  const { entries: all } = logOf(copy, patientId);
  const at = all[entry - 1] ?? fail({ entry });
  all[entry - 1] = { ...at, body: at.body.replace('Dr É. Example', 'Nobody') };
}

async function rewrite(copy: Copy, from: number): Promise<void> {
  edit(copy, from);
  const log = logOf(copy, patientId);
  let before = new Uint8Array();
  for (const each of log.entries) {
    const body = new TextEncoder().encode(each.body);
    before = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([...before, ...body])));
    each.hash = Buffer.from(before).toString('hex');
  }
  log.head.hash = Buffer.from(before).toString('hex');
}
