import type { Viewer } from '@cie/kit/access-context.ts';
import { describe, expect, it } from 'vitest';
import type { ProxyTerms } from './proxy-standing.ts';
import { decideDoors, noFacts, openingsFor, openingsWith, type DoorFacts } from './decide-doors.ts';

const now = new Date('2026-11-22T12:00:00Z');
const later = new Date('2026-11-22T12:00:01Z');
const patientId = '00000000-0000-4000-8000-000000000001';

const patient: Viewer = {
  kind: 'patient', accountId: 'account', patientId, name: 'A Patient', organisation: null, role: null, proofing: 'P9', duties: [], email: null, sessionId: 's',
};
const carer: Viewer = { ...patient, patientId: '00000000-0000-4000-8000-000000000002' };
const clinician: Viewer = { ...patient, kind: 'professional', patientId: null, organisation: 'RAS', proofing: null };

const invited: DoorFacts = { ...noFacts, invitations: [{ labels: [0, 2], until: later }] };
const cared: DoorFacts = { ...noFacts, careOrganisations: ['RQM'] };
const parent: ProxyTerms = {
  basis: 'parental-responsibility', birthDate: '2016-05-04', decided: 'active', labels: [0, 3], endsAt: later, reviewedAt: now, consent: 'given',
  suspendedByPatientAt: null, suspendedByDeskAt: null, reason: null,
};
const represented: DoorFacts = { ...noFacts, proxies: [parent] };
const emergency: DoorFacts = { ...noFacts, emergencies: [{ endsAt: later }] };

const cases: [name: string, viewer: Viewer | null, facts: DoorFacts, at: Date, opens: string[]][] = [
  ['nobody signed in', null, { ...invited, ...cared, ...emergency }, now, []],
  ['the patient', patient, noFacts, now, ['self labels=0,1,2,3 from=every delayed=false']],
  ['the patient at P5 (abuse case 37)', { ...patient, proofing: 'P5' }, noFacts, now, []],
  ['another patient (abuse case 1)', carer, noFacts, now, []],
  ['a professional whose account carries the id of the record', { ...clinician, patientId }, noFacts, now, []],
  ['an invited carer waits for delayed items', carer, invited, now, ['invited labels=0,2 from=every delayed=false']],
  ['an invited professional does not', clinician, invited, now, ['invited labels=0,2 from=every delayed=true']],
  ['an invited carer at P5 (abuse case 37)', { ...carer, proofing: 'P5' }, invited, now, []],
  ['an invitation that has ended', clinician, invited, later, []],
  ['a clinician without care relationship (abuse case 15)', clinician, noFacts, now, []],
  ['a clinician of the record-sharing group', clinician, cared, now, ['own-organisation labels=0,1,2,3 from=RQM,RAS delayed=true']],
  ['staff of the support desk, by whatever right (REG-5)', { ...clinician, duties: ['support-desk'] }, { ...invited, ...cared, ...emergency }, now, []],
  ['a clinician of another group', { ...clinician, organisation: 'RYJ' }, cared, now, []],
  ['a professional without organisation', { ...clinician, organisation: null }, cared, now, []],
  ['a carer is never let in by care relationship', carer, cared, now, []],
  ['a proxy waits for delayed items, and sees the labels that were agreed (abuse case 9)', carer, represented, now, ['proxy labels=0,3 from=every delayed=false']],
  ['a proxy at P5 (abuse case 37)', { ...carer, proofing: 'P5' }, represented, now, []],
  ['a proxy whose identity somebody vouched for', { ...carer, proofing: 'vouched' }, represented, now, ['proxy labels=0,3 from=every delayed=false']],
  ['nobody acts for a patient as a professional', clinician, represented, now, []],
  ['a proxy that was only asked for', carer, { ...noFacts, proxies: [{ ...parent, decided: 'requested' }] }, now, []],
  ['a proxy whom the patient stopped (abuse case 10)', carer, { ...noFacts, proxies: [{ ...parent, suspendedByPatientAt: now }] }, now, []],
  ['a proxy whose time is over', carer, represented, later, []],
  ['a parent whose child is 16 (abuse case 12)', carer, { ...noFacts, proxies: [{ ...parent, birthDate: '2010-11-22' }] }, now, []],
  ['two parts of two proxies of one person are not mixed up', carer, { ...noFacts, proxies: [parent, { ...parent, labels: [2], decided: 'ended' }] }, now, ['proxy labels=0,3 from=every delayed=false']],
  ['an emergency', clinician, emergency, now, ['emergency labels=0,1,2,3 from=every delayed=true']],
  ['an emergency that is over (abuse case 18)', clinician, emergency, later, []],
  ['an emergency opens nothing to a patient', carer, emergency, now, []],
];

