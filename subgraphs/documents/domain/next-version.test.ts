import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import type { FiledDocument } from './document.ts';
import { nextVersion } from './next-version.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const place = { patientId: 'p', organisation: 'RYJ', newId: () => 'new' };
const letter: FiledDocument = {
  sourceId: 'D1', parentSourceId: null, typeCode: 'DS', type: 'Discharge summary', title: 'Discharge summary', status: 'current', completion: 'signed',
  author: null, at: at(1), atText: '2026-01-01', site: null, label: Label.general, delayFrom: null, content: { text: 'ä', pdf: null }, sentAt: at(1),
};

describe('DOC-1 versions', () => {
  it('counts up, keeps the id, takes the newer facts', () => {
    const first = nextVersion(null, letter, place);
    expect(first).toMatchObject({ id: 'new', version: 1, mediaType: 'text/plain', size: 2, delayedUntil: null });
    const second = nextVersion(first, { ...letter, title: 'Second', sentAt: at(2), content: { text: null, pdf: Buffer.from('%PDF-') } }, { ...place, newId: () => 'other' });
    expect(second).toMatchObject({ id: 'new', version: 2, title: 'Second', mediaType: 'application/pdf', size: 5 });
    expect(second).not.toHaveProperty('content');
  });

  it('ING-2 older never replaces newer; the same moment does', () => {
    const first = nextVersion(null, { ...letter, sentAt: at(5) }, place);
    expect(nextVersion(first, { ...letter, sentAt: at(4) }, place)).toBeNull();
    expect(nextVersion(first, { ...letter, sentAt: at(5) }, place)?.version).toBe(2);
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
