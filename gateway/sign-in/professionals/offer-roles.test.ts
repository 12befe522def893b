import { describe, expect, it } from 'vitest';
import { offerRoles } from './offer-roles.ts';
import type { Standing } from './professional-account.ts';
import type { VouchedRole } from './vouched-professional.ts';

const consultant: VouchedRole = { organisation: 'RYJ', role: 'Consultant', organisationName: null };
const nurse: VouchedRole = { organisation: 'RQM', role: 'Nurse', organisationName: null };
const gp: VouchedRole = { organisation: 'E87999', role: 'General Practitioner', organisationName: 'The Foxglove Practice' };
const nothingKnown: Standing = { left: false, leftOrganisations: [], grants: [] };
const grant = { id: 'g1', organisation: 'E87999', organisationName: 'The Foxglove Practice', role: 'General Practitioner, The Foxglove Practice' };
const offer = (roles: readonly VouchedRole[], standing: Partial<Standing> = {}, selected: VouchedRole | null = null) =>
  offerRoles({ issuer: 'i', subject: 's', name: 'n', email: null, roles, selected }, { ...nothingKnown, ...standing });

describe('REG-6 which role a professional signs in for', () => {
  it('takes the only one', () => {
    expect(offer([consultant])).toMatchObject({ next: 'sign-in', role: { organisation: 'RYJ', role: 'Consultant', grantId: null } });
    expect(offer([consultant, consultant])).toMatchObject({ next: 'sign-in' });
    expect(offer([consultant, gp])).toMatchObject({ next: 'sign-in', role: { organisation: 'RYJ' } });
  });

  it('asks when there are several', () => {
    expect(offer([consultant, nurse])).toMatchObject({ next: 'choose', roles: [{ organisation: 'RYJ' }, { organisation: 'RQM' }] });
    expect(offer([consultant], { grants: [grant] })).toMatchObject({ next: 'choose', roles: [{ grantId: null }, { grantId: 'g1' }] });
  });

  it('takes the one that was chosen at the provider', () => {
    expect(offer([consultant, nurse], {}, nurse)).toMatchObject({ next: 'sign-in', role: { organisation: 'RQM' } });
  });

  it('sends to the desk who has none that we know', () => {
    expect(offer([])).toEqual({ next: 'ask' });
    expect(offer([gp])).toEqual({ next: 'ask' });
    expect(offer([gp], {}, gp)).toEqual({ next: 'ask' });
  });

  it('takes access that the desk has given', () => {
    expect(offer([gp], { grants: [grant] }, gp)).toMatchObject({ next: 'sign-in', role: { grantId: 'g1', organisation: 'E87999' } });
  });

  it('abuse case 20: offers nothing to who has left, and no role at an organisation that was left', () => {
    expect(offer([consultant], { left: true, grants: [grant] })).toEqual({ next: 'left' });
    expect(offer([consultant, nurse], { leftOrganisations: ['RYJ'] })).toMatchObject({ next: 'sign-in', role: { organisation: 'RQM' } });
    expect(offer([consultant], { leftOrganisations: ['RYJ'] }, consultant)).toEqual({ next: 'ask' });
  });
});
