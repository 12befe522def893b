import type { Area, SeenAppointmentQuery, SeenCareItemQuery, SeenDocumentQuery, SeenItemInput, SeenReportQuery, LabelGiver, PrivacyLabel } from './data/operations.ts';
import { askOwnRecord } from './ask-own-record.ts';
import type { ReadersParts, RecordHolder } from './readers-parts.ts';

/** Kinds of item that a page can be asked about, as they stand in its address. */
export const itemKinds = ['report', 'document', 'appointment', 'care-item'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** An item as its holder reads it, with what decides who else may. */
export interface HeldItem {
  readonly name: string;
  readonly area: Area;
  readonly organisation: string;
  readonly labels: readonly { readonly label: PrivacyLabel; readonly since: string; readonly by: LabelGiver }[];
  readonly availableFrom: string | null;
  /** Where it is read. */
  readonly address: string;
}

/** ODS code's place for what people added themselves (kit/changes.ts). */
const byPatient = 'PATIENT';

/** The item, or null where there is none with this id that the holder may read. */
export async function readHeldItem(parts: ReadersParts, holder: RecordHolder, kind: ItemKind, id: string): Promise<HeldItem | null> {
  switch (kind) {
    case 'report': {
      const item = (await askOwnRecord<SeenReportQuery>(parts, holder, 'SeenReport', { id })).patient?.report ?? null;
      return item && held(item, { name: item.name, area: 'RESULTS', availableFrom: item.availableFrom, address: `/record?view=results&report=${item.id}` });
    }
    case 'document': {
      const item = (await askOwnRecord<SeenDocumentQuery>(parts, holder, 'SeenDocument', { id })).patient?.document ?? null;
      return item && held(item, { name: item.title, area: 'DOCUMENTS', availableFrom: item.availableFrom, address: `/record?view=documents&document=${item.id}` });
    }
    case 'appointment': {
      const item = (await askOwnRecord<SeenAppointmentQuery>(parts, holder, 'SeenAppointment', { id })).patient?.appointment ?? null;
      return item && held(item, { name: item.clinic ?? 'Appointment', area: 'APPOINTMENTS', availableFrom: null, address: '/record?view=appointments' });
    }
    case 'care-item': {
      const item = (await askOwnRecord<SeenCareItemQuery>(parts, holder, 'SeenCareItem', { id })).patient?.careItemLabel ?? null;
      return item && held(item, { name: item.name, area: 'RESULTS', availableFrom: null, address: '/record?view=health' });
    }
  }
}

interface Labelled {
  readonly organisation: { readonly odsCode: string } | null;
  readonly labelHistory: HeldItem['labels'] | null;
}

const held = ({ organisation, labelHistory }: Labelled, about: Omit<HeldItem, 'organisation' | 'labels'>): HeldItem | null =>
  labelHistory === null ? null : { ...about, organisation: organisation?.odsCode ?? byPatient, labels: labelHistory };

/** As sharing is asked about it: with the labels that the item has had since the day began, which is all that matters then. */
export function asSeen({ area, organisation, labels, availableFrom }: HeldItem, dayStart: Date): SeenItemInput {
  const first = Math.max(0, labels.findLastIndex(({ since }) => Date.parse(since) <= dayStart.getTime()));
  return {
    area, organisation, labels: labels.slice(first).map(({ label, since }) => ({ label, since })), ...(availableFrom === null ? {} : { availableFrom }),
  };
}
