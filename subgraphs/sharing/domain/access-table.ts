import type { ChangePurpose } from '@cie/kit/changes.ts';
import type { Door } from '@cie/kit/names.ts';

/** As whom somebody has come: signed out, a patient or carer without a proved identity (P5), one with it, a professional, staff of the exchange itself. */
export const roles = ['nobody', 'unproved', 'patient', 'professional', 'staff'] as const;
export type Role = (typeof roles)[number];

/** What links somebody to a record, and how that may stand. */
export const relationStates = {
  /** It is theirs. */
  own: ['active'],
  /** They act for the patient (ACC-4). */
  proxy: ['requested', 'active', 'suspended', 'ended', 'refused'],
  /** The patient invited them in person (ACS-3). */
  invited: ['open', 'revoked', 'ended'],
  /** The patient invited a team that they belong to (ACS-3). */
  team: ['open', 'revoked', 'ended'],
  /** Their record-sharing group cares for the patient (ACS-4). A flagged record wants a reason first (abuse case 19). */
  care: ['active', 'reason-needed', 'reason-given'],
  /** They stated an emergency (ACS-5). */
  emergency: ['open', 'ended'],
  /** The records team approved their request for a copy (SAR-1). */
  request: ['open', 'ended'],
  /** They were asked to read what such a copy would show, for what could do serious harm (SAR-1). */
  review: ['open', 'ended'],
} as const;
export type Relation = keyof typeof relationStates;
export type RelationState = (typeof relationStates)[Relation][number];

/** What may be done with a record, beside changing it. */
export const recordOperations = [
  /** Look at it. */
  'read',
  /** Keep one file of it. */
  'save',
  /** Keep a copy of all of it (REC-1). */
  'download',
  /** Have a calendar fetch its appointments (APT-1). */
  'calendar',
  /** Give a summary of it away (ACS-3). */
  'share',
  /** Look at it as somebody else would (ACS-7). */
  'view-as',
  /** See who looked (ACS-6). */
  'see-log',
  /** See who may look, or could on a day (ACS-8). */
  'see-sharing',
  /** Decide who may look. */
  'change-sharing',
] as const;
export type RecordOperation = (typeof recordOperations)[number];
export type Operation = RecordOperation | ChangePurpose;

/** What whoever stands to a record in one way may do with it, and what of it they see. */
export interface AccessRule {
  readonly role: Role;
  readonly relation: Relation;
  readonly states: readonly RelationState[];
  readonly door: Door;
  /** Every label, or those that were granted. */
  readonly labels: 'every' | 'granted';
  /** Items of every organisation, or of the viewer's record-sharing group. */
  readonly organisations: 'every' | 'own-group';
  /** Whether items are shown before their release (RES-3). */
  readonly delayed: boolean;
  readonly operations: readonly Operation[];
}

const entering = ['record-measurement', 'enter-care-item', 'upload-document', 'request-appointment-change'] as const satisfies readonly Operation[];
const moving = ['move-report', 'move-care-item', 'move-document', 'move-appointment'] as const satisfies readonly Operation[];
const treating = ['upload-document', 'release-result', 'extend-delay'] as const satisfies readonly Operation[];

/**
 * Who may do what (ACS-2): denied unless a row allows it. The tests of every combination are generated from this table, and the fields
 * of the graph name its operations (field-rules.ts). Staff of the exchange treat nobody: no row is theirs (REG-5).
 */
export const accessRules: readonly AccessRule[] = [
  {
    role: 'patient', relation: 'own', states: ['active'], door: 'self', labels: 'every', organisations: 'every', delayed: false,
    operations: ['read', 'save', 'download', 'calendar', 'share', 'view-as', 'see-log', 'see-sharing', 'change-sharing', ...entering, ...moving],
  },
  // A calendar is fetched by a machine for years, and whoever acts for somebody may stop doing so. Sharing stays the patient's own (abuse case 11).
  { role: 'patient', relation: 'proxy', states: ['active'], door: 'proxy', labels: 'granted', organisations: 'every', delayed: false, operations: ['read', 'save', 'download', ...entering] },
  // A guest was invited to look.
  { role: 'patient', relation: 'invited', states: ['open'], door: 'invited', labels: 'granted', organisations: 'every', delayed: false, operations: ['read', 'save'] },
  // Professionals see a result at once; a carer waits as the patient does (RES-3).
  { role: 'professional', relation: 'invited', states: ['open'], door: 'invited', labels: 'granted', organisations: 'every', delayed: true, operations: ['read', 'save', ...treating] },
  { role: 'professional', relation: 'team', states: ['open'], door: 'invited', labels: 'granted', organisations: 'every', delayed: true, operations: ['read', 'save', ...treating] },
  {
    role: 'professional', relation: 'care', states: ['active', 'reason-given'], door: 'own-organisation', labels: 'every', organisations: 'own-group', delayed: true,
    operations: ['read', 'save', ...treating],
  },
  // An emergency opens a record to be read: nothing is taken away, changed or passed on (ACS-5).
  { role: 'professional', relation: 'emergency', states: ['open'], door: 'emergency', labels: 'every', organisations: 'every', delayed: true, operations: ['read'] },
  // The records team made sure who asks, whatever their sign-in proves; what they get is the copy, and nothing to browse (SAR-1).
  { role: 'patient', relation: 'request', states: ['open'], door: 'invited', labels: 'granted', organisations: 'every', delayed: false, operations: ['download'] },
  { role: 'unproved', relation: 'request', states: ['open'], door: 'invited', labels: 'granted', organisations: 'every', delayed: false, operations: ['download'] },
  { role: 'professional', relation: 'review', states: ['open'], door: 'invited', labels: 'every', organisations: 'every', delayed: true, operations: ['read'] },
];

/** What the rows that a change writes may name as their organisation. */
export type Writes = 'entered-by-patient' | 'own-organisation' | 'own-group' | 'every';

/** By change, and by who makes it; whoever has no entry writes nothing. Whoever supplied a result answers for when the patient reads it. */
export const writeRules: Readonly<Record<ChangePurpose, Partial<Readonly<Record<Role, Writes>>>>> = {
  'record-measurement': { patient: 'entered-by-patient' },
  'enter-care-item': { patient: 'entered-by-patient' },
  'upload-document': { patient: 'entered-by-patient', professional: 'own-organisation' },
  'request-appointment-change': { patient: 'every' },
  'release-result': { professional: 'own-group' },
  'extend-delay': { professional: 'own-group' },
  'move-report': { patient: 'every' },
  'move-care-item': { patient: 'every' },
  'move-document': { patient: 'every' },
  'move-appointment': { patient: 'every' },
};
