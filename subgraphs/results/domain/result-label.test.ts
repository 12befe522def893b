import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { labelOfResult } from './result-label.ts';

const clues = (more: Partial<Parameters<typeof labelOfResult>[0]>) => ({ specialty: '', teams: [], tests: [], ...more });
const test = (code: string, name: string) => ({ tests: [{ code: 'UE', name: 'Urea and electrolytes' }, { code, name }] });

describe('ACS-1 privacy label of a result', () => {
  it.each([
    ['nothing telling', test('K', 'Potassium'), Label.general],
    ['a code', test('HIVAB', 'Virology serology'), Label.sexualHealth],
    ['a code in small letters', test('ctgc', 'NAAT'), Label.sexualHealth],
    ['a LOINC code', test('56888-1', 'Ag and Ab panel'), Label.sexualHealth],
    ['a name: HIV', test('X1', 'HIV 1+2 antibody/antigen'), Label.sexualHealth],
    ['a name: HIV1', test('X1', 'HIV1 viral load'), Label.sexualHealth],
    ['a name: chlamydia', test('X1', 'Chlamydia trachomatis NAAT'), Label.sexualHealth],
    ['a name: gonorrhoea', test('X1', 'N. gonorrhoeae culture'), Label.sexualHealth],
    ['a name: syphilis', test('X1', 'Treponemal antibodies'), Label.sexualHealth],
    ['a name that only begins alike', test('X1', 'Hives panel'), Label.general],
    ['a specialty', { specialty: '710' }, Label.mentalHealth],
    ['a team', { teams: ['Riverside Sexual Health Clinic'] }, Label.sexualHealth],
    ['specialty before test', { specialty: '710', ...test('HIVAB', 'HIV antibody') }, Label.mentalHealth],
  ])('%s', (_name, more, expected) => {
    expect(labelOfResult(clues(more))).toBe(expected);
  });
});
