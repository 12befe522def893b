import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyChain, type ChainEntry } from './verify-chain.ts';

const patientId = '00000000-0000-4000-8000-000000000001';

function chainOf(length: number): ChainEntry[] {
  let previous: Buffer = Buffer.alloc(0);
  return Array.from({ length }, (_each, index) => {
    const at = new Date(Date.UTC(2026, 3, 1, 10, index));
    const body = JSON.stringify({ patient: patientId, seq: index + 1, at: at.getTime(), who: `viewer ${index}` });
    previous = createHash('sha256').update(previous).update(body).digest();
    return { patientId, seq: index + 1, at, body, hash: previous };
  });
}

const headOf = (entries: readonly ChainEntry[]) => {
  const last = entries.at(-1);
  return last ? { seq: last.seq, hash: last.hash } : null;
};

describe('ACS-6 the access log is tamper-evident (abuse case 24)', () => {
  const whole = chainOf(5);

  it('holds when nothing was touched', () => {
    expect(verifyChain(patientId, whole, headOf(whole))).toBeNull();
    expect(verifyChain(patientId, [], null)).toBeNull();
  });

  it('names the entry that was edited', () => {
    const edited = whole.map((each) => (each.seq === 3 ? { ...each, body: each.body.replace('viewer', 'nobody') } : each));
    expect(verifyChain(patientId, edited, headOf(whole))).toEqual({ patientId, seq: 3, fault: 'changed' });
  });

  it('names the entry that was deleted', () => {
    const without = whole.filter((each) => each.seq !== 2);
    expect(verifyChain(patientId, without, headOf(whole))).toEqual({ patientId, seq: 2, fault: 'missing' });
  });

  it('names the place where two entries were exchanged', () => {
    const [first, second, ...rest] = whole;
    if (!first || !second) throw new Error('the chain is long enough');
    const exchanged = [{ ...second, seq: 1 }, { ...first, seq: 2 }, ...rest];
    expect(verifyChain(patientId, exchanged, headOf(whole))).toEqual({ patientId, seq: 1, fault: 'changed' });
  });

  it('notices that the end was cut off, with and without the head', () => {
    const cut = whole.slice(0, 3);
    expect(verifyChain(patientId, cut, headOf(whole))).toEqual({ patientId, seq: 4, fault: 'truncated' });
    expect(verifyChain(patientId, cut, null)).toEqual({ patientId, seq: 3, fault: 'truncated' });
  });

  it('names the entry that was moved in time', () => {
    const moved = whole.map((each) => (each.seq === 4 ? { ...each, at: new Date(each.at.getTime() - 2) } : each));
    expect(verifyChain(patientId, moved, headOf(whole))).toEqual({ patientId, seq: 4, fault: 'misplaced' });
  });

  it('names an entry that says nothing, with a hash that fits', () => {
    const hash = createHash('sha256').update('not json').digest();
    const [first] = whole;
    if (!first) throw new Error('the chain is long enough');
    expect(verifyChain(patientId, [{ ...first, body: 'not json', hash }], { seq: 1, hash })).toEqual({ patientId, seq: 1, fault: 'misplaced' });
  });

  it("notices a chain that was copied from another patient's log", () => {
    const other = '00000000-0000-4000-8000-000000000002';
    expect(verifyChain(other, whole, headOf(whole))).toEqual({ patientId: other, seq: 1, fault: 'misplaced' });
  });
});
