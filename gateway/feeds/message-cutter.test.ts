import { describe, expect, it } from 'vitest';
import { splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { mutateBytes, seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { MessageCutter } from './message-cutter.ts';

function cutAt(bytes: Buffer, sizes: (left: number) => number, maxBytes = 1_000_000): string[] {
  const cutter = new MessageCutter(maxBytes);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = Math.max(1, sizes(bytes.length - at));
    for (const piece of cutter.push(bytes.subarray(at, at + size))) pieces.push(`${piece.kind} ${Buffer.from(piece.bytes).toString('latin1')}`);
    at += size;
  }
  for (const piece of cutter.end()) pieces.push(`${piece.kind} ${Buffer.from(piece.bytes).toString('latin1')}`);
  return pieces;
}

const whole = (bytes: Buffer): string[] => splitMessages(bytes).map((piece) => `message ${Buffer.from(piece).toString('latin1')}`);
const batch = Buffer.from('FHS|^~\\&|A\rBHS|^~\\&|A\r\n  MSH|^~\\&|A|B|1\rPID|1||MSH\r\n\ufeffMSH|^~\\&|A|B|2\nNTE|1||x\n \t wrapped\u000bMSH|3\u001c\rMSH\rBTS|3\rFTS|1\r');

describe('ING-1 a stream is cut as a whole file is', () => {
  it.each([1, 2, 3, 5, 7, 64, 1000])('in parts of %i bytes', (size) => {
    expect(whole(batch).length).toBe(4);
    expect(cutAt(batch, () => size)).toEqual(whole(batch));
  });

  it('whatever the bytes and wherever they are parted', () => {
    for (let seed = 0; seed < 3000; seed++) {
      const pick = seededGenerator(seed);
      const bytes = mutateBytes(batch, pick);
      expect(cutAt(bytes, () => 1 + pick(40)), `seed ${seed}`).toEqual(whole(bytes));
    }
  });

  it('61: drops a message over the limit and goes on with the next, holding little', () => {
    const large = `MSH|^~\\&|A|B|large\rNTE|1||${'x'.repeat(3_000_000)}`;
    const cutter = new MessageCutter(100_000);
    const kinds: string[] = [];
    let most = 0;
    for (const part of [`MSH|1\r${large.slice(0, 1_500_000)}`, `${large.slice(1_500_000)}\r`, 'MS', 'H|2\rMSH|3']) {
      for (const { kind, bytes } of cutter.push(Buffer.from(part))) kinds.push(`${kind} ${Buffer.from(bytes).toString('latin1').slice(0, 20)}`);
      most = Math.max(most, cutter.held);
    }
    for (const { kind, bytes } of cutter.end()) kinds.push(`${kind} ${Buffer.from(bytes).toString('latin1')}`);
    expect(kinds).toEqual(['message MSH|1', 'oversized MSH|^~\\&|A|B|large\rN', 'message MSH|2', 'message MSH|3']);
    expect(most).toBeLessThan(300_000);
  });

  it('61: a message of the limit passes, one byte more does not', () => {
    const message = (size: number): Buffer => Buffer.from(`MSH|1\r${'x'.repeat(size - 6)}`);
    expect(cutAt(message(1000), () => 300, 1000)).toHaveLength(1);
    expect(cutAt(message(1000), () => 300, 1000)[0]).toMatch(/^message/);
    expect(cutAt(message(1001), () => 300, 1000)).toEqual([expect.stringMatching(/^oversized/)]);
  });

  it('takes UTF-16 as one message', () => {
    const wide = Buffer.from(`\ufeff${batch.toString()}`, 'utf16le');
    expect(cutAt(wide, () => 13)).toEqual(whole(wide));
  });

  it('61: costs linear time for a large message in small parts', () => {
    const started = performance.now();
    expect(cutAt(Buffer.from(`MSH|1\r${'xMSH '.repeat(2_000_000)}`), () => 1400, 20_000_000)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
