import { describe, expect, it } from 'vitest';
import { presentReport } from '../domain/present-report.ts';
import { ReportKind, ResultStatus, Susceptibility, type FiledReport } from '../domain/report.ts';
import { childOrder, germ, medicine } from '../testing/child-order.ts';
import { oruMessage, oruText } from '../testing/oru-message.ts';
import { mapOru } from './map-oru.ts';

function mapAll(text: string): readonly FiledReport[] {
  const mapping = mapOru({ ...oruMessage('p'), text });
  if (mapping.outcome === 'held') throw new Error(`${mapping.code}: ${mapping.reason}`);
  return mapping.reports;
}

/** A urine culture with these lines, as a reader meets it. */
function shown(...reports: readonly FiledReport[]) {
  const [report] = reports;
  const stored = (report?.observations ?? []).map((each, index) => ({ ...each, id: `o${index}`, reportId: 'r', position: index, corrected: false, previousValue: null }));
  return presentReport(ReportKind.laboratory, stored);
}
const culture = { section: 'MB', service: 'URC^Urine culture^L' };
/** A culture as a second order of a message. */
const parentLines = ['OBR|3|P200|F200|URC^Urine culture^L|||20260401080000||||||||||||||||||F', germ('Klebsiella pneumoniae')];
const { susceptible, increasedExposure, resistant } = Susceptibility;

