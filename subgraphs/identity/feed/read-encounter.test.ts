import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import { describe, expect, it } from 'vitest';
import { readEncounter } from './read-encounter.ts';

function read({ event, admitted = '', visit = '', evn = 'EVN|A01|20210301090000', pv1 = true }: { event: string; admitted?: string; visit?: string; evn?: string; pv1?: boolean }) {
  const fields = Array.from({ length: 45 }, () => '');
  fields[0] = 'PV1';
  fields[19] = visit;
  fields[44] = admitted;
  const sentAt = new Date('2021-03-02T08:00:00Z');
  return readEncounter(parseHl7([`MSH|^~\\&|A|F|C|C|20210302080000||${event}|1|P|2.4`, evn, 'PID|1', ...(pv1 ? [fields.join('|')] : [])].join('\r')), sentAt);
}

describe('REG-3 encounters come from admissions and registrations', () => {
  it.each([
    ['A01 with an admission date', { event: 'ADT^A01', admitted: '20180101', visit: 'V1^^^HOSP' }, 'V1', '2018-01-01T00:00:00.000Z'],
    ['A04 with one in summer', { event: 'ADT^A04^ADT_A01', admitted: '202107011030' }, '2021-07-01T09:30:00.000Z', '2021-07-01T09:30:00.000Z'],
    ['A08 with one', { event: 'ADT^A08', admitted: '2017', visit: 'V2' }, 'V2', '2017-01-01T00:00:00.000Z'],
    ['A01 without one: when it happened', { event: 'ADT^A01', visit: 'V3', evn: 'EVN|A01|20210301090000||||20210228230000' }, 'V3', '2021-02-28T23:00:00.000Z'],
    ['A01 without one: when it was recorded', { event: 'ADT^A01', visit: 'V4' }, 'V4', '2021-03-01T09:00:00.000Z'],
    ['A01 with nothing but the sending', { event: 'ADT^A01', visit: 'V5', evn: 'EVN|A01' }, 'V5', '2021-03-02T08:00:00.000Z'],
  ])('%s', (_what, message, visit, startedAt) => {
    const encounter = read(message);
    if (encounter === null || 'outcome' in encounter) throw new Error('no encounter');
    expect([encounter.visit, encounter.admittedAt ?? encounter.at]).toEqual([visit, new Date(startedAt)]);
  });

  it.each([
    ['A08 that says nothing of the visit', { event: 'ADT^A08' }],
    ['A03 that does not say which', { event: 'ADT^A03' }],
    ['A28', { event: 'ADT^A28', admitted: '20210301' }],
    ['A31', { event: 'ADT^A31', admitted: '20210301' }],
    ['a result', { event: 'ORU^R01', admitted: '20210301' }],
    ['A01 without a visit', { event: 'ADT^A01', pv1: false }],
  ])('none from %s', (_what, message) => {
    expect(read(message)).toBeNull();
  });

  it.each([
    ['A02', 'moved'], ['A03', 'ended'], ['A05', 'planned'], ['A08', 'changed'], ['A11', 'begin-cancelled'], ['A12', 'move-cancelled'], ['A13', 'end-cancelled'],
  ])('ING-1 %s: %s', (code, event) => {
    expect(read({ event: `ADT^${code}`, visit: 'V9' })).toMatchObject({ event, visit: 'V9', isNumbered: true });
  });

  it('holds an A11 that does not say which admission it cancels', () => {
    expect(read({ event: 'ADT^A11' })).toMatchObject({ outcome: 'held', code: 'required-field-missing' });
    expect(read({ event: 'ADT^A11', admitted: '20210301' })).toMatchObject({ visit: '2021-03-01T00:00:00.000Z', isNumbered: false });
  });
});