describe('ACS-2 a record opens only by a door', () => {
  it.each(cases)('%s', (_name, viewer, facts, at, opens) => {
    const openings = decideDoors(viewer, patientId, facts, at);
    expect(
      openings.map(({ door, labels, organisations, delayed }) => `${door} labels=${labels.join()} from=${String(organisations)} delayed=${delayed}`),
    ).toEqual(opens);
  });

  it('ACS-4 keeps both doors apart when an invited clinician is also of the caring organisation', () => {
    const openings = decideDoors(clinician, patientId, { ...invited, ...cared, invitations: invited.invitations }, now);
    expect(openings.map((each) => each.door)).toEqual(['invited', 'own-organisation']);
  });
});

describe('REC-1 a copy to keep is made through fewer doors than a record is read by', () => {
  it.each<[string, Viewer, DoorFacts, string[]]>([
    ['the patient', patient, noFacts, ['self']],
    ['a proxy', carer, represented, ['proxy']],
    ['a proxy who was invited besides, by the first alone', carer, { ...represented, ...invited, proxies: [parent] }, ['proxy']],
    ['an invited carer', carer, invited, []],
    ['an invited professional', clinician, invited, []],
    ['a clinician of the record-sharing group', clinician, cared, []],
    ['an emergency (ACS-5)', clinician, emergency, []],
  ])('%s', (_name, viewer, facts, doors) => {
    const openings = decideDoors(viewer, patientId, facts, now);
    expect(openingsFor('download', openings).map(({ door }) => door)).toEqual(doors);
    expect(openingsFor(undefined, openings)).toEqual(openings);
  });
});

describe('ACS-5 a file is saved through every door but that of an emergency', () => {
  it.each<[string, Viewer, DoorFacts, string[]]>([
    ['the patient', patient, noFacts, ['self']],
    ['a proxy', carer, represented, ['proxy']],
    ['an invited carer', carer, invited, ['invited']],
    ['a clinician of the record-sharing group', clinician, cared, ['own-organisation']],
    ['an emergency', clinician, emergency, []],
    ['an emergency beside an invitation, by the invitation', clinician, { ...emergency, invitations: invited.invitations }, ['invited']],
  ])('%s', (_name, viewer, facts, doors) => {
    const openings = decideDoors(viewer, patientId, facts, now);
    expect(openingsFor('save', openings).map(({ door }) => door)).toEqual(doors);
    expect(openingsFor(undefined, openings).length).toBeGreaterThan(0);
  });
});

describe('APT-1 a calendar feed is of the person’s own appointments', () => {
  it.each<[string, Viewer, DoorFacts, string[]]>([
    ['the patient', patient, noFacts, ['self']],
    ['a proxy', carer, represented, []],
    ['an invited carer', carer, invited, []],
    ['a clinician', clinician, cared, []],
    ['an emergency', clinician, emergency, []],
  ])('%s', (_name, viewer, facts, doors) => {
    expect(openingsFor('calendar', decideDoors(viewer, patientId, facts, now)).map(({ door }) => door)).toEqual(doors);
  });

  it('with the labels that were chosen for it, and never more than the door has', () => {
    const own = decideDoors(patient, patientId, noFacts, now);
    expect(openingsWith([0, 2], own).map(({ labels }) => labels)).toEqual([[0, 2]]);
    expect(openingsWith([], own).map(({ labels }) => labels)).toEqual([[]]);
    expect(openingsWith(undefined, own)).toEqual(own);
    expect(openingsWith([0, 1, 2, 3], own.map((each) => ({ ...each, labels: [0] as const })))).toMatchObject([{ labels: [0] }]);
  });
});
