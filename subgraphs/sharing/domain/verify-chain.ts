import { createHash } from 'node:crypto';

export interface ChainEntry {
  readonly patientId: string;
  readonly seq: number;
  /** The column that pages are found by; the text says the same. */
  readonly at: Date;
  /** The text that was hashed. */
  readonly body: string;
  readonly hash: Buffer;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: Buffer;
}

export interface ChainFault {
  readonly patientId: string;
  /** Number of the entry at which the chain no longer holds. */
  readonly seq: number;
  readonly fault: 'changed' | 'missing' | 'misplaced' | 'truncated';
}

/**
 * Checks the log of one patient, entries by rising number: hash(n) = SHA-256(hash(n-1) || body(n)). Written apart from the SQL that
 * appends, so that a mistake in one shows in the other. Returns the first fault of the chain, or null.
 */
export function verifyChain(patientId: string, entries: readonly ChainEntry[], head: ChainHead | null): ChainFault | null {
  let previous: Buffer = Buffer.alloc(0);
  let expected = 1;
  for (const { seq, at, body, hash } of entries) {
    if (seq !== expected) return { patientId, seq: expected, fault: 'missing' };
    const computed = createHash('sha256').update(previous).update(body, 'utf8').digest();
    if (!computed.equals(hash)) return { patientId, seq, fault: 'changed' };
    if (!namesItsPlace(body, patientId, seq, at)) return { patientId, seq, fault: 'misplaced' };
    previous = computed;
    expected += 1;
  }
  const last = expected - 1;
  if (head === null) return last === 0 ? null : { patientId, seq: last, fault: 'truncated' };
  return head.seq === last && head.hash.equals(previous) ? null : { patientId, seq: last + 1, fault: 'truncated' };
}

/** An entry moved to another patient or number would still hash to itself where its neighbours were moved along; one moved in time, always. */
function namesItsPlace(body: string, patientId: string, seq: number, at: Date): boolean {
  const said = parsed(body);
  return (
    typeof said === 'object' && said !== null &&
    'patient' in said && said.patient === patientId &&
    'seq' in said && said.seq === seq &&
    // The column keeps microseconds, the text milliseconds.
    'at' in said && typeof said.at === 'number' && Math.abs(said.at - at.getTime()) <= 1
  );
}

/** Null for what is no JSON: a row that was written by hand must be named, and hide no other. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
