import { constants, createReadStream } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCheckpoint, type Checkpoint } from '../domain/checkpoint.ts';

/** Name of the file within its folder. */
export const checkpointFileName = 'checkpoints.jsonl';

/** A line of the file. */
interface Line {
  readonly body: string;
  readonly signature: string;
  readonly leaves: readonly [patientId: string, seq: number, hash: string][];
}

/** A checkpoint as a line of text, without its end. */
export function lineOf({ body, signature, leaves }: Checkpoint): string {
  const line: Line = { body, signature: signature.toString('base64url'), leaves: leaves.map(({ patientId, seq, hash }) => [patientId, seq, hash.toString('hex')]) };
  return JSON.stringify(line);
}

/** The checkpoint of a line; null when it is none, as where a machine stopped half way through it. */
export function readLine(text: string): Checkpoint | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isLine(read)) return null;
  const content = readCheckpoint(read.body);
  if (content === null) return null;
  return {
    number: content.number, body: read.body, signature: Buffer.from(read.signature, 'base64url'),
    leaves: read.leaves.map(([patientId, seq, hash]) => ({ patientId, seq, hash: Buffer.from(hash, 'hex') })),
  };
}

const isLine = (value: unknown): value is Line =>
  typeof value === 'object' && value !== null &&
  'body' in value && typeof value.body === 'string' &&
  'signature' in value && typeof value.signature === 'string' &&
  'leaves' in value && Array.isArray(value.leaves) && value.leaves.every(isLeaf);

const isLeaf = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 3 && typeof value[0] === 'string' && Number.isSafeInteger(value[1]) && typeof value[2] === 'string';

/** Checkpoints of the file in this folder, line by line; lines that hold none are left out. None where there is no file. */
export async function* readCheckpointFile(folder: string): AsyncGenerator<Checkpoint> {
  const input = createReadStream(join(folder, checkpointFileName));
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      const checkpoint = readLine(text);
      if (checkpoint !== null) yield checkpoint;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  } finally {
    input.destroy();
  }
}

/** The last whole checkpoint of the file; null where there is none. Reads from the end, so that the length of the file is no matter. */
export async function lastInFile(folder: string): Promise<Checkpoint | null> {
  let file: FileHandle;
  try {
    file = await open(join(folder, checkpointFileName), 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    const { size } = await file.stat();
    for (let wanted = lookBack; ; wanted *= 8) {
      const length = Math.min(size, wanted);
      const buffer = Buffer.alloc(length);
      await file.read(buffer, 0, length, size - length);
      const lines = buffer.toString('utf8').split('\n');
      // The first may have begun before what was read.
      const last = (length < size ? lines.slice(1) : lines).map(readLine).findLast((each) => each !== null);
      if (last !== undefined) return last;
      if (length === size) return null;
    }
  } finally {
    await file.close();
  }
}

/** Bytes read from the end at first: several hundred logs. */
const lookBack = 64 * 1024;

/**
 * Adds checkpoints at the end of the file, and returns once they are on the disk. The file is opened for appending only, so that it
 * may lie on a medium that takes nothing else; half a line, where a machine stopped, stays and is left behind.
 */
export async function appendToFile(folder: string, checkpoints: readonly Checkpoint[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, checkpointFileName);
  const isWhole = await endsWithLine(path);
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  try {
    await file.appendFile(`${isWhole ? '' : '\n'}${checkpoints.map((each) => `${lineOf(each)}\n`).join('')}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function endsWithLine(path: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    return size === 0 || ((await file.read(last, 0, 1, size - 1)).bytesRead === 1 && last.toString() === '\n');
  } finally {
    await file.close();
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
