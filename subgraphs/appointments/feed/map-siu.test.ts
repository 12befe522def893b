import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHl7, splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import type { FiledAppointment } from '../domain/appointment.ts';
import { mapSiu } from './map-siu.ts';

interface Parts {
  event?: string;
  sch?: Readonly<Record<number, string>>;
  rest?: readonly string[];
}

const segment = (name: string, fields: Readonly<Record<number, string>>) =>
  [name, ...Array.from({ length: 30 }, (_, n) => fields[n + 1] ?? '')].join('|').replace(/\|+$/, '');

function map({ event = 'SIU^S12', sch = {}, rest = [] }: Parts) {
  const text = [`MSH|^~\\&|A|F|C|C|20260301101112||${event}|1|P|2.4`, segment('SCH', { 1: 'P1', ...sch }), ...rest].join('\r');
  return mapSiu({ id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-03-02T00:00:00.000Z', text });
}

function appointment(parts: Parts): FiledAppointment {
  const answer = map(parts);
  if ('outcome' in answer) throw new Error(answer.code);
  return answer;
}

function times(parts: Parts) {
  const { start, end, startText, overAt } = appointment(parts).changes;
  return [startText ?? null, start?.toISOString() ?? null, end?.toISOString() ?? null, overAt?.toISOString() ?? null];
}

describe('APT-1 when an appointment is', () => {
  const nine = '2026-07-01T08:00:00.000Z';
  const half = '2026-07-01T08:30:00.000Z';
  it.each<[string, Parts, (string | null)[]]>([
    ['SCH-11 start and end, London time', { sch: { 11: '^^^202607010900^202607010930' } }, ['2026-07-01T09:00', nine, half, half]],
    ['SCH-11 start, length in SCH-9', { sch: { 9: '30', 10: 'min^Minutes', 11: '^^^202607010900' } }, ['2026-07-01T09:00', nine, half, half]],
    ['length in seconds', { sch: { 9: '1800', 10: 's', 11: '^^^202607010900' } }, ['2026-07-01T09:00', nine, half, half]],
    ['length without unit is minutes', { sch: { 9: '30', 11: '^^^202607010900' } }, ['2026-07-01T09:00', nine, half, half]],
    ['length in a unit nobody knows', { sch: { 9: '30', 10: 'slots', 11: '^^^202607010900' } }, ['2026-07-01T09:00', nine, null, nine]],
    ['end before start is no end', { sch: { 11: '^^^202607010900^202607010830' } }, ['2026-07-01T09:00', nine, null, nine]],
    ['TQ1 before SCH-11', { sch: { 11: '^^^202001010900' }, rest: ['TQ1|1||||||202607010900|202607010930'] }, ['2026-07-01T09:00', nine, half, half]],
    ['AIS-4 and its length', { rest: ['AIS|1||X^Eyes|202607010900|||30|min'] }, ['2026-07-01T09:00', nine, half, half]],
    ['with an offset', { sch: { 11: '^^^202607010900+0100' } }, ['2026-07-01T09:00', nine, null, nine]],
    ['with an offset that is not of summer in London', { sch: { 11: '^^^202607010800+0000' } }, ['2026-07-01T09:00', nine, null, nine]],
    ['only a day: over when the day is', { sch: { 11: '^^^20260701' } }, ['2026-07-01', '2026-06-30T23:00:00.000Z', null, '2026-07-01T23:00:00.000Z']],
    ['nothing', {}, [null, null, null, null]],
  ])('%s', (_name, parts, expected) => expect(times(parts)).toEqual(expected));
});

describe('APT-1 what an appointment says', () => {
  it.each<[string, Parts, object]>([
    ['service and reason', { sch: { 7: 'R1^Follow-up' }, rest: ['AIS|1||X^Eye clinic'] }, { clinic: 'Eye clinic', reason: 'Follow-up' }],
    ['type where there is no service', { sch: { 8: 'OFFICE^Office visit' } }, { clinic: 'Office visit' }],
    ["HL7's own type says nothing", { sch: { 8: 'Normal' } }, {}],
    ['place from AIL', { rest: ['AIL|1||CLIN^Room 4^^Main Hospital'] }, { place: 'CLIN, Room 4, Main Hospital' }],
    ['place described', { rest: ['PV1|1||^^^^^^^^health centre'] }, { place: 'health centre' }],
    ['place in sub-components', { rest: ['AIL|1||11&X-Ray Room&L'] }, { place: 'X-Ray Room' }],
    ['two parts', { rest: ['RGS|1', 'AIL|1||A', 'AIP|1||1^Gray^Ann', 'RGS|2', 'AIL|1||B', 'AIP|1||1^Gray^Ann'] }, { place: 'A; B', clinician: 'Ann Gray' }],
    ['clinician from PV1-7', { rest: ['PV1|1||||||C1^Woolfson^Kathleen^^^Dr'] }, { clinician: 'Dr Kathleen Woolfson' }],
    ['notes for the patient only', { rest: ['NTE|1||Come early', 'PID|1', 'NTE|1||about the person', 'RGS|1', 'AIS|1||', 'NTE|1||Do not eat\\.br\\Drink water', 'AIL|1||', 'NTE|1||room is clean'] }, { instructions: 'Come early\nDo not eat\nDrink water' }],
    ['deleted', { sch: { 7: '""', 8: '""' }, rest: ['NTE|1||""', 'PV1|1||""||||""'] }, { clinic: null, reason: null, instructions: null, place: null, clinician: null }],
  ])('%s', (_name, parts, expected) => expect(appointment(parts).changes).toEqual(expected));

  it.each([
    ['Booked', 'booked'], ['BOOKED^Booked^HL70278', 'booked'], ['Complete', 'attended'], ['Cancelled', 'cancelled'], ['Dc', 'cancelled'], ['Noshow', 'did-not-attend'], ['', null], ['Odd', null],
  ])('SCH-25 %s: %s', (status, expected) => expect(appointment({ sch: { 25: status } }).status).toBe(expected));

  it('ACS-1 labels by clinic', () => {
    expect(appointment({ rest: ['AIS|1||X^Sexual health clinic'] }).label).toBe(Label.sexualHealth);
    expect(appointment({ rest: ['PV1||||||||||710'] }).label).toBe(Label.mentalHealth);
    expect(appointment({}).label).toBe(Label.general);
  });
});

describe('ING-1 which SIU messages are filed', () => {
  it.each([
    [{ event: 'SIU^S18' }, 'unsupported-event'],
    [{ event: 'ADT^A01' }, 'unsupported-event'],
    [{ sch: { 1: '' } }, 'required-field-missing'],
  ])('%j is held as %s', (parts, code) => expect(map(parts)).toMatchObject({ outcome: 'held', code }));

  it.each(['S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S26'])('%s is filed', (event) => expect(appointment({ event: `SIU^${event}` }).event).toBe(event));

  it('keeps the namespaces of its identifiers', () => {
    expect(appointment({ sch: { 1: '7^PLACER', 2: '7^FILLER' } })).toMatchObject({ placerId: '7^PLACER', fillerId: '7^FILLER' });
  });
});

const samples = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'hl7v2');
const present = existsSync(samples);

describe.skipIf(!present)(`ING-1 sample appointments${present ? '' : ' (skipped: sample data not present)'}`, () => {
  const mapAll = (file: string) =>
    splitMessages(readFileSync(join(samples, file))).map((bytes) =>
      mapSiu({ id: file, organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-11-22T00:00:00.000Z', text: decodeHl7(bytes) }),
    );

  it.each<[string, object]>([
    ['pkb/siu-s12.hl7', { placerId: 'ID123', changes: { startText: '2014-11-20T12:31', end: new Date('2014-11-20T12:32:00Z'), place: 'health centre', clinician: 'Dr Stuart Jones', reason: 'checkup', instructions: 'My comment' } }],
    ['cosyte/canonical--siu-s12-appointment.hl7', { placerId: 'PLACER-Q-001', fillerId: 'FILLER-Q-001', status: 'booked', changes: { clinic: 'Cardiology Consult', place: 'CLINrm, Main Clinic', clinician: 'Dr Marcus Welby', end: new Date('2026-05-01T08:30:00Z') } }],
    ['pipehat/sample-v2.3-siu-s12-1.hl7', { fillerId: '2196178^2196178', status: 'booked', changes: { clinic: 'OFFICE', reason: 'reason for the appointment', clinician: 'Charles White', place: 'OFFICE' } }],
    ['microsoft/SIU-S12-01.hl7', { status: 'booked', changes: { startText: '2021-09-24T08:15:00', clinic: 'Biopsy of colon (procedure)', clinician: 'Robert GE', place: '055, Room01, GH Clinic' } }],
    ['microsoft/SIU-S12-02.hl7', { changes: { clinic: 'CBC Panel-Blood by Automated Count; XR Chest PA and Lateral', clinician: 'Tim PB; Robert RT; Linda GP' } }],
    ['microsoft/SIU-S15-01.hl7', { event: 'S15', status: 'cancelled' }],
    ['microsoft/SIU-S16-01.hl7', { event: 'S16' }],
    // Named SIU, yet its MSH-9 says ADT^A60.
    ['microsoft/SIU_12.hl7', { outcome: 'held', code: 'unsupported-event' }],
  ])('%s', (file, expected) => expect(mapAll(file)).toMatchObject([expected]));
});
