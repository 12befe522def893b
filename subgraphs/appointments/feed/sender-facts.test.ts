import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { mapSiu } from './map-siu.ts';

const base = { id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-08-01T00:00:00Z' };
const sender = { zone: 'UTC', defaultLabel: Label.mentalHealth, sites: { CXH: 'Charing Cross Hospital' } };
const siu = (specialty = ''): string => [
  'MSH|^~\\&|PAS|RYJ|||20260701120000||SIU^S12|1|P|2.5', `SCH|P1|F1|||||||30|min|^^^202607021030||||||||||||||Booked`, 'PID|1', `PV1|1|O||||||||${specialty}`, 'RGS|1', 'AIL|1||Room 2^^^CXH',
].join('\r');

describe("ING-1 an appointment takes the sender's site name, label and clock", () => {
  it('where the message says nothing else', () => {
    expect(mapSiu({ ...base, sender, text: siu() })).toMatchObject({ label: Label.mentalHealth, changes: { place: 'Room 2, Charing Cross Hospital', start: new Date('2026-07-02T10:30:00Z'), end: new Date('2026-07-02T11:00:00Z') }, sentAt: new Date('2026-07-01T12:00:00Z') });
    expect(mapSiu({ ...base, text: siu() })).toMatchObject({ label: Label.general, changes: { place: 'Room 2, CXH', start: new Date('2026-07-02T09:30:00Z') } });
  });

  it('ACS-1 and keeps a label that the rules give', () => {
    expect(mapSiu({ ...base, sender, text: siu('360') })).toMatchObject({ label: Label.sexualHealth });
  });
});
