import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { filedMedication } from '../../testing/filed-care-item.ts';
import type { FiledCareItem, StoredCareItem } from './care-item.ts';
import { nextCareItem } from './file-care-items.ts';

const hour = (number: number) => new Date(Date.UTC(2026, 3, 1, number));
const place = { organisation: 'RYJ', newId: () => 'new' };

/** Files versions one after the other; what is kept, and how many of them changed something. */
function fileAll(...versions: readonly FiledCareItem[]): { state: StoredCareItem | null; changes: number } {
  let state: StoredCareItem | null = null;
  let changes = 0;
  for (const each of versions) {
    const next = nextCareItem(state, each, place);
    if (next === null) continue;
    state = next;
    changes += 1;
  }
  return { state, changes };
}

const version = (at: number, more: Parameters<typeof filedMedication>[0] = {}) => filedMedication({ sentAt: hour(at), ...more });

describe('CAR-1 and ING-2 care items from feeds', () => {
  it('keeps the newer version, in whichever order they arrive', () => {
    const [older, newer] = [version(9, { dosage: 'One a day' }), version(10, { dosage: 'Two a day' })];
    expect(fileAll(older, newer)).toMatchObject({ state: { id: 'new', organisation: 'RYJ', authorId: null, dosage: 'Two a day' }, changes: 2 });
    expect(fileAll(newer, older)).toMatchObject({ state: { dosage: 'Two a day' }, changes: 1 });
  });

  it('makes no version of the same content sent again', () => {
    expect(fileAll(version(9), version(10), version(11)).changes).toBe(1);
  });

  it('takes back what was entered in error, and what arrives late does not bring it back', () => {
    const withdrawn = version(10, { withdrawn: true });
    expect(fileAll(version(9), withdrawn).state).toMatchObject({ withdrawn: true });
    expect(fileAll(withdrawn, version(9)).state).toMatchObject({ withdrawn: true });
    expect(fileAll(withdrawn, version(10)).state).toMatchObject({ withdrawn: true });
    expect(fileAll(withdrawn, version(11)).state).toMatchObject({ withdrawn: false });
  });

  it('ACS-1 keeps a label once given, so that a version without the clue opens it to nobody', () => {
    expect(fileAll(version(9, { label: Label.mentalHealth }), version(10, { dosage: 'Less' })).state).toMatchObject({ label: Label.mentalHealth, dosage: 'Less' });
    expect(fileAll(version(9), version(10, { label: Label.sexualHealth })).state).toMatchObject({ label: Label.sexualHealth });
  });

  it('ING-5 keeps dates as far as the sender went', () => {
    expect(fileAll(version(9, { startedOn: '2016' })).state).toMatchObject({ startedOn: '2016', recordedOn: '2021-05-04' });
  });
});
