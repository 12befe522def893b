import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { mapMdm } from './map-mdm.ts';

const base = { id: '1', organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-08-01T00:00:00Z' };
const sender = { zone: '+03:00', defaultLabel: Label.mentalHealth, sites: { CXH: 'Charing Cross Hospital' } };
const mdm = (specialty = ''): string => [
  'MSH|^~\\&|PAS|RYJ|||20260701120000||MDM^T02|1|P|2.5', 'PID|1', `PV1|1|O|Ward^^^CXH|||||||${specialty}`, 'TXA|1|CN|TX|202607011030||||||||D1|||||AU||AV', 'OBX|1|TX|CN||text||||||F',
].join('\r');

describe("ING-1 a document takes the sender's site name, label and clock", () => {
  it('where the message says nothing else', () => {
    expect(mapMdm({ ...base, sender, text: mdm() })).toMatchObject({ document: { site: 'Charing Cross Hospital', label: Label.mentalHealth, at: new Date('2026-07-01T07:30:00Z'), sentAt: new Date('2026-07-01T09:00:00Z') } });
    expect(mapMdm({ ...base, text: mdm() })).toMatchObject({ document: { site: 'CXH', label: Label.general, at: new Date('2026-07-01T09:30:00Z') } });
  });

  it('ACS-1 and keeps a label that the rules give', () => {
    expect(mapMdm({ ...base, sender, text: mdm('360') })).toMatchObject({ document: { label: Label.sexualHealth } });
  });
});
