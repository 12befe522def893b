import { describe, expect, it } from 'vitest';
import { expiryOf, isUsable, stateOf } from './invitation.ts';
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
