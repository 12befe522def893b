import { CieError } from '@cie/kit/errors.ts';
import type { ExecutionResult } from 'graphql';
import { dayOf } from '../pages/dates.ts';
import type { LabelledAppointmentQuery, LabelledCareItemQuery, LabelledDocumentQuery, LabelledReportQuery, LabelGiver, PrivacyLabel } from './data/operations.ts';
import type { SharingFacts } from './who-sees.ts';

/** An item as the page about its label shows it. */
export interface LabelledItem {
  readonly name: string;
  /** The organisation that supplied it; null for what a person added. */
  readonly organisation: Supplier | null;
  readonly label: PrivacyLabel;
  readonly history: readonly HeldLabel[];
}

interface Supplier {
  readonly odsCode: string;
  readonly name: string;
}

interface HeldLabel {
  readonly label: PrivacyLabel;
  readonly since: string | null;
  readonly by: LabelGiver;
}

interface Labelled {
  readonly label: PrivacyLabel;
  readonly labelHistory: readonly HeldLabel[] | null;
}

type Answer = LabelledReportQuery & LabelledDocumentQuery & LabelledAppointmentQuery & LabelledCareItemQuery;
type Patient = NonNullable<Answer['patient']>;

/** What differs between the kinds of item whose label the patient can change. */
interface ItemKind {
  readonly query: string;
  readonly mutation: string;
  /** Where the item is read. */
  readonly back: (id: string) => string;
  readonly read: (patient: Patient) => LabelledItem | null;
}

const of = ({ label, labelHistory }: Labelled, name: string, organisation: Supplier | null): LabelledItem => ({ name, organisation, label, history: labelHistory ?? [] });

export const itemKinds = {
  report: {
    query: 'LabelledReport', mutation: 'MoveReport',
    back: (id) => `/record?view=results&report=${id}`,
    read: ({ report }) => (report === null ? null : of(report, report.name, report.organisation)),
  },
  document: {
    query: 'LabelledDocument', mutation: 'MoveDocument',
    back: (id) => `/record?view=documents&document=${id}`,
    read: ({ document }) => (document === null ? null : of(document, document.title === '' ? (document.type ?? 'Document') : document.title, document.organisation.odsCode === 'PATIENT' ? null : document.organisation)),
  },
  appointment: {
    query: 'LabelledAppointment', mutation: 'MoveAppointment',
    back: () => '/record?view=appointments',
    read: ({ appointment }) => (appointment === null ? null : of(appointment, nameOfAppointment(appointment), appointment.organisation)),
  },
  'care-item': {
    query: 'LabelledCareItem', mutation: 'MoveCareItem',
    back: () => '/record?view=health',
    read: ({ careItemLabel }) => (careItemLabel === null ? null : of(careItemLabel, careItemLabel.name, careItemLabel.organisation)),
  },
} as const satisfies Readonly<Record<string, ItemKind>>;

export type ItemKindName = keyof typeof itemKinds;

export const isItemKind = (name: string): name is ItemKindName => Object.hasOwn(itemKinds, name);

const nameOfAppointment = ({ clinic, start }: { readonly clinic: string | null; readonly start: string | null }): string =>
  [clinic ?? 'Appointment', start === null ? null : dayOf(start)].filter((part) => part !== null).join(', ');

/** What one question about an item found: null when the record or the item is not there for this reader. Throws LABEL_UNAVAILABLE when a room did not answer. */
export function readItem(kind: ItemKindName, { data, errors }: ExecutionResult): { readonly item: LabelledItem; readonly sharing: SharingFacts } | null {
  if (data === null || data === undefined || (errors !== undefined && errors.length > 0)) {
    throw new CieError('LABEL_UNAVAILABLE', 'This page is not available right now. Try again in a few minutes.');
  }
  // The answer to the registered operation of this kind, whose type the generator wrote from its document.
  const patient = (data as Answer).patient;
  const item = patient === null ? null : itemKinds[kind].read(patient);
  return patient === null || item === null ? null : { item, sharing: { invitations: patient.invitations ?? [], proxies: patient.proxies ?? [], readers: patient.readers ?? [] } };
}
