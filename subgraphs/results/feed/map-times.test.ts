import { describe, expect, it } from 'vitest';
import { oruMessage, oruText, type OruPlan } from '../testing/oru-message.ts';
import { mapOru } from './map-oru.ts';

function map(plan: OruPlan, more: { readonly receivedAt?: string; readonly zone?: string } = {}) {
  const sender = more.zone === undefined ? {} : { sender: { zone: more.zone, defaultLabel: null, sites: {} } };
  const mapping = mapOru({ ...oruMessage('p'), ...sender, receivedAt: more.receivedAt ?? '2026-11-01T00:00:00.000Z', text: oruText(plan) });
  if (mapping.outcome === 'held') throw new Error(mapping.code);
  const [report] = mapping.reports;
  if (report === undefined) throw new Error('the message has no report');
  return report;
}

describe('ING-5 times of results keep their precision', () => {
  it.each([
    ['2016', '2016'],
    ['201605', '2016-05'],
    ['20160501', '2016-05-01'],
    ['201605011406', '2016-05-01T14:06'],
    ['20160501140630+0100', '2016-05-01T14:06:30'],
  ])('%s', (sent, text) => {
    const report = map({ issuedAt: sent, sentAt: '20261001', lines: [`OBX|1|NM|K^Potassium^L||4.1|mmol/L|||||F|||${sent}`] });
    expect([report.issuedAtText, report.observations[0]?.observedAtText]).toEqual([text, text]);
  });

  it('says of a test without a time what the order says, with the same precision', () => {
    expect(map({}).observations[0]?.observedAtText).toBe('2026-04-01T08:00:00');
  });
});

// Clocks in London go back on 25 October 2026 at 02:00 and forward on 29 March 2026 at 01:00.
describe('RES-1 local times when the clocks change', () => {
  it.each([
    ['before the hour that is read twice', '20261025005900', '2026-10-24T23:59:00Z'],
    ['in the hour that is read twice: its first reading', '20261025013000', '2026-10-25T00:30:00Z'],
    ['after it', '20261025020000', '2026-10-25T02:00:00Z'],
    ['in the hour that is leapt over: as clocks then read', '20260329013000', '2026-03-29T01:30:00Z'],
    ['an offset decides', '20261025013000+0000', '2026-10-25T01:30:00Z'],
  ])('%s', (_name, issuedAt, instant) => {
    const report = map({ issuedAt, sentAt: '20261101000000' });
    expect(report.issuedAt).toEqual(new Date(instant));
    expect(report.issuedAtText?.slice(0, 10)).toBe(`${issuedAt.slice(0, 4)}-${issuedAt.slice(4, 6)}-${issuedAt.slice(6, 8)}`);
  });

  it('counts a delay from the second reading: it must not end an hour early (RES-3)', () => {
    expect(map({ section: 'RAD', issuedAt: '20261025013000', sentAt: '20261101000000' }).delayFrom).toEqual(new Date('2026-10-25T01:30:00Z'));
  });

  it.each([
    ['arrived in the first reading', '2026-10-25T00:45:00Z', '2026-10-25T00:30:00Z'],
    ['arrived in the second: a correction is not older than what it corrects', '2026-10-25T01:31:00Z', '2026-10-25T01:30:00Z'],
  ])('orders versions of that hour by arrival: %s', (_name, receivedAt, sentAt) => {
    expect(map({ issuedAt: '20261025', sentAt: '20261025013000' }, { receivedAt }).sentAt).toEqual(new Date(sentAt));
  });

  it("reads times without an offset by the sender's own zone", () => {
    expect(map({ issuedAt: '20260701120000', sentAt: '20260701120000' }, { zone: 'UTC' }).issuedAt).toEqual(new Date('2026-07-01T12:00:00Z'));
    expect(map({ issuedAt: '20260701120000', sentAt: '20260701120000' }, { zone: '+01:00' }).issuedAt).toEqual(new Date('2026-07-01T11:00:00Z'));
  });
});
