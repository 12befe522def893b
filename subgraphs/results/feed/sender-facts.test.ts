import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { mapOru } from './map-oru.ts';

const base = { id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-08-01T00:00:00Z' };
const sender = { zone: 'America/New_York', defaultLabel: Label.socialCare, sites: { CXH: 'Charing Cross Hospital' } };
const oru = (specialty = ''): string => [
  'MSH|^~\\&|LAB|RYJ|||20260701120000||ORU^R01|1|P|2.5', 'PID|1', `PV1|1|O|Ward^^^CXH|||||||${specialty}`,
  'OBR|1||F1|FBC^Full blood count|||202607011030|||||||||||||||202607011130|||F', 'OBX|1|NM|HB^Haemoglobin||120|g/L||N|||F',
].join('\r');

describe("ING-1 a report takes the sender's site name, label and clock", () => {
  it('where the message says nothing else', () => {
    const mapping = mapOru({ ...base, sender, text: oru() });
    expect(mapping).toMatchObject({ outcome: 'mapped', reports: [{ site: 'Charing Cross Hospital', label: Label.socialCare, collectedAt: new Date('2026-07-01T14:30:00Z'), issuedAt: new Date('2026-07-01T15:30:00Z'), sentAt: new Date('2026-07-01T16:00:00Z') }] });
    expect(mapOru({ ...base, text: oru() })).toMatchObject({ reports: [{ site: 'CXH', label: Label.general, collectedAt: new Date('2026-07-01T09:30:00Z') }] });
  });

  it('ACS-1 and keeps a label that the rules give', () => {
    expect(mapOru({ ...base, sender, text: oru('360') })).toMatchObject({ reports: [{ label: Label.sexualHealth }] });
  });
});
