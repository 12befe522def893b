import { createHash } from 'node:crypto';

/** Trees of hashes after RFC 6962, section 2.1: a leaf and an inner node never hash alike, so that none can pass for the other. */
export const leafHash = (data: string): Buffer => createHash('sha256').update(Buffer.of(0)).update(data, 'utf8').digest();

const nodeHash = (left: Buffer, right: Buffer): Buffer => createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();

/** The largest power of two below `size`; `size` is at least 2. */
const splitOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);

/** Root over hashed leaves, in their order; of none at all, the hash of nothing. */
export function treeRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return only;
  const split = splitOf(leaves.length);
  return nodeHash(treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split)));
}

/** The hashes that lead from the leaf at `index` to the root, the nearest first (RFC 6962, section 2.1.1). */
export function auditPath(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length < 2) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split ? [...auditPath(left, index), treeRoot(right)] : [...auditPath(right, index - split), treeRoot(left)];
}
