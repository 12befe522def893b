import type { Viewer } from '@cie/kit/access-context.ts';
import { changePurposes, type ChangePurpose } from '@cie/kit/changes.ts';
import { allLabels, type Label } from '@cie/kit/names.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { describe, expect, it } from 'vitest';
import { accessRules, recordOperations, relationStates, roles, writeRules, type Operation, type Relation, type RelationState, type Role } from './access-table.ts';
import { decide } from './decide.ts';
import { noFacts, standingsOf, type DoorFacts } from './standings.ts';

const now = new Date('2026-11-23T12:00:00Z');
const later = new Date('2026-11-23T12:00:01Z');
const granted: readonly Label[] = [0, 2];
const patientId = '00000000-0000-4000-8000-000000000001';
const other = '00000000-0000-4000-8000-000000000002';

const viewers: Readonly<Record<Role, Viewer | null>> = {
  nobody: null,
  unproved: { ...testViewer, patientId: other, proofing: 'P5' },
  patient: { ...testViewer, patientId: other, proofing: 'P9' },
  professional: { ...testViewer, kind: 'professional', patientId: null, proofing: null, organisation: 'RAS' },
  staff: { ...testViewer, kind: 'professional', patientId: null, proofing: null, organisation: 'RAS', duties: ['privacy-officer'] },
};

const proxy = { basis: 'written-consent', birthDate: '1950-01-01', decided: 'active', labels: granted, endsAt: later, reviewedAt: now, consent: 'given', suspendedByPatientAt: null, suspendedByDeskAt: null, reason: null } as const;

const invitation = (relation: 'invited' | 'team', state: string, change: object): [string, DoorFacts] => [
  `${relation} ${state}`,
  { ...noFacts, invitations: [{ labels: granted, until: later, team: relation === 'team', ...change }] },
];

/** What sharing knows where a viewer stands to a record in one way, by relation and state. */
const factsOf = new Map<string, DoorFacts>([
  ['own active', noFacts],
  ['proxy requested', { ...noFacts, proxies: [{ ...proxy, decided: 'requested' }] }],
  ['proxy active', { ...noFacts, proxies: [proxy] }],
  ['proxy suspended', { ...noFacts, proxies: [{ ...proxy, suspendedByPatientAt: now }] }],
  ['proxy ended', { ...noFacts, proxies: [{ ...proxy, endsAt: now }] }],
  ['proxy refused', { ...noFacts, proxies: [{ ...proxy, decided: 'refused' }] }],
  invitation('invited', 'open', {}),
  invitation('invited', 'revoked', { revokedAt: now }),
  invitation('invited', 'ended', { until: now }),
  invitation('team', 'open', {}),
  invitation('team', 'revoked', { revokedAt: now }),
  invitation('team', 'ended', { until: now }),
  ['care active', { ...noFacts, careOrganisations: ['RQM'] }],
  ['care reason-needed', { ...noFacts, careOrganisations: ['RQM'], flagged: true, reasons: [{ until: now }] }],
  ['care reason-given', { ...noFacts, careOrganisations: ['RQM'], flagged: true, reasons: [{ until: later }] }],
  ['emergency open', { ...noFacts, emergencies: [{ endsAt: later }] }],
  ['emergency ended', { ...noFacts, emergencies: [{ endsAt: now }] }],
  ['request open', { ...noFacts, requests: [{ labels: granted, until: later }] }],
  ['request ended', { ...noFacts, requests: [{ labels: granted, until: now }] }],
  ['review open', { ...noFacts, reviews: [{ until: later }] }],
  ['review ended', { ...noFacts, reviews: [{ until: now }] }],
]);

// Keys of the objects themselves.
const relations = Object.keys(relationStates) as Relation[];
const purposes = Object.keys(changePurposes) as ChangePurpose[];
const operations: readonly Operation[] = [...recordOperations, ...purposes];

const combinations = roles.flatMap((role) =>
  relations.flatMap((relation) => relationStates[relation].flatMap((state) => operations.map((operation) => ({ role, relation, state, operation })))));

