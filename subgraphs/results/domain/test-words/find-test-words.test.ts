import { describe, expect, it } from 'vitest';
import { ReportKind } from '../report.ts';
import { allTestWords, normalName, wordsOfReport, wordsOfTest } from './find-test-words.ts';

const nameOf = (name: string, more: { code?: string; codeSystem?: string; report?: string } = {}) =>
  wordsOfTest({ code: more.code ?? 'X1', codeSystem: more.codeSystem ?? 'L', name }, more.report === undefined ? null : { name: more.report })?.plainName ?? null;

describe('RES-1 words about a test', () => {
  it.each([
    ['Potassium', 'Potassium'],
    ['Serum potassium', 'Potassium'],
    ['Potassium level', 'Potassium'],
    ['PLATELET COUNT', 'Platelets'],
    ['White blood cell count', 'White blood cells'],
    ['Hb A1c (IFCC)', 'Average blood sugar (HbA1c)'],
    ['eGFR/1.73m2 (CKD-EPI)', 'Kidney function (eGFR)'],
    ['Total bilirubin level', 'Bilirubin'],
    ['Blood culture', 'Blood culture'],
    ['Urine sodium', 'Sodium in urine'],
    ['Sodium (urine)', 'Sodium in urine'],
    ['24 hour urine protein', 'Protein in urine'],
    ['Throat swab', 'Throat swab'],
    ['Faecal calprotectin', 'Calprotectin'],
    ['CSF glucose', 'Glucose in spinal fluid'],
  ])('knows %s', (name, plainName) => expect(nameOf(name)).toBe(plainName));

  it.each([
    ['a test that no list has', 'Zebra factor'],
    ['another sample', 'Pleural fluid protein'],
    ['another sample of a test of blood', 'Sweat chloride'],
    ['no name', ''],
    ['a longer name that only begins alike', 'Potassium channel antibodies'],
  ])('says nothing about %s', (_what, name) => expect(nameOf(name)).toBeNull());

  it('takes the sample from the report where the test does not tell it', () => {
    expect(nameOf('Sodium', { report: 'Urine electrolytes' })).toBe('Sodium in urine');
    expect(nameOf('Chloride', { report: 'Sweat test' })).toBeNull();
    expect(nameOf('Sodium', { report: 'Urea and electrolytes' })).toBe('Sodium');
  });

  it('goes by LOINC first, and by no code of a laboratory’s own', () => {
    expect(nameOf('Kalium', { code: '2823-3', codeSystem: 'LN' })).toBe('Potassium');
    expect(nameOf('Kalium', { code: '2823-3', codeSystem: 'http://loinc.org' })).toBe('Potassium');
    expect(nameOf('Kalium', { code: '2823-3', codeSystem: 'L' })).toBeNull();
    expect(nameOf('Cancer antigen', { code: 'CA', codeSystem: 'L' })).toBeNull();
  });

  it.each([
    ['Full Blood Count', ReportKind.laboratory, 'Full blood count'],
    ['CT head', ReportKind.radiology, 'CT scan of the head'],
    ['CT abdomen and pelvis with contrast', ReportKind.radiology, 'CT scan'],
    ['Left knee X-ray', ReportKind.radiology, 'X-ray'],
    ['US Doppler leg veins', ReportKind.radiology, 'Ultrasound scan'],
    ['Opinion', ReportKind.radiology, null],
    ['CT something', ReportKind.laboratory, null],
  ])('of the report %s', (name, kind, plainName) => {
    expect(wordsOfReport({ kind, name, code: 'X1', codeSystem: 'L' })?.plainName ?? null).toBe(plainName);
  });
});

describe('RES-1 the list of words', () => {
  it('has the common tests, each name and code once, written as they are looked up', () => {
    expect(allTestWords.length).toBeGreaterThanOrEqual(150);
    const names = allTestWords.flatMap((each) => each.names);
    const codes = allTestWords.flatMap((each) => each.loinc);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(names.filter((name) => name !== normalName(name))).toEqual([]);
    expect(codes.filter((code) => !hasLoincCheckDigit(code))).toEqual([]);
  });

  it('is short and plain: one sentence, no advice, no judgement', () => {
    const wrong = allTestWords.filter(({ about, plainName }) => {
      const words = about.split(/\s+/);
      const long = words.filter((word) => word.replaceAll(/[^a-zA-Z]/g, '').length > 13);
      return !/^[A-Z][^.!?]+\.$/.test(about) || words.length > 20 || long.length > 0 || plainName.length > 40;
    });
    expect(wrong.map(({ plainName }) => plainName)).toEqual([]);
    const judging = /\b(?:should|must|may mean|could mean|means you|normal|abnormal|danger\w*|serious|risk|cancer|tumour|disease|diagnos\w*|too (?:high|low)|treatment|worry|doctor)\b/i;
    expect(allTestWords.filter(({ about }) => judging.test(about)).map(({ about }) => about)).toEqual([]);
  });

  it('says of each line whether a clinician has approved it; none has been as delivered', () => {
    expect(allTestWords.filter(({ clinicalReview }) => clinicalReview !== null)).toEqual([]);
  });
});

/** LOINC's check digit is Mod 10 (Luhn) over the digits before it; a slip of the pen would give one test the words of another. */
function hasLoincCheckDigit(code: string): boolean {
  const [number = '', check] = code.split('-');
  const sum = number.split('').toReversed().map(Number).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10) === check;
}
