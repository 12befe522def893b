import type { RecordRoom } from './names.ts';

/**
 * What people may do to a record, beside reading it, and the room that does it. A write pass is for one of these: the
 * room's database lets the service's role write only what the pass's purpose is for.
 */
export const changePurposes = {
  'record-measurement': 'results',
  'enter-care-item': 'results',
  'release-result': 'results',
  'extend-delay': 'results',
  'move-report': 'results',
  'move-care-item': 'results',
  'upload-document': 'documents',
  'move-document': 'documents',
  'request-appointment-change': 'appointments',
  'move-appointment': 'appointments',
} as const satisfies Readonly<Record<string, RecordRoom>>;

export type ChangePurpose = keyof typeof changePurposes;

/** Stands where an ODS code would for what patients and those who act for them enter: no organisation supplied it. */
export const enteredByPatient = 'PATIENT';
