import type { Viewer } from '@cie/kit/access-context.ts';
import { describe, expect, it } from 'vitest';
import type { ProxyTerms } from './proxy-standing.ts';
import { decide } from './decide.ts';
import { noFacts, type DoorFacts } from './standings.ts';

const now = new Date('2026-11-22T12:00:00Z');
const later = new Date('2026-11-22T12:00:01Z');
const patientId = '00000000-0000-4000-8000-000000000001';

const patient: Viewer = {
  kind: 'patient', accountId: 'account', patientId, name: 'A Patient', organisation: null, role: null, proofing: 'P9', duties: [], email: null, sessionId: 's',
};
const carer: Viewer = { ...patient, patientId: '00000000-0000-4000-8000-000000000002' };
const clinician: Viewer = { ...patient, kind: 'professional', patientId: null, organisation: 'RAS', proofing: null };

const invited: DoorFacts = { ...noFacts, invitations: [{ labels: [0, 2], until: later, team: false }] };
const cared: DoorFacts = { ...noFacts, careOrganisations: ['RQM'] };
const parent: ProxyTerms = {
  basis: 'parental-responsibility', birthDate: '2016-05-04', decided: 'active', labels: [0, 3], endsAt: later, reviewedAt: now, consent: 'given',
  suspendedByPatientAt: null, suspendedByDeskAt: null, reason: null,
};
const represented: DoorFacts = { ...noFacts, proxies: [parent] };
const team: DoorFacts = { ...noFacts, invitations: [{ labels: [1], until: later, team: true }] };
const requested: DoorFacts = { ...noFacts, requests: [{ labels: [0, 3], until: later }] };
const emergency: DoorFacts = { ...noFacts, emergencies: [{ endsAt: later }] };

const everything: DoorFacts = {
  invitations: [...invited.invitations, ...team.invitations], proxies: represented.proxies, emergencies: emergency.emergencies, careOrganisations: ['RQM'], flagged: false,
  reasons: [{ until: later }], requests: requested.requests, reviews: [{ until: later }],
};

const cases: [name: string, viewer: Viewer | null, facts: DoorFacts, at: Date, opens: string[]][] = [
  ['nobody signed in', null, everything, now, []],
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
  ['staff of the support desk, by whatever right (REG-5)', { ...clinician, duties: ['support-desk'] }, everything, now, []],
  ['staff of the records team, by whatever right', { ...clinician, duties: ['records-team'] }, everything, now, []],
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
  ['a member of an invited team', clinician, team, now, ['invited labels=1 from=every delayed=true']],
  ['a patient in a team', carer, team, now, []],
  ['a team whose time is over', clinician, team, later, []],
  ['a clinician whose flagged patient this is (abuse case 19)', clinician, { ...cared, flagged: true }, now, []],
  ['the same who stated a reason', clinician, { ...cared, flagged: true, reasons: [{ until: later }] }, now, ['own-organisation labels=0,1,2,3 from=RQM,RAS delayed=true']],
  ['the same when the time of the reason is over', clinician, { ...cared, flagged: true, reasons: [{ until: later }] }, later, []],
  ['a reason without care', clinician, { ...noFacts, flagged: true, reasons: [{ until: later }] }, now, []],
  ['an invitation to a flagged record', clinician, { ...invited, flagged: true }, now, ['invited labels=0,2 from=every delayed=true']],
  ['who may fetch a copy reads nothing (SAR-1)', carer, requested, now, []],
  ['a professional who was asked to review such a copy', clinician, { ...noFacts, reviews: [{ until: later }] }, now, ['invited labels=0,1,2,3 from=every delayed=true']],
  ['the same when the review is over', clinician, { ...noFacts, reviews: [{ until: later }] }, later, []],
  ['an emergency opens nothing to a patient', carer, emergency, now, []],
];

describe('ACS-2 a record opens only by a door', () => {
  it.each(cases)('%s', (_name, viewer, facts, at, opens) => {
    const openings = decide(viewer, patientId, facts, 'read', at);
    expect(
      openings.map(({ door, labels, organisations, delayed }) => `${door} labels=${labels.join()} from=${String(organisations)} delayed=${delayed}`),
    ).toEqual(opens);
  });

  it('ACS-4 keeps both doors apart when an invited clinician is also of the caring organisation', () => {
    const openings = decide(clinician, patientId, { ...cared, invitations: invited.invitations }, 'read', now);
    expect(openings.map((each) => each.door)).toEqual(['invited', 'own-organisation']);
  });
});

describe('REC-1 a copy to keep is made through fewer doors than a record is read by', () => {
  it.each<[string, Viewer, DoorFacts, string[]]>([
    ['the patient', patient, noFacts, ['self']],
    ['a proxy', carer, represented, ['proxy']],
    ['a proxy who was invited besides, by the first alone', carer, { ...represented, ...invited, proxies: [parent] }, ['proxy']],
    ['who asked the records team for a copy', carer, requested, ['invited']],
    ['the same at P5: the records team made sure (SAR-1)', { ...carer, proofing: 'P5' }, requested, ['invited']],
    ['a professional by a request', clinician, requested, []],
    ['an invited carer', carer, invited, []],
    ['an invited professional', clinician, invited, []],
    ['a clinician of the record-sharing group', clinician, cared, []],
    ['an emergency (ACS-5)', clinician, emergency, []],
  ])('%s', (_name, viewer, facts, doors) => {
    expect(decide(viewer, patientId, facts, 'download', now).map(({ door }) => door)).toEqual(doors);
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
    expect(decide(viewer, patientId, facts, 'save', now).map(({ door }) => door)).toEqual(doors);
    expect(decide(viewer, patientId, facts, 'read', now).length).toBeGreaterThan(0);
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
    expect(decide(viewer, patientId, facts, 'calendar', now).map(({ door }) => door)).toEqual(doors);
  });
});
