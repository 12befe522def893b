import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noGrants, type Grants, type InvitationGrant } from './grants.ts';
import { readersAt } from './record-readers.ts';
import type { ProxyTerms } from './proxy-standing.ts';

const patient = randomUUID();
const nothing = noGrants;
const at = (text: string): Date => new Date(`2026-11-${text}Z`);
const invitation = (change: Partial<InvitationGrant> = {}): InvitationGrant => ({
  patientId: patient, id: randomUUID(), accountId: randomUUID(), teamId: null, kind: 'patient', name: 'Carer', role: null, organisation: null,
  labels: [0], createdAt: at('10T09:00'), revokedAt: null, until: null, ...change,
});
const names = (grants: Partial<Grants>, moment: Date): string[] => readersAt({ ...nothing, ...grants }, [patient], moment).map(({ name }) => name);

describe('ACS-7 ACS-8 who else can read a record at a moment', () => {
  it('an invitation opens from when it was given until it is taken back or ends', () => {
    const revoked = { invitations: [invitation({ revokedAt: at('12T09:00') })] };
    expect(names(revoked, at('10T08:59'))).toEqual([]);
    expect(names(revoked, at('10T09:00'))).toEqual(['Carer']);
    expect(names(revoked, at('12T08:59'))).toEqual(['Carer']);
    expect(names(revoked, at('12T09:00'))).toEqual([]);
    expect(names({ invitations: [invitation({ until: at('12T00:00') })] }, at('12T00:00'))).toEqual([]);
  });

  it('a carer waits for results and a professional does not', () => {
    const grants = { ...nothing, invitations: [invitation(), invitation({ kind: 'professional', organisation: 'RAS', name: 'Dr Sample' })] };
    expect(readersAt(grants, [patient], at('11T00:00')).map(({ openings }) => openings.map(({ delayed }) => delayed))).toEqual([[false], [true]]);
  });

  it('somebody sees what all that they were given shows together', () => {
    const accountId = randomUUID();
    const both = [invitation({ accountId }), invitation({ accountId, labels: [2] })];
    const [reader, ...others] = readersAt({ ...nothing, invitations: both }, [patient], at('11T00:00'));
    expect(others).toEqual([]);
    expect(reader?.openings.flatMap(({ labels }) => labels)).toEqual([0, 2]);
    expect(reader?.ids).toEqual(both.map(({ id }) => `invitation-${id}`));
  });

  it('a team reads by its invitation, and so does a member who was invited in person, while a member', () => {
    const [teamId, accountId] = [randomUUID(), randomUUID()];
    const team = invitation({ teamId, accountId: null, kind: 'professional', name: 'Diabetes team', organisation: 'RYJ', labels: [0, 2] });
    const person = invitation({ accountId, kind: 'professional', name: 'Dr Sample', organisation: 'RYJ', labels: [1] });
    const members = [{ teamId, accountId, since: at('10T09:00'), endedAt: at('12T09:00') }];
    const labelsOf = (moment: Date): number[][] =>
      readersAt({ ...nothing, invitations: [team, person], members }, [patient], moment).map(({ openings }) => openings.flatMap(({ labels }) => labels));
    expect(labelsOf(at('11T00:00'))).toEqual([[0, 2], [0, 2, 1]]);
    expect(labelsOf(at('12T09:00'))).toEqual([[0, 2], [1]]);
  });

  it('staff of the group that cares for the patient read what their group supplied, from when it began', () => {
    const grants = { ...nothing, care: [{ patientId: patient, organisation: 'RQM', since: at('10T09:00') }] };
    expect(readersAt(grants, [patient], at('10T08:59'))).toEqual([]);
    expect(readersAt(grants, [patient], at('10T09:00'))).toMatchObject([
      { id: 'organisation-RQM', openings: [{ door: 'own-organisation', organisations: ['RQM', 'RAS'] }] }, { id: 'organisation-RAS' },
    ]);
  });

  it('a proxy acts as it was decided at the time, whatever was decided since', () => {
    const terms: ProxyTerms = {
      basis: 'written-consent', birthDate: '1980-01-31', decided: 'active', labels: [0], endsAt: new Date('2027-11-01'), reviewedAt: at('10T09:00'), consent: 'given',
      suspendedByPatientAt: null, suspendedByDeskAt: null, reason: null,
    };
    const versions = [
      { at: at('09T09:00'), terms: { ...terms, decided: 'requested' as const, endsAt: null } },
      { at: at('10T09:00'), terms },
      { at: at('12T09:00'), terms: { ...terms, suspendedByPatientAt: at('12T09:00') } },
    ];
    const proxies = [{ patientId: patient, id: randomUUID(), accountId: randomUUID(), name: 'Proxy', versions }];
    expect(['09T10:00', '10T09:00', '12T08:59', '12T09:00'].map((moment) => names({ proxies }, at(moment)))).toEqual([[], ['Proxy'], ['Proxy'], []]);
  });

  it('an emergency opens from its start to its end', () => {
    const emergencies = [{ patientId: patient, id: randomUUID(), accountId: randomUUID(), name: 'Dr Sample', role: null, organisation: 'RYJ', startedAt: at('10T09:00'), endsAt: at('10T09:30') }];
    expect(['10T08:59', '10T09:00', '10T09:29', '10T09:30'].map((moment) => names({ emergencies }, at(moment)))).toEqual([[], ['Dr Sample'], ['Dr Sample'], []]);
  });

  it('a review opens to its reader until it is done, and a copy is collected, not read (SAR-1)', () => {
    const span = { patientId: patient, accountId: randomUUID(), from: at('10T09:00'), until: at('12T09:00') };
    const grants = { ...nothing, reviews: [{ ...span, id: randomUUID(), name: 'Dr Reviewer' }], copies: [{ ...span, id: randomUUID(), accountId: randomUUID(), reference: 'SAR-1', labels: [0 as const] }] };
    expect(['10T08:59', '10T09:00', '12T08:59', '12T09:00'].map((moment) => names(grants, at(moment)))).toEqual([[], ['Dr Reviewer'], ['Dr Reviewer'], []]);
    expect(readersAt(grants, [patient], at('11T00:00'), ['read', 'download']).map(({ id }) => id.split('-')[0])).toEqual(['review', 'copy']);
    expect(readersAt(grants, [patient], at('12T09:00'), ['read', 'download'])).toEqual([]);
  });

  it('what was agreed for one record stays with it, and care is for the person (abuse case 59)', () => {
    const other = randomUUID();
    const grants = { ...nothing, invitations: [invitation()], care: [{ patientId: other, organisation: 'RYJ', since: at('10T09:00') }] };
    const [carer, staff] = readersAt(grants, [patient, other], at('11T00:00'));
    expect(carer?.openings.map(({ patientId }) => patientId)).toEqual([patient]);
    expect(staff?.openings.map(({ patientId }) => patientId)).toEqual([patient, other]);
  });
});
