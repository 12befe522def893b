import { describe, expect, it } from 'vitest';
import { applyDemographics, newestDemographics, noDemographics, type Demographics } from './demographics.ts';

const person = { patientId: 'p', organisation: 'RYJ', nhsNumber: '9992914173', birthDate: '1970-01-31' };
const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const stored: Demographics = { ...noDemographics, ...person, familyName: 'Old', phone: '1', email: 'a@example.org', sentAt: at(10), provisional: false };

describe('ACC-2 demographics from the feeds', () => {
  it('replaces what is given, deletes what is null, leaves what is absent', () => {
    const next = applyDemographics(stored, { update: { familyName: 'New', email: null }, sentAt: at(11), aboutPerson: true }, person);
    expect(next).toMatchObject({ familyName: 'New', email: null, phone: '1', sentAt: at(11) });
  });

  it('ignores an older message and takes one of the same moment', () => {
    expect(applyDemographics(stored, { update: { phone: '2' }, sentAt: at(9), aboutPerson: true }, person)).toBeNull();
    expect(applyDemographics(stored, { update: { phone: '2' }, sentAt: at(10), aboutPerson: true }, person)?.phone).toBe('2');
  });

  it('lets a result or letter fill what is unknown, never change what is known', () => {
    expect(applyDemographics(stored, { update: { phone: '2' }, sentAt: at(12), aboutPerson: false }, person)).toBeNull();
    const first = applyDemographics(null, { update: { phone: '2' }, sentAt: at(12), aboutPerson: false }, person);
    expect(first).toMatchObject({ phone: '2', provisional: true });
    expect(applyDemographics(first, { update: { phone: '3' }, sentAt: at(1), aboutPerson: true }, person)).toMatchObject({ phone: '3', provisional: false });
  });

  it('shows the newest, a demographics message before a by-product', () => {
    const byProduct = { ...stored, organisation: 'RAS', sentAt: at(20), provisional: true };
    const newer = { ...stored, organisation: 'RQM', sentAt: at(12) };
    expect(newestDemographics([byProduct, stored, newer])?.organisation).toBe('RQM');
    expect(newestDemographics([byProduct])?.organisation).toBe('RAS');
    expect(newestDemographics([])).toBeNull();
  });
});
