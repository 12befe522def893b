import { describe, expect, it } from 'vitest';
import { ageAt, expiryOf, isUsable, stateOf } from './invitation.ts';
import { mayInvite } from '@cie/kit/may-invite.ts';

const viewer = { kind: 'professional', accountId: 'a', patientId: null, name: 'n', organisation: 'RYJ', role: null, proofing: null, duties: [], email: null, sessionId: 's' } as const;

describe('REG-4 how long an invitation may be used', () => {
  const issuedAt = new Date('2026-11-01T09:00:00.000Z');
  const expiresAt = expiryOf(issuedAt);

  it('is 14 days, to the millisecond', () => {
    expect(expiresAt.toISOString()).toBe('2026-11-15T09:00:00.000Z');
    expect(isUsable({ expiresAt, endedBecause: null }, new Date('2026-11-15T08:59:59.999Z'))).toBe(true);
    expect(isUsable({ expiresAt, endedBecause: null }, expiresAt)).toBe(false);
  });

  it.each(['completed', 'replaced', 'withdrawn', 'burned', 'opted-out'] as const)('ends when it was %s', (endedBecause) => {
    expect(isUsable({ expiresAt, endedBecause }, issuedAt)).toBe(false);
    expect(stateOf({ expiresAt, endedBecause, started: true }, expiresAt)).toBe(endedBecause);
  });

  it('is told to the desk', () => {
    expect(stateOf({ expiresAt, endedBecause: null, started: false }, issuedAt)).toBe('waiting');
    expect(stateOf({ expiresAt, endedBecause: null, started: true }, issuedAt)).toBe('started');
    expect(stateOf({ expiresAt, endedBecause: null, started: true }, expiresAt)).toBe('expired');
  });
});

describe('REG-4 16 or over', () => {
  it.each([
    ['2010-11-23', '2026-11-22T23:59:59Z', 15],
    ['2010-11-23', '2026-11-23T00:00:00Z', 16],
    // Summer time: the day begins an hour earlier in London.
    ['2010-07-01', '2026-06-30T23:00:00Z', 16],
    ['2010-07-01', '2026-06-30T22:59:59Z', 15],
    // No 29 February in 2026 and 2030.
    ['2008-02-29', '2026-02-28T12:00:00Z', 17],
    ['2008-02-29', '2026-03-01T12:00:00Z', 18],
    ['2008-02-29', '2028-02-29T12:00:00Z', 20],
  ])('born %s is on %s %d years old', (birthDate, now, age) => {
    expect(ageAt(birthDate, new Date(now))).toBe(age);
  });
});

describe('REG-4 who invites', () => {
  it.each([
    ['a hospital', 'RYJ', true],
    ['a hospital where treatment does not qualify', 'R1K', true],
    ['a general practice', 'E85001', true],
    ['a commissioner', 'QRV', false],
    ['nobody', null, false],
  ])('%s', (_who, organisation, may) => {
    expect(mayInvite({ ...viewer, organisation })).toBe(may);
  });

  it('never a patient', () => {
    expect(mayInvite({ ...viewer, kind: 'patient' })).toBe(false);
  });
});
