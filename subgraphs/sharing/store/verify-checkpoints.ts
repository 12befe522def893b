import { flawOf, readCheckpoint, type Checkpoint, type CheckpointLeaf } from '../domain/checkpoint.ts';
import { LeafJudge, type CheckpointFault, type LeafFound, type RewrittenFault } from '../domain/verify-checkpoints.ts';
import { lineOf, readCheckpointFile } from './checkpoint-file.ts';
import { checkpointRowsSql, readCheckpointRow, type CheckpointRow } from './checkpoint-row.ts';
import type { LogToVerify } from './verify-access-log.ts';

/** Checkpoints read at a time. */
const atATime = 50;

/** How long a checkpoint may be on its way from the database into the file, in milliseconds: the next one takes along what is missing. */
const onItsWay = 600_000;

/** What the log has at the numbers of leaves, each a look-up by key. */
const foundSql = `
  select l.patient_id as "patientId", l.seq::int as seq, decode(l.hash, 'hex') as hash, a.hash as found
  from unnest($1::uuid[], $2::bigint[], $3::text[]) as l (patient_id, seq, hash) left join access_log a using (patient_id, seq)`;

/**
 * Goes through all checkpoints as the database and their file have them, which must say the same, and holds the log against each that is
 * whole: whoever writes a log anew, with every hash, meets here what it ended in before.
 */
export async function verifyCheckpoints(log: LogToVerify): Promise<{ readonly checkpoints: number; readonly faults: readonly (CheckpointFault | RewrittenFault)[] }> {
  const faults: CheckpointFault[] = [];
  const judge = new LeafJudge();
  let checkpoints = 0;
  for await (const { number, trusted, flaws } of bothPlaces(log)) {
    faults.push(...flaws.map((each) => ({ checkpoint: number, ...each })));
    if (trusted !== null) judge.judge(await find(log, trusted.leaves));
    checkpoints += 1;
  }
  return { checkpoints, faults: [...(await locate(log, judge.broken)), ...faults] };
}

async function find({ client }: LogToVerify, leaves: readonly CheckpointLeaf[]): Promise<LeafFound[]> {
  const { rows } = await client.query<LeafFound>(foundSql, [leaves.map((each) => each.patientId), leaves.map((each) => each.seq), leaves.map((each) => each.hash.toString('hex'))]);
  return rows;
}

/** After which entry each of these logs was changed: a second pass, and only where something is wrong. */
async function locate(log: LogToVerify, broken: ReadonlyMap<string, number>): Promise<RewrittenFault[]> {
  const after = new Map<string, number>();
  if (broken.size > 0) {
    for await (const { trusted } of bothPlaces(log)) {
      const leaves = trusted?.leaves.filter(({ patientId, seq }) => seq < (broken.get(patientId) ?? 0)) ?? [];
      for (const { patientId, seq, hash, found } of leaves.length === 0 ? [] : await find(log, leaves)) {
        if (found?.equals(hash) === true) after.set(patientId, Math.max(seq, after.get(patientId) ?? 0));
      }
    }
  }
  return [...broken].map(([patientId, seq]) => ({ patientId, after: after.get(patientId) ?? 0, seq, fault: 'rewritten' }));
}

type Flaw = CheckpointFault['fault'];

interface Compared {
  readonly number: number;
  /** As one of the two places has it whole; null when neither does. */
  readonly trusted: Checkpoint | null;
  readonly flaws: readonly Omit<CheckpointFault, 'checkpoint'>[];
}

/** Each number once, with what the two places have there. */
async function* bothPlaces({ client, folder, keys, now }: LogToVerify): AsyncGenerator<Compared> {
  const stored = await Iter.of(inDatabase(client));
  const kept = await Iter.of(readCheckpointFile(folder));
  // Of the last whole one; left out after a gap, where nothing can be said of what came before.
  let previous: string | null | undefined = null;
  for (let number = 1; stored.next !== null || kept.next !== null; number += 1) {
    const [row, line] = [await stored.take(number), await kept.take(number)];
    const flaws: Omit<CheckpointFault, 'checkpoint'>[] = [];
    const rowFlaw: Flaw | null = row === null ? 'missing' : flawOf(row, keys, previous);
    const lineFlaw: Flaw | null = line === null ? 'missing' : flawOf(line, keys, previous);
    const trusted: Checkpoint | null = lineFlaw === null ? line : rowFlaw === null ? row : null;
    if (rowFlaw !== null && !(rowFlaw === 'missing' && isAfter(line, now.getTime()))) flaws.push({ place: 'database', fault: rowFlaw });
    if (lineFlaw !== null && !(lineFlaw === 'missing' && isAfter(row, now.getTime() - onItsWay))) flaws.push({ place: 'file', fault: lineFlaw });
    // Two that are both signed, and differ: the key was used twice for one number.
    if (rowFlaw === null && lineFlaw === null && row !== null && line !== null && lineOf(row) !== lineOf(line)) flaws.push({ place: 'database', fault: 'another place' });
    yield { number, trusted, flaws };
    previous = trusted?.body;
    // A number far off, where neither place has those before it, is one gap.
    if (row === null && line === null) number = Math.min(stored.next?.number ?? Infinity, kept.next?.number ?? Infinity) - 1;
  }
}

function isAfter(checkpoint: Checkpoint | null, time: number): boolean {
  const at = checkpoint === null ? undefined : readCheckpoint(checkpoint.body)?.at;
  return at !== undefined && Date.parse(at) >= time;
}

async function* inDatabase(client: LogToVerify['client']): AsyncGenerator<Checkpoint> {
  for (let after = 0; ; ) {
    const { rows } = await client.query<CheckpointRow>(checkpointRowsSql, [after, atATime]);
    yield* rows.map(readCheckpointRow);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = Number(last.number);
  }
}

/** Checkpoints by rising number, looked at one ahead. */
class Iter {
  next: Checkpoint | null = null;
  readonly #source: AsyncGenerator<Checkpoint>;

  private constructor(source: AsyncGenerator<Checkpoint>) {
    this.#source = source;
  }

  static async of(source: AsyncGenerator<Checkpoint>): Promise<Iter> {
    const iter = new Iter(source);
    await iter.#advance();
    return iter;
  }

  async #advance(): Promise<void> {
    const step: IteratorResult<Checkpoint, unknown> = await this.#source.next();
    this.next = step.done === true ? null : step.value;
  }

  /** The one of this number; null when it is not there. One that comes too late is passed over: it is missing in its own place. */
  async take(number: number): Promise<Checkpoint | null> {
    while (this.next !== null && this.next.number < number) await this.#advance();
    if (this.next?.number !== number) return null;
    const { next } = this;
    await this.#advance();
    return next;
  }
}
