import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import { leafHash, treeRoot } from './merkle.ts';

/** The end of one record's access log at the moment of a checkpoint. */
export interface CheckpointLeaf {
  readonly patientId: string;
  readonly seq: number;
  readonly hash: Buffer;
}

/** What a checkpoint says; its text is what is signed, byte for byte. */
export interface CheckpointContent {
  readonly version: 1;
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** How many logs had grown. */
  readonly size: number;
  /** Root over the ends of those logs, in hexadecimal. */
  readonly root: string;
  /** SHA-256 of the text of the checkpoint before, in hexadecimal; null for the first. */
  readonly previous: string | null;
  /** Name of the key that signed. */
  readonly key: string;
}

/** A checkpoint as it is kept: every log that had grown since the one before, under one signature. */
export interface Checkpoint {
  readonly number: number;
  readonly body: string;
  /** Ed25519 (RFC 8032) over the text. */
  readonly signature: Buffer;
  readonly leaves: readonly CheckpointLeaf[];
}

export interface SigningKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** What a leaf of the tree is the hash of. */
export const leafText = ({ patientId, seq, hash }: CheckpointLeaf): string => `${patientId} ${seq} ${hash.toString('hex')}`;

export const hashesOf = (leaves: readonly CheckpointLeaf[]): Buffer[] => leaves.map((leaf) => leafHash(leafText(leaf)));

export const bodyHash = (body: string): string => createHash('sha256').update(body, 'utf8').digest('hex');

/** The checkpoint that follows `previous`. */
export function makeCheckpoint(previous: { readonly number: number; readonly body: string } | null, leaves: readonly CheckpointLeaf[], { id, key }: SigningKey, now: Date): Checkpoint {
  const content: CheckpointContent = {
    version: 1, number: (previous?.number ?? 0) + 1, at: now.toISOString(), size: leaves.length,
    root: treeRoot(hashesOf(leaves)).toString('hex'), previous: previous === null ? null : bodyHash(previous.body), key: id,
  };
  const body = JSON.stringify(content);
  return { number: content.number, body, signature: sign(null, Buffer.from(body), key), leaves };
}

/** Why a checkpoint proves nothing. */
export type CheckpointFlaw = 'unreadable' | 'unknown key' | 'wrong signature' | 'changed entries' | 'another place';

/**
 * What is wrong with a checkpoint by itself; null when it holds. `previousBody` is the text of the one before: null where there is
 * none, left out where it is not known.
 */
export function flawOf({ number, body, signature, leaves }: Checkpoint, keys: ReadonlyMap<string, KeyObject>, previousBody?: string | null): CheckpointFlaw | null {
  const content = readCheckpoint(body);
  if (content === null) return 'unreadable';
  const key = keys.get(content.key);
  if (key === undefined) return 'unknown key';
  if (!verify(null, Buffer.from(body), key, signature)) return 'wrong signature';
  const isNext = previousBody === undefined || content.previous === (previousBody === null ? null : bodyHash(previousBody));
  if (content.number !== number || !isNext) return 'another place';
  return content.size === leaves.length && content.root === treeRoot(hashesOf(leaves)).toString('hex') ? null : 'changed entries';
}

/** The content of a checkpoint's text; null when it is none of this version. */
export function readCheckpoint(body: string): CheckpointContent | null {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return null;
  }
  return isContent(read) ? read : null;
}

const isContent = (value: unknown): value is CheckpointContent =>
  typeof value === 'object' && value !== null &&
  'version' in value && value.version === 1 &&
  'number' in value && Number.isSafeInteger(value.number) &&
  'at' in value && typeof value.at === 'string' &&
  'size' in value && typeof value.size === 'number' &&
  'root' in value && typeof value.root === 'string' &&
  'previous' in value && (value.previous === null || typeof value.previous === 'string') &&
  'key' in value && typeof value.key === 'string';
