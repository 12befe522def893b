import { describe, expect, it } from 'vitest';
import { labelHistoryOf } from './label-history.ts';
import { Label } from './names.ts';

const [came, then, later] = [new Date('2026-01-01T09:00:00Z'), new Date('2026-02-01T09:00:00Z'), new Date('2026-03-01T09:00:00Z')];
const { general, sexualHealth, mentalHealth } = Label;

describe('ACS-1, ACS-8 which label an item had when', () => {
  it('is the one it came with, from when it came, while nothing has changed', () => {
    expect(labelHistoryOf({ label: mentalHealth, createdAt: came, changes: [] })).toEqual([{ label: mentalHealth, since: came, by: 'rule' }]);
  });

  it('begins with what the first change replaced, and says of each who gave it', () => {
    const changes = [{ was: general, given: sexualHealth, by: 'rule' as const, at: then }, { was: sexualHealth, given: mentalHealth, by: 'patient' as const, at: later }];
    expect(labelHistoryOf({ label: mentalHealth, createdAt: came, changes })).toEqual([
      { label: general, since: came, by: 'rule' }, { label: sexualHealth, since: then, by: 'rule' }, { label: mentalHealth, since: later, by: 'patient' },
    ]);
  });
});
