import { describe, expect, it } from 'vitest';
import { describeFaults } from './verify-log.ts';

describe('ACS-6 verify-log names what is wrong (abuse case 24)', () => {
  it('by record and entry', () => {
    expect(describeFaults([
      { patientId: 'p', seq: 3, fault: 'changed' },
      { patientId: 'q', after: 4, seq: 9, fault: 'rewritten' },
    ])).toEqual(['record p: entry 3 changed', 'record q: entries 5 to 9 rewritten or removed']);
  });

  it('and checkpoints, those in a row in one line', () => {
    const missing = [4, 5, 6, 8].flatMap((checkpoint) => (['database', 'file'] as const).map((place) => ({ checkpoint, place, fault: 'missing' as const })));
    expect(describeFaults([...missing, { checkpoint: 9, place: 'file', fault: 'wrong signature' }])).toEqual([
      'checkpoints 4 to 6 in the database: missing', 'checkpoint 8 in the database: missing',
      'checkpoints 4 to 6 in the file: missing', 'checkpoint 8 in the file: missing', 'checkpoint 9 in the file: wrong signature',
    ]);
  });
});
