import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import type { FiledDocument, StoredDocument } from './document.ts';
import { nextVersion as next, type Place } from './next-version.ts';

const nextVersion = (stored: StoredDocument | null, incoming: FiledDocument, where: Place): StoredDocument => next(stored, incoming, where).document;

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const place = { patientId: 'p', organisation: 'RYJ', newId: () => 'new' };
const letter: FiledDocument = {
  sourceId: 'D1', parentSourceId: null, replacesSourceId: null, typeCode: 'DS', type: 'Discharge summary', title: 'Discharge summary', status: 'current', completion: 'signed',
  author: null, at: at(1), atText: '2026-01-01', site: null, label: Label.general, delayFrom: null, maternity: null, content: { text: 'ä', file: null }, sentAt: at(1),
};

describe('DOC-1 versions', () => {
  it('counts up, keeps the id, takes the newer facts', () => {
    const first = nextVersion(null, letter, place);
    expect(first).toMatchObject({ id: 'new', version: 1, mediaType: 'text/plain', size: 2, delayedUntil: null });
    const second = nextVersion(first, { ...letter, title: 'Second', sentAt: at(2), content: { text: null, file: { mediaType: 'application/pdf', bytes: Buffer.from('%PDF-') } } }, { ...place, newId: () => 'other' });
    expect(second).toMatchObject({ id: 'new', version: 2, title: 'Second', mediaType: 'application/pdf', size: 5 });
    expect(second).not.toHaveProperty('content');
  });

  it('ING-2 older never replaces newer, and becomes history; the same moment does replace', () => {
    const first = nextVersion(null, { ...letter, sentAt: at(5) }, place);
    const late = next(first, { ...letter, title: 'Late', author: 'Dr A', sentAt: at(4) }, place);
    expect(late.document).toEqual({ ...first, versions: 2 });
    expect(late.version).toMatchObject({ version: 2, author: 'Dr A', sentAt: at(4) });
    // The newest of three is the second that arrived.
    expect(nextVersion(late.document, { ...letter, sentAt: at(5) }, place)).toMatchObject({ version: 3, versions: 3 });
  });

  it('comes back from a withdrawal by a newer word, and goes on replacing what it replaced when it is edited', () => {
    const first = nextVersion(null, letter, place);
    expect(nextVersion({ ...first, replacesSourceId: 'D0' }, { ...letter, sentAt: at(2) }, place).replacesSourceId).toBe('D0');
    expect(nextVersion({ ...first, status: 'withdrawn' }, { ...letter, sentAt: at(2) }, place).status).toBe('current');
    expect(nextVersion({ ...first, status: 'withdrawn', sentAt: at(3) }, { ...letter, sentAt: at(2) }, place).status).toBe('withdrawn');
  });

  it('DOC-3 keeps an expected date of delivery that a newer version does not repeat', () => {
    const first = nextVersion(null, { ...letter, maternity: { expected: '2026-08-01' } }, place);
    expect(nextVersion(first, { ...letter, sentAt: at(2) }, place).maternity).toEqual({ expected: '2026-08-01' });
    expect(nextVersion(first, { ...letter, maternity: { expected: '2026-08-05' }, sentAt: at(2) }, place).maternity).toEqual({ expected: '2026-08-05' });
    expect(nextVersion(first, { ...letter, maternity: { expected: '2026-07-05' }, sentAt: new Date(0) }, place).maternity).toEqual({ expected: '2026-08-01' });
  });
});

describe('RES-3 a radiology report sent as a document waits 28 days', () => {
  const report = { ...letter, delayFrom: at(1) };

  it('from when it was issued', () => {
    expect(nextVersion(null, report, place)?.delayedUntil).toEqual(at(29));
  });

  it('from its first version', () => {
    const first = nextVersion(null, report, place);
    expect(nextVersion(first, { ...report, delayFrom: at(20), sentAt: at(20) }, place)?.delayedUntil).toEqual(at(29));
    expect(nextVersion(first, { ...letter, sentAt: at(20) }, place)?.delayedUntil).toEqual(at(29));
  });
});

describe('ACS-1 a label once given stays', () => {
  it('is not opened by a correction without the clue', () => {
    const first = nextVersion(null, { ...letter, label: Label.mentalHealth }, place);
    expect(nextVersion(first, letter, place)?.label).toBe(Label.mentalHealth);
    expect(nextVersion(nextVersion(null, letter, place), { ...letter, label: Label.sexualHealth }, place)?.label).toBe(Label.sexualHealth);
  });
});