function factsFor(relation: Relation, state: RelationState): DoorFacts {
  const facts = factsOf.get(`${relation} ${state}`);
  if (facts === undefined) throw new Error(`No facts make up "${relation} ${state}".`);
  return facts;
}

/** The same viewer as the owner of the record, where the relation is that. */
const standing = (role: Role, relation: Relation): Viewer | null => {
  const viewer = viewers[role];
  return viewer !== null && relation === 'own' ? { ...viewer, patientId } : viewer;
};

describe('ACS-2 every combination of role, relation, state and operation is decided as the table says', () => {
  it.each(combinations)('$role, $relation $state: $operation', ({ role, relation, state, operation }) => {
    const facts = factsFor(relation, state);
    const viewer = standing(role, relation);
    const rows = accessRules.filter((rule) => rule.role === role && rule.relation === relation && rule.states.includes(state) && rule.operations.includes(operation));
    const decided = decide(viewer, patientId, facts, operation, now);
    expect(decided.map(({ door, delayed }) => ({ door, delayed }))).toEqual(rows.map(({ door, delayed }) => ({ door, delayed })));
    for (const [index, { labels }] of rows.entries()) {
      for (const label of allLabels) expect(decided[index]?.labels.includes(label)).toBe(labels === 'every' || granted.includes(label));
    }
  });

  it.each(relations.flatMap((relation) => relationStates[relation].map((state) => ({ relation, state }))))('tells that somebody stands to a record as $relation $state', ({ relation, state }) => {
    const viewer: Viewer = { ...testViewer, patientId: relation === 'own' ? patientId : other, organisation: 'RAS' };
    expect(standingsOf(viewer, patientId, factsFor(relation, state), now)).toMatchObject([{ relation, state }]);
  });

  it('has one row at the most for each, and a state of that relation in each row', () => {
    for (const { role, relation, state, operation } of combinations) {
      expect(accessRules.filter((rule) => rule.role === role && rule.relation === relation && rule.states.includes(state) && rule.operations.includes(operation)).length).toBeLessThan(2);
    }
    for (const { relation, states } of accessRules) expect(relationStates[relation]).toEqual(expect.arrayContaining([...states]));
  });

  it('says what may be written wherever it lets somebody change something, and nowhere else', () => {
    for (const role of roles) {
      for (const purpose of purposes) {
        const isAllowed = accessRules.some((rule) => rule.role === role && rule.operations.includes(purpose));
        expect([role, purpose, writeRules[purpose][role] !== undefined]).toEqual([role, purpose, isAllowed]);
      }
    }
  });
});

describe('ACS-2 what a change writes names whose it is', () => {
  const written = (role: Role, relation: Relation, purpose: ChangePurpose, facts: DoorFacts): unknown => decide(standing(role, relation), patientId, facts, purpose, now).map(({ writes }) => writes);
  const cared: DoorFacts = { ...noFacts, careOrganisations: ['RQM'] };

  it.each<[ChangePurpose, unknown]>([
    ['record-measurement', ['PATIENT']], ['enter-care-item', ['PATIENT']], ['upload-document', ['PATIENT']], ['request-appointment-change', 'every'], ['move-report', 'every'],
  ])('the patient: %s', (purpose, writes) => expect(written('patient', 'own', purpose, noFacts)).toEqual([writes]));

  it.each<[ChangePurpose, unknown]>([['upload-document', ['RAS']], ['release-result', ['RQM', 'RAS']], ['extend-delay', ['RQM', 'RAS']]])('a clinician: %s', (purpose, writes) => {
    expect(written('professional', 'care', purpose, cared)).toEqual([writes]);
  });

  it('lets no professional without an organisation write', () => {
    const invited: DoorFacts = { ...noFacts, invitations: [{ labels: granted, until: null, team: false }] };
    const viewer: Viewer = { ...testViewer, kind: 'professional', patientId: null, proofing: null, organisation: null };
    expect(decide(viewer, patientId, invited, 'read', now)).toHaveLength(1);
    expect(decide(viewer, patientId, invited, 'upload-document', now)).toEqual([]);
  });
});
