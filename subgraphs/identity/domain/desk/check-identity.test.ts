import { checkStatements } from '@cie/kit/desk.ts';
import { describe, expect, it } from 'vitest';
import { cleanText, newCaseReference, readCaseReference } from '../desk-case.ts';
import { checkProblems, type CheckInput } from './check-identity.ts';

const now = new Date('2026-11-23T10:00:00Z');
const whole: CheckInput = { method: 'in-person', evidence: ['passport'], statements: checkStatements, nhsNumber: '999 000 4005', birthDate: '1970-01-31', note: '', sameAs: null };

describe('REG-5 an identity is checked before somebody is invited', () => {
  it.each<[name: string, change: Partial<CheckInput>, codes: readonly string[]]>([
    ['a photo in person', {}, []],
    ['a photo on a screen', { method: 'video-call', evidence: ['driving-licence'] }, []],
    ['staff who know the person, named', { method: 'vouched', evidence: ['staff-vouched'], note: 'Sister Underhill, Hammersmith' }, []],
    ['no method', { method: null }, ['CHECK_METHOD_MISSING']],
    ['nothing seen, no method', { method: null, evidence: [] }, ['CHECK_METHOD_MISSING', 'CHECK_EVIDENCE_MISSING']],
    ['in person without a photo', { evidence: ['staff-vouched'] }, ['CHECK_EVIDENCE_PHOTO']],
    ['on a screen without anything', { method: 'video-call', evidence: [] }, ['CHECK_EVIDENCE_PHOTO']],
    ['vouched for by nobody', { method: 'vouched', evidence: ['passport'], note: '  ' }, ['CHECK_EVIDENCE_VOUCHED', 'CHECK_VOUCHER_MISSING']],
    ['a statement left open', { statements: checkStatements.slice(1) }, ['CHECK_STATEMENTS']],
    ['a mistyped number', { nhsNumber: '9990004006' }, ['NHS_NUMBER_CHECK_DIGIT']],
    ['no number', { nhsNumber: '' }, ['NHS_NUMBER_LENGTH']],
    ['no such day', { birthDate: null }, ['CHECK_BIRTH_DATE']],
    ['a day to come', { birthDate: '2026-11-24' }, ['CHECK_BIRTH_DATE']],
  ])('%s', (_name, change, codes) => {
    expect(checkProblems({ ...whole, ...change }, now).map(([code]) => code)).toEqual(codes);
  });
});

describe('REG-5 references and texts of cases', () => {
  it('makes references that differ, and reads them as people type them', () => {
    const references = Array.from({ length: 500 }, newCaseReference);
    expect(new Set(references).size).toBe(500);
    for (const reference of references) expect(readCaseReference(` ${reference.toLowerCase().replace('-', ' ')} `)).toBe(reference);
    for (const bad of ['', 'K7MP', 'K7MP-X2D', 'K7MP-X2DRR', 'AEIO-UAEI', '0000-1111', "' or 1=1"]) expect(readCaseReference(bad)).toBeNull();
  });

  it('keeps what was written, without what a database or a page could trip over', () => {
    expect(cleanText('  a\u0000b\r\nc\u202Ed\u0007\te\uD800 ', 100)).toBe('ab\ncd\te\uFFFD');
    expect(cleanText('żółw 🐢🐢', 6)).toBe('żółw \uFFFD');
    expect(cleanText('<script>alert(1)</script>', 100)).toBe('<script>alert(1)</script>');
  });
});