describe('RES-1 cultures with sensitivities', () => {
  it('gathers two germs with their medicines by OBX-4', () => {
    const { cultures, observations } = shown(...mapAll(oruText({ ...culture, lines: [
      'OBX|1|ST|WCC^White cells^L||>100|10\\S\\6/L|||||F',
      'OBX|2|CE|ORG^Organism^L|1|112283007^Escherichia coli^SCT||||||F',
      'NTE|1||ESBL producer',
      'OBX|3|ST|GRO^Growth^L|1|Heavy growth||||||F',
      'OBX|4|ST|TRI^Trimethoprim^L|1|R|||R|||F',
      'OBX|5|NM|NIT^Nitrofurantoin^L|1|16|mg/L||S|||F',
      'OBX|6|CE|ORG^Organism^L|2|^Enterococcus faecalis^L||||||F',
      'OBX|7|SN|AMX^Amoxicillin^L|2|<=^2|mg/L||S|||C',
      'OBX|8|ST|CIP^Ciprofloxacin^L|2||||I|||F',
    ] })));
    expect(cultures).toMatchObject([
      {
        name: 'Organism', organism: 'Escherichia coli', growth: 'Heavy growth', comments: ['ESBL producer'],
        sensitivities: [{ antibiotic: 'Trimethoprim', interpretation: resistant, value: null }, { antibiotic: 'Nitrofurantoin', interpretation: susceptible, value: '16', unit: 'mg/L' }],
      },
      { organism: 'Enterococcus faecalis', growth: null, sensitivities: [{ antibiotic: 'Amoxicillin', value: '<=2' }, { antibiotic: 'Ciprofloxacin', interpretation: increasedExposure, value: null }] },
    ]);
    expect(observations.map(({ name }) => name)).toEqual(['White cells']);
  });

  it('gathers sub-ids of a second level, judged in words', () => {
    const { cultures } = shown(...mapAll(oruText({ ...culture, lines: [
      'OBX|1|CWE|ORG^Isolate^L|1|^Staphylococcus aureus||||||F',
      'OBX|2|ST|FLU^Flucloxacillin^L|1.1|Sensitive||||||F',
      'OBX|3|ST|PEN^Penicillin^L|1.2|Resistant||||||F',
    ] })));
    expect(cultures[0]?.sensitivities.map(({ antibiotic, interpretation }) => [antibiotic, interpretation])).toEqual([['Flucloxacillin', susceptible], ['Penicillin', resistant]]);
  });

  it('ties an order of susceptibilities to the germ that it names (OBR-26, OBR-29)', () => {
    const parent = oruText({ ...culture, lines: ['OBX|1|CE|ORG^Organism^L|1|^Klebsiella pneumoniae||||||F', 'OBX|2|CE|ORG^Organism^L|2|^Proteus mirabilis||||||F'] });
    const child = (filler: string, subId: string) => `OBR|2||${filler}|SUS^Susceptibilities^L|||20260401080000||||||||||||||||||F|ORG&Organism&L^${subId}^Germ|||P100^F100\rOBX|1|ST|GEN^Gentamicin^L||${subId === '1' ? 'S' : 'R'}|||${subId === '1' ? 'S' : 'R'}|||F`;
    const reports = mapAll([parent, child('F101', '1'), child('F102', '2')].join('\r'));
    expect(reports).toHaveLength(1);
    const { cultures } = shown(...reports);
    expect(cultures.map(({ organism, sensitivities }) => [organism, ...sensitivities.map((each) => [each.antibiotic, each.interpretation])])).toEqual([
      ['Klebsiella pneumoniae', ['Gentamicin', susceptible]], ['Proteus mirabilis', ['Gentamicin', resistant]],
    ]);
  });

  it('ties an order that comes before its parent', () => {
    const lines = [...childOrder([medicine('GEN', 'S')], { parent: 'F200' }), ...parentLines];
    expect(mapAll(oruText({ ...culture, lines })).map(({ code, observations }) => [code, observations.map(({ code: test, subId }) => [test, subId])])).toEqual([
      ['URC', []], ['URC', [['ORG', '1'], ['GEN', '1']]],
    ]);
  });

  it('says which result an order answers whose parent is not in the message', () => {
    const orders = [...childOrder([medicine('GEN', 'S')]), ...childOrder([medicine('GEN', 'R')], { germ: '2' })];
    const answers = mapAll(oruText({ ...culture, filler: 'F300', lines: orders })).slice(1);
    expect(answers.map(({ filler, parent, observations }) => [filler, parent, observations.map(({ subId }) => subId)])).toEqual([
      ['F101', { filler: 'F100', code: 'ORG', subId: '1' }, ['']], ['F101', { filler: 'F100', code: 'ORG', subId: '2' }, ['']],
    ]);
  });

  it('tells each medicine with its status, remarks and correction, and remarks on the growth with the germ', () => {
    const { cultures } = shown(...mapAll(oruText({ ...culture, lines: [
      germ('Escherichia coli'), 'NTE|1||ESBL producer', 'OBX|2|ST|GRO^Growth^L|1|Heavy growth||||||F', 'NTE|1||Mixed with skin flora',
      medicine('TRI', 'R', { subId: '1', status: 'P' }), 'NTE|1||Repeat in progress', medicine('NIT', 'S', { subId: '1' }),
    ] })));
    expect(cultures).toMatchObject([{ comments: ['ESBL producer', 'Mixed with skin flora'], sensitivities: [{ status: ResultStatus.preliminary, comments: ['Repeat in progress'] }, { status: ResultStatus.final, comments: [] }] }]);
  });

  it.each(['X', 'D', 'W'])('drops a medicine that says %s from the table and keeps it among the tests with its status', (status) => {
    const { cultures, observations } = shown(...mapAll(oruText({ ...culture, lines: [germ('Escherichia coli'), medicine('TRI', 'S', { subId: '1', status }), medicine('NIT', 'S', { subId: '1' })] })));
    expect(cultures.map(({ sensitivities }) => sensitivities.map(({ antibiotic }) => antibiotic))).toEqual([['NIT']]);
    expect(observations.map(({ code, status: told }) => [code, told])).toEqual([['TRI', status === 'X' ? ResultStatus.cancelled : ResultStatus.withdrawn]]);
  });

  it.each([['germ', [germ('Escherichia coli', '1', 'X'), medicine('NIT', 'S', { subId: '1' })]], ['last medicine', [germ('Escherichia coli'), medicine('NIT', 'S', { subId: '1', status: 'X' })]]])('makes no culture when the %s was cancelled', (_name, lines) => {
    const { cultures, observations } = shown(...mapAll(oruText({ ...culture, lines })));
    expect([cultures, observations.length]).toEqual([[], 2]);
  });

  it.each([
    ['no growth', ['OBX|1|ST|ORG^Organism^L|1|No growth||||||F']],
    ['a germ without medicines', ['OBX|1|CE|ORG^Organism^L|1|^Candida albicans||||||F']],
    ['medicines without a germ', ['OBX|1|ST|TRI^Trimethoprim^L|1|R|||R|||F']],
    ['words that look like a judgement, tied to nothing', ['OBX|1|ST|BG^Blood group^L||S||||||F', 'OBX|2|ST|X^Other^L||Resistant||||||F']],
    ['numbered lines of text', ['OBX|1|TX|RPT^Report^L|1|First line||||||F', 'OBX|2|TX|RPT^Report^L|2|Second line||||||F']],
  ])('makes no culture of %s', (_name, lines) => {
    const { cultures, observations } = shown(...mapAll(oruText({ ...culture, lines })));
    expect(cultures).toEqual([]);
    expect(observations.length).toBeGreaterThan(0);
  });
});
