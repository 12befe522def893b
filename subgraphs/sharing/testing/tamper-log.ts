import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { checkpointFileName } from '../store/checkpoint-file.ts';

/** What was done to the log, and where `verify-log` has to look for it. */
export type Tampering = { readonly patientId: string; readonly seq: number } | { readonly checkpoint: number };

interface Entry {
  seq: number;
  at: Date;
  body: string;
  hash: Buffer;
}

export interface Tamperer {
  /** One who may write everything in the database. */
  readonly client: Client;
  readonly patientIds: readonly string[];
  readonly checkpoints: number;
  /** A copy of the file of checkpoints, which may be written too. */
  readonly folder: string;
  readonly random: (below: number) => number;
}

/** Who edits the log, and covers it up more and more thoroughly; each resolves with the first thing that is not as it was. */
export const tamperings: Readonly<Record<string, (by: Tamperer) => Promise<Tampering>>> = {
  'an entry is edited': ({ ...by }) => changed(by, async ({ entry, patientId }) => setEntry(by, patientId, { ...entry, body: edited(entry.body) })),
  'an entry is edited and hashed again': (by) => changed(by, async ({ entry, patientId, before }) => setEntry(by, patientId, rehashed({ ...entry, body: edited(entry.body) }, before))),
  'a hash is changed': (by) => changed(by, async ({ entry, patientId }) => setEntry(by, patientId, { ...entry, hash: flipped(entry.hash) })),
  'an entry is moved in time': (by) => changed(by, async ({ entry, patientId }) => setEntry(by, patientId, { ...entry, at: new Date(entry.at.getTime() - 86_400_000) })),
  'an entry is deleted': (by) => changed(by, async ({ entry, patientId }) => by.client.query('delete from access_log where patient_id = $1 and seq = $2', [patientId, entry.seq])),
  'an entry is deleted and all after it written anew': (by) => rewritten(by, (entries, at) => entries.toSpliced(at, 1)),
  'an entry is added in between and all after it written anew': (by) => rewritten(by, (entries, at) => entries.toSpliced(at, 0, { ...entryAt(entries, at), body: edited(entryAt(entries, at).body) })),
  'an entry is edited and all after it written anew': (by) => rewritten(by, (entries, at) => entries.with(at, { ...entryAt(entries, at), body: edited(entryAt(entries, at).body) })),
  'two entries change places and all after them is written anew': (by) => rewritten(by, (entries, at) => (at + 1 < entries.length ? entries.with(at, entryAt(entries, at + 1)).with(at + 1, entryAt(entries, at)) : entries.with(at, { ...entryAt(entries, at), body: edited(entryAt(entries, at).body) }))),
  'the same, with what the database knows of the checkpoints': async (by) => {
    const done = await rewritten(by, (entries, at) => entries.with(at, { ...entryAt(entries, at), body: edited(entryAt(entries, at).body) }));
    await by.client.query('update log_checkpoint_leaf l set hash = a.hash from access_log a where a.patient_id = l.patient_id and a.seq = l.seq');
    return done;
  },
  'two entries change places': (by) => changed(by, async ({ entry, patientId, entries }) => {
    const other = entries.find(({ seq }) => seq !== entry.seq && seq > entry.seq) ?? entryAt(entries, 0);
    await setEntry(by, patientId, { ...other, seq: entry.seq });
    await setEntry(by, patientId, { ...entry, seq: other.seq });
    return Math.min(entry.seq, other.seq);
  }),
  'the end is cut off': (by) => changed(by, async ({ entry, patientId }) => by.client.query('delete from access_log where patient_id = $1 and seq >= $2', [patientId, entry.seq])),
  'the end is cut off and the head put back': (by) => rewritten(by, (entries, at) => entries.slice(0, at)),
  'a whole log is removed': async (by) => {
    const patientId = pickOne(by, by.patientIds);
    await by.client.query('delete from access_log where patient_id = $1', [patientId]);
    await by.client.query('delete from access_log_head where patient_id = $1', [patientId]);
    return { patientId, seq: 1 };
  },
  'a head is removed': (by) => headChanged(by, 'delete from access_log_head where patient_id = $1'),
  'a head is put back': (by) => headChanged(by, 'update access_log_head set seq = seq - 1 where patient_id = $1'),
  'the hash of a head is changed': (by) => headChanged(by, "update access_log_head set hash = sha256(hash) where patient_id = $1"),
  'a checkpoint is edited': (by) => checkpointChanged(by, `update log_checkpoint set body = replace(body, '"size":', '"size":1') where number = $1`),
  'the signature of a checkpoint is changed': (by) => checkpointChanged(by, 'update log_checkpoint set signature = sha512(signature) where number = $1'),
  'what a checkpoint vouches for is edited': (by) => checkpointChanged(by, 'update log_checkpoint_leaf set hash = sha256(hash) where checkpoint = $1 and position = 0'),
  'what a checkpoint vouches for is removed': (by) => checkpointChanged(by, 'delete from log_checkpoint_leaf where checkpoint = $1'),
  'a checkpoint is removed': (by) => checkpointChanged(by, 'with leaves as (delete from log_checkpoint_leaf where checkpoint = $1) delete from log_checkpoint where number = $1'),
  'a line of the file is edited': (by) => fileChanged(by, (lines, at) => lines.with(at, (lines[at] ?? '').replace(/"signature":"(.)/, (_all, first: string) => `"signature":"${first === 'A' ? 'B' : 'A'}`))),
  'a line of the file is removed': (by) => fileChanged(by, (lines, at) => lines.toSpliced(at, 1)),
  'two lines of the file change places': (by) => fileChanged(by, (lines, at) => (at + 1 < lines.length ? lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? '') : lines.slice(0, at))),
  'the end of the file is cut off': (by) => fileChanged(by, (lines, at) => lines.slice(0, at)),
  'a checkpoint is removed in both places': async (by) => {
    const done = await fileChanged(by, (lines, at) => lines.toSpliced(Math.min(at, lines.length - 2), 1), by.checkpoints - 1);
    if ('checkpoint' in done) await by.client.query('with leaves as (delete from log_checkpoint_leaf where checkpoint = $1) delete from log_checkpoint where number = $1', [done.checkpoint]);
    return done;
  },
};

interface Chosen {
  readonly patientId: string;
  readonly entries: readonly Entry[];
  readonly entry: Entry;
  /** Hash of the entry before. */
  readonly before: Buffer;
}

async function choose(by: Tamperer): Promise<Chosen> {
  const patientId = pickOne(by, by.patientIds);
  const { rows } = await by.client.query<Entry & { seq: string }>('select seq, at, body, hash from access_log where patient_id = $1 order by seq', [patientId]);
  const entries = rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  const index = by.random(entries.length);
  return { patientId, entries, entry: entryAt(entries, index), before: index === 0 ? Buffer.alloc(0) : entryAt(entries, index - 1).hash };
}

/** Does it to some entry; `change` may say that an earlier one is the first that differs. */
async function changed(by: Tamperer, change: (chosen: Chosen) => Promise<unknown>): Promise<Tampering> {
  const chosen = await choose(by);
  const first = await change(chosen);
  return { patientId: chosen.patientId, seq: typeof first === 'number' ? first : chosen.entry.seq };
}

/** Writes a log anew from some entry on, with right numbers, hashes and head. */
async function rewritten(by: Tamperer, change: (entries: readonly Entry[], at: number) => readonly Entry[]): Promise<Tampering> {
  const { patientId, entries, entry } = await choose(by);
  await by.client.query('delete from access_log where patient_id = $1 and seq >= $2', [patientId, entry.seq]);
  const after = change(entries, entry.seq - 1);
  let head = after[entry.seq - 2]?.hash ?? Buffer.alloc(0);
  for (const [index, each] of after.entries()) {
    if (index < entry.seq - 1) continue;
    const { hash, ...anew } = rehashed({ ...each, seq: index + 1, body: each.body.replace(/"seq": \d+/, `"seq": ${index + 1}`) }, head);
    await by.client.query('insert into access_log (patient_id, seq, at, body, hash) values ($1, $2, $3, $4, $5)', [patientId, anew.seq, anew.at, anew.body, hash]);
    head = hash;
  }
  if (after.length === 0) await by.client.query('delete from access_log_head where patient_id = $1', [patientId]);
  else await by.client.query('update access_log_head set seq = $2, hash = $3 where patient_id = $1', [patientId, after.length, head]);
  return { patientId, seq: entry.seq };
}

async function headChanged(by: Tamperer, sql: string): Promise<Tampering> {
  const patientId = pickOne(by, by.patientIds);
  const { rows } = await by.client.query<{ seq: string }>('select seq from access_log_head where patient_id = $1', [patientId]);
  await by.client.query(sql, [patientId]);
  return { patientId, seq: Number(rows[0]?.seq) };
}

async function checkpointChanged(by: Tamperer, sql: string): Promise<Tampering> {
  const checkpoint = 1 + by.random(by.checkpoints);
  await by.client.query(sql, [checkpoint]);
  return { checkpoint };
}

async function fileChanged(by: Tamperer, change: (lines: readonly string[], at: number) => readonly string[], below = by.checkpoints): Promise<Tampering> {
  const path = join(by.folder, checkpointFileName);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const at = by.random(below);
  writeFileSync(path, change(lines, at).map((line) => `${line}\n`).join(''));
  return { checkpoint: at + 1 };
}

const setEntry = ({ client }: Tamperer, patientId: string, { seq, at, body, hash }: Entry) =>
  client.query('update access_log set at = $3, body = $4, hash = $5 where patient_id = $1 and seq = $2', [patientId, seq, at, body, hash]);

const edited = (body: string): string => body.replace(/"who": "[^"]*"/, '"who": "somebody else"');
const rehashed = (entry: Entry, before: Buffer): Entry => ({ ...entry, hash: createHash('sha256').update(before).update(entry.body, 'utf8').digest() });
const flipped = (hash: Buffer): Buffer => Buffer.from(hash.map((byte, index) => (index === 7 ? byte ^ 1 : byte)));

function entryAt(entries: readonly Entry[], index: number): Entry {
  const entry = entries[index];
  if (entry === undefined) throw new Error(`no entry at ${index}`);
  return entry;
}

function pickOne<T>({ random }: Tamperer, from: readonly T[]): T {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}
