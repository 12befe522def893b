import type { RecordOperation, Role } from './access-table.ts';

/** Whom a field answers that is not about one record: the roles for which it does more than refuse. */
export const audiences = {
  everyone: ['nobody', 'unproved', 'patient', 'professional', 'staff'],
  'signed-in': ['unproved', 'patient', 'professional', 'staff'],
  'proved patients': ['patient'],
  professionals: ['professional'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Audience = keyof typeof audiences;

/**
 * What sharing's own fields let somebody do: the operation of the table that opens the field, an audience where it is about no record, or
 * `change` where the caller names the purpose. Fields of rooms are not listed: they read under passes that `access` mints, and change
 * under write passes. The build fails for a field that is in neither (gateway/graph/check-passes.ts).
 */
export const fieldRules: Readonly<Record<string, RecordOperation | Audience | 'change'>> = {
  'Query.me': 'everyone',
  'Query.patient': 'read',
  'Query.findPatient': 'professionals',
  'Query.careDirectory': 'change-sharing',
  'Viewer.kind': 'signed-in',
  'Viewer.name': 'signed-in',
  'Viewer.role': 'signed-in',
  'Viewer.organisation': 'signed-in',
  'Viewer.patient': 'read',
  'Viewer.records': 'signed-in',
  'Viewer.proxyRequests': 'signed-in',
  'Patient.id': 'read',
  'Patient.access': 'read',
  'Patient.doors': 'read',
  'Patient.proxyBasis': 'read',
  'Patient.labels': 'read',
  'Patient.until': 'read',
  'Patient.emergencyUntil': 'read',
  'Patient.accessLog': 'see-log',
  'Patient.accessLogContents': 'see-log',
  'Patient.invitations': 'see-sharing',
  'Patient.proxies': 'see-sharing',
  'Patient.readers': 'see-sharing',
  'Patient.viewedAs': 'read',
  'Patient.sight': 'see-sharing',
  'Mutation.changeRecord': 'change',
  'Mutation.invite': 'change-sharing',
  'Mutation.revokeInvitation': 'change-sharing',
  'Mutation.suspendProxy': 'change-sharing',
  'Mutation.resumeProxy': 'change-sharing',
  'Mutation.requestProxy': 'proved patients',
  'Mutation.startEmergencyAccess': 'professionals',
  'Mutation.endEmergencyAccess': 'professionals',
  'Mutation.stateReason': 'professionals',
  'RecordChange.id': 'change',
  'RecordChange.access': 'change',
};
