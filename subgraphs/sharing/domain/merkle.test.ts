import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditPath, leafHash, treeRoot } from './merkle.ts';

/** RFC 6962, section 2.1, read from the text once more: the leaf climbs by the bits of its place. */
function rootFrom(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer {
  let [node, place, last, used] = [leaf, index, size - 1, 0];
  const sha = (left: Buffer, right: Buffer) => createHash('sha256').update(Buffer.from([1])).update(left).update(right).digest();
  for (; last > 0; place >>= 1, last >>= 1) {
    const sibling = path[used];
    if (place % 2 === 1) node = sha(sibling ?? node, node);
    else if (place < last) node = sha(node, sibling ?? node);
    else continue;
    used += 1;
  }
  return node;
}

describe('ACS-6 the tree over the ends of all logs is that of RFC 6962', () => {
  // From the test vectors of the reference implementation (certificate-transparency, merkle_tree_test).
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex').toString('latin1'));
  const leaves = inputs.map((text) => createHash('sha256').update(Buffer.from([0])).update(text, 'latin1').digest());

  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('root of %d leaves', (size, root) => expect(treeRoot(leaves.slice(0, size)).toString('hex')).toBe(root));

  it('leads from each leaf to the root, whatever the size', () => {
    for (let size = 1; size <= 20; size += 1) {
      const all = Array.from({ length: size }, (_each, index) => leafHash(`log ${index}`));
      const root = treeRoot(all);
      for (const [index, leaf] of all.entries()) expect(rootFrom(leaf, index, size, auditPath(all, index)).equals(root), `${index} of ${size}`).toBe(true);
      expect(rootFrom(leafHash('another'), 0, size, auditPath(all, 0)).equals(root)).toBe(false);
    }
  });
});
