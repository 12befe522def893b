import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import type { StoredDocument } from './document.ts';
import { gatherPregnancies } from './gather-pregnancies.ts';

function letter(day: string, title: string, maternity: StoredDocument['maternity'] = { expected: null }, status: StoredDocument['status'] = 'current'): StoredDocument {
  const at = new Date(`${day}T10:00:00Z`);
  return {
    patientId: 'p', id: `${day} ${title}`, organisation: 'RYJ', sourceId: title, parentSourceId: null, replacesSourceId: null, typeCode: 'CN', type: 'Clinic letter', title, status,
    completion: 'signed', author: null, at, atText: day, site: null, label: Label.general, delayFrom: null, delayedUntil: null, maternity, sentAt: at,
    version: 1, versions: 1, mediaType: 'text/plain', size: 1, authorId: null, fileName: null,
  };
}

/** Folders as `from..to expected/born: part title, …`. */
const gathered = (...letters: readonly StoredDocument[]): string[] =>
  gatherPregnancies(letters).map(({ from, to, expected, born, documents }) => `${from}..${to} ${expected ?? '-'}/${born ?? '-'}: ${documents.map(({ part, document }) => `${part} ${document.title}`).join(', ')}`);

const booking = letter('2026-01-10', 'Antenatal booking');
const scan = letter('2026-02-20', 'Dating scan', { expected: '2026-08-20' });
const birth = letter('2026-08-22', 'Birth summary');
const visit = letter('2026-08-30', 'Midwife visit');

describe('DOC-3 one folder for each pregnancy', () => {
  it.each<[string, StoredDocument[], string[]]>([
    ['opens with the first document, closes 46 weeks later for want of better', [booking], ['2026-01-10..2026-11-28 -/-: antenatal Antenatal booking']],
    ['begins 40 weeks before the expected date, closes six weeks after it', [booking, scan], ['2025-11-13..2026-10-01 2026-08-20/-: antenatal Antenatal booking, antenatal Dating scan']],
    ['closes six weeks after the birth', [booking, scan, birth, visit], ['2025-11-13..2026-10-03 2026-08-20/2026-08-22: antenatal Antenatal booking, antenatal Dating scan, birth Birth summary, postnatal Midwife visit']],
    ['takes documents in any order', [visit, scan, birth, booking], ['2025-11-13..2026-10-03 2026-08-20/2026-08-22: antenatal Antenatal booking, antenatal Dating scan, birth Birth summary, postnatal Midwife visit']],
    ['the later word on the expected date counts', [scan, letter('2026-03-20', 'Scan', { expected: '2026-08-25' })], ['2025-11-18..2026-10-06 2026-08-25/-: antenatal Dating scan, antenatal Scan']],
    ['a birth plan is no birth', [booking, letter('2026-06-01', 'Birth plan')], ['2026-01-10..2026-11-28 -/-: antenatal Antenatal booking, antenatal Birth plan']],
    ['a postnatal letter is postnatal by its name', [booking, letter('2026-07-01', 'Postnatal check')], ['2026-01-10..2026-11-28 -/-: antenatal Antenatal booking, postnatal Postnatal check']],
    ['the next pregnancy has a folder of its own, the newest first', [booking, birth, letter('2027-06-01', 'Antenatal booking')], [
      '2027-06-01..2028-04-18 -/-: antenatal Antenatal booking', '2026-01-10..2026-10-03 -/2026-08-22: antenatal Antenatal booking, birth Birth summary',
    ]],
    ['another expected date is of the next pregnancy, even at once', [scan, birth, letter('2026-09-25', 'Early scan', { expected: '2027-05-30' })], [
      '2026-08-23..2027-07-11 2027-05-30/-: antenatal Early scan', '2025-11-13..2026-10-03 2026-08-20/2026-08-22: antenatal Dating scan, birth Birth summary',
    ]],
    ['what is not of maternity care, or was withdrawn, is not in it', [booking, letter('2026-03-01', 'Eye clinic', null), letter('2026-03-02', 'Scan', { expected: null }, 'withdrawn')], ['2026-01-10..2026-11-28 -/-: antenatal Antenatal booking']],
    ['there is none without documents', [], []],
  ])('%s', (_what, letters, folders) => expect(gathered(...letters)).toEqual(folders));
});

describe('RES-5 a document that a reader may not see', () => {
  it('opens no folder and moves no date: folders are made of what is given', () => {
    expect(gathered(booking)).toEqual(gathered(booking, letter('2026-05-01', 'Hidden', null)));
  });
});
