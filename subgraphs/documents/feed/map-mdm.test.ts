import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHl7, splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import type { FiledDocument } from '../domain/document.ts';
import { mapMdm } from './map-mdm.ts';

interface Parts {
  event?: string;
  txa?: Readonly<Record<number, string>>;
  pv1?: Readonly<Record<number, string>>;
  obx?: readonly string[];
}

const usual = { 1: '1', 2: 'DS^Discharge Summary', 12: 'D1', 17: 'AU' };
const segment = (name: string, fields: Readonly<Record<number, string>>) =>
  [name, ...Array.from({ length: 50 }, (_, n) => fields[n + 1] ?? '')].join('|').replace(/\|+$/, '');

function map({ event = 'MDM^T02', txa = {}, pv1 = {}, obx = ['OBX|1|TX|||All well.'] }: Parts) {
  const text = [`MSH|^~\\&|A|F|C|C|20260301101112||${event}|1|P|2.4`, 'PID|1', segment('PV1', pv1), segment('TXA', { ...usual, ...txa }), ...obx].join('\r');
  return mapMdm({ id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-03-02T00:00:00.000Z', text });
}

function document(parts: Parts): FiledDocument {
  const answer = map(parts);
  if ('outcome' in answer) throw new Error(answer.code);
  if (answer.action === 'withdraw') throw new Error('a deletion');
  return answer.document;
}

const heldAs = (parts: Parts) => {
  const answer = map(parts);
  return 'outcome' in answer ? answer.code : 'accepted';
};

describe('ING-1 MDM events', () => {
  const actionOf = (parts: Parts) => {
    const answer = map(parts);
    return 'outcome' in answer ? answer.code : answer.action;
  };
  it.each<[Parts, string]>([
    [{ event: 'MDM^T02' }, 'file'],
    [{ event: 'MDM^T04' }, 'change-status'],
    [{ event: 'MDM^T04', obx: [] }, 'change-status'],
    [{ event: 'MDM^T08' }, 'file'],
    [{ event: 'MDM^T08', obx: [] }, 'required-field-missing'],
    [{ event: 'MDM^T10', txa: { 13: 'D0' } }, 'file'],
    [{ event: 'MDM^T10' }, 'required-field-missing'],
    [{ event: 'MDM^T11', obx: [] }, 'withdraw'],
    [{ event: 'MDM^T11', txa: { 2: '', 17: '' }, obx: [] }, 'withdraw'],
    [{ event: 'MDM^T11', txa: { 12: '' }, obx: [] }, 'required-field-missing'],
    [{ event: 'MDM^T01' }, 'unsupported-event'],
    [{ event: 'MDM^T05' }, 'unsupported-event'],
  ])('%j: %s', (parts, action) => expect(actionOf(parts)).toBe(action));

  it('only T10 replaces its parent', () => {
    expect(document({ event: 'MDM^T10', txa: { 13: 'D0^X' } })).toMatchObject({ replacesSourceId: 'D0^X' });
    expect(document({ event: 'MDM^T02', txa: { 13: 'D0' } })).toMatchObject({ replacesSourceId: null, parentSourceId: 'D0' });
    expect(document({ event: 'MDM^T10', txa: { 13: 'D1' } }).replacesSourceId).toBeNull();
  });
});

describe('DOC-3 maternity', () => {
  const expected = (type: string, test: string, value: string) => ['OBX|1|TX|||All well.', `OBX|2|${type}|${test}||${value}`];
  it.each<[Parts, object | null]>([
    [{}, null],
    [{ pv1: { 10: '501' } }, { expected: null }],
    [{ pv1: { 10: '560' } }, { expected: null }],
    [{ pv1: { 3: 'Antenatal Clinic^^^Queen Charlotte' } }, { expected: null }],
    [{ txa: { 25: 'Midwifery booking letter' } }, { expected: null }],
    [{ obx: expected('DT', '11778-8^Delivery date Estimated^LN', '20260801') }, { expected: '2026-08-01' }],
    [{ obx: expected('TS', 'EDD^Expected date of delivery^L', '202608011200') }, { expected: '2026-08-01' }],
    [{ obx: expected('TS', 'EDD^Expected date of delivery^L', '202608012330+0000') }, { expected: '2026-08-01' }],
    [{ obx: expected('TX', 'EDD^Expected date of delivery^L', '20260801') }, null],
    [{ obx: expected('DT', '11778-8^Delivery date Estimated^LN', '202608') }, null],
    [{ obx: expected('DT', '8665-2^Last menstrual period start date^LN', '20260101') }, null],
  ])('%j: %j', (parts, maternity) => expect(document(parts).maternity).toEqual(maternity));
});

describe('ING-1 MDM^T02 needs TXA-2, TXA-12 and TXA-17', () => {
  it.each([
    [{ txa: { 2: '' } }, 'required-field-missing'],
    [{ txa: { 12: '' } }, 'required-field-missing'],
    [{ txa: { 17: '' } }, 'required-field-missing'],
    [{ event: 'MDM^T01' }, 'unsupported-event'],
    [{ event: 'ORU^R01' }, 'unsupported-event'],
    [{}, 'accepted'],
  ])('%j: %s', (parts, code) => expect(heldAs(parts)).toBe(code));
});

describe('DOC-1 what a document says about itself', () => {
  it.each([
    [{ 17: 'AU' }, 'signed'],
    [{ 17: 'LA' }, 'signed'],
    [{ 17: 'DO' }, 'unsigned'],
    [{ 17: 'IP' }, 'in-progress'],
    [{ 17: '??' }, null],
  ])('completion %j: %s', (txa, completion) => expect(document({ txa }).completion).toBe(completion));

  it.each([
    [{}, 'current'],
    [{ 19: 'AV' }, 'current'],
    [{ 19: 'OB' }, 'replaced'],
    [{ 19: 'CA' }, 'withdrawn'],
  ])('status %j: %s', (txa, status) => expect(document({ txa }).status).toBe(status));

  it.each([
    [{ 2: 'CN' }, 'Clinic letter', 'Clinic letter'],
    [{ 2: 'DS^Summary of stay' }, 'Discharge summary', 'Summary of stay'],
    [{ 2: 'ZZ^Falls plan', 25: 'Your falls plan' }, 'Falls plan', 'Your falls plan'],
    [{ 2: 'ZZ' }, null, 'Document'],
  ])('type and title %j', (txa, type, title) => expect(document({ txa })).toMatchObject({ type, title }));

  it.each([
    [{ 9: 'C1^Woolfson^Kathleen^^^Dr', 5: 'C2^Other' }, 'Dr Kathleen Woolfson'],
    [{ 5: 'C2^Other^Ann' }, 'Ann Other'],
    [{ 9: '12345' }, null],
  ])('author %j: %s', (txa, author) => expect(document({ txa }).author).toBe(author));

  it.each([
    [{ 8: '20260105', 7: '20260104', 6: '20260103', 4: '20260102' }, '2026-01-05'],
    [{ 7: '202601041530', 6: '20260103', 4: '20260102' }, '2026-01-04T15:30'],
    [{ 6: '202601', 4: '20260102' }, '2026-01'],
    [{ 4: '2016' }, '2016'],
    [{ 4: '20260701120000+0000' }, '2026-07-01T13:00:00'],
    [{}, '2026-03-01T10:11:12'],
  ])('ING-5 time %j: %s', (txa, atText) => expect(document({ txa }).atText).toBe(atText));

  it('ING-5 the time of a message that dates nothing is one of clocks in London, in summer too', () => {
    const answer = mapMdm({ id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-07-02T00:00:00.000Z', text: ['MSH|^~\\&|A|F|C|C|20260701120000+0000||MDM^T02|1|P|2.4', 'PID|1', segment('TXA', usual), 'OBX|1|TX|||All well.'].join('\r') });
    expect(answer).toMatchObject({ document: { at: new Date('2026-07-01T12:00:00Z'), atText: '2026-07-01T13:00:00' } });
  });

  it('keeps the namespace of its identifier', () => {
    expect(document({ txa: { 12: '7^LETTERS', 13: '6^LETTERS' } })).toMatchObject({ sourceId: '7^LETTERS', parentSourceId: '6^LETTERS' });
  });
});

describe('ACS-1 label by specialty, team, type, else general', () => {
  it.each<[Parts, Label]>([
    [{}, Label.general],
    [{ pv1: { 10: '710' } }, Label.mentalHealth],
    [{ pv1: { 10: 'GUM' } }, Label.sexualHealth],
    [{ pv1: { 3: 'Sexual Health Clinic^^^St Mary' } }, Label.sexualHealth],
    [{ txa: { 2: 'PC' } }, Label.mentalHealth],
    [{ txa: { 2: 'ZZ^Social work assessment' } }, Label.socialCare],
  ])('%j: %i', (parts, label) => expect(document(parts).label).toBe(label));
});

describe('RES-3 radiology reports sent as documents', () => {
  it.each<[Record<number, string>, string | null]>([
    [{ 2: 'DS' }, null],
    [{ 2: 'DI', 8: '202601041530' }, '2026-01-04T15:30:00.000Z'],
    [{ 2: 'ZZ^Radiology report', 8: '202601041530' }, '2026-01-04T15:30:00.000Z'],
    [{ 2: 'ZZ^MRI head', 8: '20260104' }, '2026-01-05T00:00:00.000Z'],
    [{ 2: 'DI', 8: '20260301' }, '2026-03-01T10:11:12.000Z'],
    [{ 2: 'DI' }, '2026-03-01T10:11:12.000Z'],
  ])('%j counts from %s', (txa, from) => expect(document({ txa }).delayFrom?.toISOString() ?? null).toBe(from));
});

const samples = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'hl7v2');
const present = existsSync(samples);

describe.skipIf(!present)(`ING-1 sample documents${present ? '' : ' (skipped: sample data not present)'}`, () => {
  const mapAll = (file: string) =>
    splitMessages(readFileSync(join(samples, file)))
      .map((bytes) => decodeHl7(bytes))
      .filter((text) => /^MSH.*MDM\^T/.test(text))
      .map((text) => mapMdm({ id: file, organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-11-22T00:00:00.000Z', text }));

  it('SimHospital: two notes with their lines', () => {
    const notes = mapAll('simhospital/stream-a.hl7s');
    expect(notes).toMatchObject([
      { document: { type: 'Procedure note', author: 'Dr Richard Forster', atText: '2020-05-08T13:07:45', completion: 'unsigned' } },
      { document: { type: 'Heart test report', author: 'Dr Joyce Walsh', completion: 'unsigned' } },
    ]);
    for (const note of notes) expect('document' in note && note.document.content.text?.split('\n').length).toBeGreaterThan(3);
  });

  it.each<[string, object]>([
    ['microsoft/MDM-T02-03.hl7', { document: { type: 'Discharge summary', sourceId: '2RWRVAJ627408', completion: 'in-progress', author: 'Dr Kathleen Woolfson' } }],
    ['cosyte/canonical--mdm-t02-document.hl7', { document: { sourceId: 'DOC-Q-001', parentSourceId: 'DOC-Q-PARENT-000', atText: '2026-04-19T15:55:00', status: 'current' } }],
    ['microsoft/MDM-T02-01.hl7', { outcome: 'held', code: 'required-field-missing' }],
    ['microsoft/MDM-T01-01.hl7', { outcome: 'held', code: 'unsupported-event' }],
    // Its PDF is a placeholder in angle brackets.
    ['hl7-ig/Message.hl7_MDM_T02.txt', { outcome: 'held', code: 'content-invalid' }],
  ])('%s', (file, expected) => expect(mapAll(file)).toMatchObject([expected]));
});
