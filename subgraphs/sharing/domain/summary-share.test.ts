import { randomBytes, randomUUID } from 'node:crypto';
import { mostWrongTries, whoLength } from '@cie/kit/summary-shares.ts';
import { describe, expect, it } from 'vitest';
import { saidName } from './share-summary.ts';
import { judgeTry, summaryState, type TriedSummary } from './summary-share.ts';

const now = new Date('2026-11-23T12:00:00Z');
const proof = randomBytes(32);
const waiting: TriedSummary = {
  id: randomUUID(), patientId: randomUUID(), labels: [0], madeAt: new Date('2026-11-23T11:00:00Z'), endsAt: new Date('2026-11-23T13:00:00Z'), wrong: 0, late: 0,
  openedAt: null, openedBy: null, stoppedAt: null, proof,
};
const other = Buffer.from(proof.map((byte, at) => (at === 31 ? byte ^ 1 : byte)));

describe('ACS-3 a summary that is given away', () => {
  it.each([
    ['waiting', {}, '2026-11-23T12:59:59.999Z'],
    ['ended', {}, '2026-11-23T13:00:00.000Z'],
    ['opened', { openedAt: now, openedBy: 'x' }, '2026-11-23T14:00:00Z'],
    ['stopped', { stoppedAt: now }, '2026-11-23T12:30:00Z'],
    ['waiting', { wrong: mostWrongTries - 1 }, '2026-11-23T12:30:00Z'],
    ['burned', { wrong: mostWrongTries, stoppedAt: now }, '2026-11-23T12:30:00Z'],
  ] as const)('is %s with %j at %s', (state, change, at) => {
    expect(summaryState({ ...waiting, ...change }, new Date(at))).toBe(state);
  });

  it.each([
    ['right', waiting, proof],
    ['wrong', waiting, other],
    ['wrong', waiting, proof.subarray(0, 31)],
    ['wrong', waiting, Buffer.alloc(0)],
    ['unasked', waiting, null],
    ['right', { ...waiting, wrong: mostWrongTries - 1 }, proof],
    ['wrong', { ...waiting, wrong: mostWrongTries - 2 }, other],
    ['burning', { ...waiting, wrong: mostWrongTries - 1 }, other],
    ['late', { ...waiting, wrong: mostWrongTries, stoppedAt: now }, proof],
    ['late', { ...waiting, openedAt: now, openedBy: 'x' }, proof],
    ['late', { ...waiting, stoppedAt: now }, proof],
    ['late', { ...waiting, endsAt: now }, proof],
    ['late', { ...waiting, endsAt: now }, null],
    ['unknown', null, proof],
  ] as const)('answers a try with %s', (kind, found, given) => {
    expect(judgeTry(found, given, now)).toBe(kind);
  });

  it.each([
    [' Dr  Jane\nSmith\t', 'Dr Jane Smith'],
    ['Dr \u202eenaJ', 'Dr enaJ'],
    ['a\u0000b', 'a b'],
    ['', 'Somebody who did not say who they are'],
    ['\u200f\u2028', 'Somebody who did not say who they are'],
    ['half \ud800', 'half \ufffd'],
  ])('shows what %j says of themself on one line', (said, shown) => {
    expect(saidName(said)).toBe(shown);
  });

  it('cuts what somebody says of themself at its limit, and no character in two', () => {
    expect(saidName('x'.repeat(whoLength.most))).toHaveLength(whoLength.most);
    expect(saidName('x'.repeat(whoLength.most + 1))).toHaveLength(whoLength.most);
    expect(saidName(`${'x'.repeat(whoLength.most - 1)}\u{1f600}`).isWellFormed()).toBe(true);
  });
});
