import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { Flag, ReportKind, ResultStatus, type FiledReport } from '../domain/report.ts';
import { oruMessage, oruText, type OruPlan } from '../testing/oru-message.ts';
import { mapOru } from './map-oru.ts';

const mapText = (text: string) => mapOru({ ...oruMessage('p'), text });

function map(plan: OruPlan): FiledReport {
  const [report] = mapAll(oruText(plan));
  if (report === undefined) throw new Error('the message has no report');
  return report;
}

function mapAll(text: string): readonly FiledReport[] {
  const mapping = mapText(text);
  if (mapping.outcome === 'held') throw new Error(`${mapping.code}: ${mapping.reason}`);
  return mapping.reports;
}

const observationOf = (line: string) => map({ lines: [line] }).observations[0];

describe('ING-1 ORU^R01', () => {
  it('reads the order', () => {
    expect(map({})).toMatchObject({
      filler: 'F100',
      placer: 'P100',
      code: 'UE',
      name: 'Urea and electrolytes',
      kind: ReportKind.laboratory,
      status: ResultStatus.final,
      site: 'Charing Cross Hospital',
      author: 'Dr Ada Woodhouse',
      label: Label.general,
      // British summer time.
      issuedAt: new Date('2026-04-01T09:30:00Z'),
      collectedAt: new Date('2026-04-01T07:00:00Z'),
    });
  });

  it.each([
    ['a number as sent', 'OBX|1|NM|K^Potassium||98.00|mmol/L|49 - 92|H|||F', { value: '98.00', unit: 'mmol/L', referenceRange: '49 - 92', low: 49, high: 92, flag: Flag.high }],
    ['an inequality in an NM', 'OBX|1|NM|K^Potassium||<15|mmol/L|[ < 4.5]||||F', { value: '<15', low: null, high: 4.5, flag: null }],
    ['a structured number', 'OBX|1|SN|K^Potassium||>^90||||||F', { value: '>90' }],
    ['a structured range', 'OBX|1|SN|K^Potassium||^100^-^200||||||F', { value: '100-200' }],
    ['a titre', 'OBX|1|SN|K^Potassium||^1^:^128||||||F', { value: '1:128' }],
    ['a coded value by its words', 'OBX|1|CWE|K^Potassium||27268008^Salmonella^SCT||||||F', { value: 'Salmonella' }],
    ['repetitions', 'OBX|1|CE|K^Potassium||a^First~b^Second||||||F', { value: 'First\nSecond' }],
    ['escapes', 'OBX|1|NM|K^Potassium||1|10\\S\\9/L|||||F', { unit: '10^9/L' }],
    ['a date', 'OBX|1|DT|K^Potassium||20200705||||||F', { value: '2020-07-05' }],
    ['a file, without its bytes', 'OBX|1|ED|K^Potassium||MOL^IM^PDF^Base64^JVBERi0||||||F', { value: '[PDF]' }],
    ['the explicit null', 'OBX|1|NM|K^Potassium||""|""|""||||F', { value: null, unit: null, referenceRange: null }],
    ['markup as text (abuse case 60)', 'OBX|1|ST|K^Potassium||<script>alert(1)</script>||||||F', { value: '<script>alert(1)</script>' }],
    ['a withdrawn value is not taken over', 'OBX|1|NM|K^Potassium||4.1||||||W', { value: null, status: ResultStatus.withdrawn }],
    ['its own time', 'OBX|1|NM|K^Potassium||4.1||||||F|||20260331120000', { observedAt: new Date('2026-03-31T11:00:00Z') }],
    ['a critical flag among others', 'OBX|1|NM|K^Potassium||9.1|||D~HH|||F', { flag: Flag.criticalHigh }],
  ])('reads %s', (_name, line, expected) => {
    expect(observationOf(line)).toMatchObject(expected);
  });

  it('gives notes to what stands before them', () => {
    const report = map({ lines: ['NTE|1||about the order', 'OBX|1|NM|K^Potassium||4.1||||||F', 'NTE|1||about the test', 'NTE|2||two\\.br\\lines'] });
    expect(report.comments).toEqual(['about the order']);
    expect(report.observations[0]?.comments).toEqual(['about the test', 'two\nlines']);
  });

  it('joins the lines of one text, blank ones included', () => {
    const report = map({ section: 'RAD', lines: ['OBX|1|TX|RPT^Report||Lungs clear.||||||F', 'OBX|2|TX|RPT^Report||||||||F', 'OBX|3|TX|RPT^Report||Heart ~ size normal & even.||||||F'] });
    expect(report.observations).toHaveLength(1);
    expect(report.observations[0]?.value).toBe('Lungs clear.\n\nHeart \n size normal & even.');
  });

  it('takes the later of two values of one test', () => {
    expect(map({ lines: ['OBX|1|NM|K^Potassium||4.1||||||D', 'OBX|2|NM|K^Potassium||4.4||||||C'] }).observations).toMatchObject([{ value: '4.4', status: ResultStatus.corrected }]);
  });

  it('takes tests that are final inside a corrected report for corrected', () => {
    expect(map({ status: 'C' }).observations[0]?.status).toBe(ResultStatus.corrected);
  });

  it('reads several orders, also under one accession number', () => {
    const [, , , orc = '', obr = ''] = oruText().split('\r');
    const second = [orc, obr.replace('UE^Urea and electrolytes', 'FBC^Full blood count'), 'OBX|1|NM|HB^Haemoglobin||140|g/L|||||F'];
    const reports = mapAll([oruText(), ...second].join('\r'));
    expect(reports.map(({ filler, code, observations }) => [filler, code, observations.length])).toEqual([['F100', 'UE', 1], ['F100', 'FBC', 1]]);
  });

  it.each([
    ['OBR-24 RAD', { section: 'RAD' }, ReportKind.radiology],
    ['OBR-24 CT', { section: 'CT' }, ReportKind.radiology],
    ['OBR-24 MRI', { section: 'MRI' }, ReportKind.radiology],
    ['sent by a RIS', { section: '', application: 'HSS_CRIS' }, ReportKind.radiology],
    ['sent by a PACS', { section: '', application: 'PACS1' }, ReportKind.radiology],
    ['a laboratory section, whatever the application', { section: 'CH', application: 'CRIS' }, ReportKind.laboratory],
    ['neither', { section: '' }, ReportKind.laboratory],
  ])('tells radiology by %s', (_name, plan, kind) => {
    expect(map(plan).kind).toBe(kind);
  });

  it.each([
    ['the interpreter (OBR-32)', (text: string) => text.replace(/(OBR.*)\|F/, '$1|F|||||||R1&Lisle&Evander&&&Dr'), 'Dr Evander Lisle'],
    ['the requester (OBR-16)', (text: string) => text, 'Dr Ada Woodhouse'],
    ['the requester (ORC-12)', (text: string) => text.replace('C123^Woodhouse^Ada^^^Dr', '').replace('ORC|RE|P100|F100', 'ORC|RE|P100|F100|||||||||C9^Hart^Meredith'), 'Meredith Hart'],
    ['the clinician in charge (PV1-7)', (text: string) => text.replace('C123^Woodhouse^Ada^^^Dr', '').replace('Hospital||||', 'Hospital||||C9^Oduya^Anselm^^^Dr'), 'Dr Anselm Oduya'],
    ['nobody', (text: string) => text.replace('C123^Woodhouse^Ada^^^Dr', ''), null],
  ])('names as author %s', (_name, change, author) => {
    expect(mapAll(change(oruText()))[0]?.author).toBe(author);
  });

  it('counts the delay from the message when the laboratory names no issue time', () => {
    const text = oruText({ sentAt: '20260402120000' }).replace('|20260401103000||CH|', '|||CH|');
    expect(mapAll(text)[0]).toMatchObject({ issuedAt: new Date('2026-04-01T07:00:00Z'), delayFrom: new Date('2026-04-02T11:00:00Z') });
  });
});

describe('RES-3 a vague time of issue does not end the delay early', () => {
  it.each([
    ['2026', '2026-04-01T10:00:00Z'],
    ['20260401', '2026-04-01T10:00:00Z'],
    ['20250401', '2025-04-01T23:00:00Z'],
  ])('%s', (issuedAt, delayFrom) => {
    expect(map({ issuedAt, sentAt: '20260401110000' }).delayFrom).toEqual(new Date(delayFrom));
  });
});

describe('ING-4 what cannot be filed is held, with a reason that names fields only', () => {
  it.each([
    ['another event', (text: string) => text.replace('ORU^R01', 'ORM^O01'), 'unsupported-event', 'MSH-9'],
    ['no filler number', (text: string) => text.replaceAll('F100', ''), 'required-field-missing', 'ORC-3'],
    ['two filler numbers', (text: string) => text.replace('ORC|RE|P100|F100', 'ORC|RE|P100|F200'), 'order-number-mismatch', 'OBR-3'],
    ['no test in OBR-4', (text: string) => text.replace('UE^Urea and electrolytes^L', ''), 'required-field-missing', 'OBR-4'],
    ['no test in OBX-3', (text: string) => text.replace('K^Potassium^L', ''), 'required-field-missing', 'OBX-3'],
    ['no OBR', (text: string) => text.split('\r').slice(0, 3).join('\r'), 'required-field-missing', 'OBR'],
    ['an OBX before its OBR', (text: string) => text.replace('\rORC', '\rOBX|1|NM|A^A||1||||||F\rORC'), 'malformed', 'OBX'],
    ['a time in OBR-22', (text: string) => text.replace('|20260401103000||CH|', '|yesterday||CH|'), 'malformed', 'OBR-22'],
    ['a time in OBR-7', (text: string) => text.replace('|||20260401080000', '|||20261301080000'), 'malformed', 'OBR-7'],
    ['a time in MSH-7', (text: string) => text.replace('|20260401103000||ORU', '|soon||ORU'), 'malformed', 'MSH-7'],
    ['a status', (text: string) => text.replace('|N|||F', '|N|||?'), 'malformed', 'OBX-11'],
    ['no message at all', () => 'hello', 'malformed', 'MSH'],
  ])('%s', (_name, change, code, field) => {
    const held = mapText(change(oruText()));
    expect(held).toMatchObject({ outcome: 'held', code });
    expect(held.outcome === 'held' && held.reason).toContain(field);
    expect(JSON.stringify(held)).not.toMatch(/TEST|PERSON|Potassium|9999999999|4\.10|yesterday|F200/);
  });
});
