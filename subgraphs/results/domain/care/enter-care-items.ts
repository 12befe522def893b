import type { AccessContext } from '@cie/kit/access-context.ts';
import { enteredByPatient } from '@cie/kit/changes.ts';
import { dayOf } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { labelFor } from '@cie/kit/label-rule.ts';
import { Label } from '@cie/kit/names.ts';
import { authorOf, changeOwn } from '../author-of.ts';
import type { PatientReference } from '../read-results.ts';
import { CareKind, type CareItemFacts, type StoredCareItem } from './care-item.ts';
import { checkedEntry, type EnteredCareItem } from './entered-care-item.ts';

/** Reads of one operation under its passes; what was withdrawn or removed is not there. */
export interface CareReads<Patient extends PatientReference> {
  /** All items, latest first. */
  items(patient: Patient): Promise<readonly StoredCareItem[]>;
}

/** Changes under the write passes of one operation. The database admits rows of the viewer's own authorship only. */
export interface CareChanges<Patient extends PatientReference> {
  insert(patient: Patient, item: StoredCareItem): Promise<void>;
  /** One transaction: null when no pass shows such an item. */
  change(patient: Patient, id: string, next: (found: StoredCareItem) => StoredCareItem): Promise<StoredCareItem | null>;
}

/** CAR-1: adds a medicine, an allergy or a condition that a person tells of themself, or of whom they act for. Throws CieError, see `checkedEntry`. */
export async function enterCareItem<P extends PatientReference>(
  access: AccessContext, changes: CareChanges<P>, patient: P, entered: EnteredCareItem, newId: () => string,
): Promise<StoredCareItem> {
  const author = authorOf(access);
  const id = newId();
  const item: StoredCareItem = {
    ...factsOf(checkedEntry(entered, access.now), access.now),
    id, sourceId: id, organisation: enteredByPatient, authorId: author.accountId, author: author.name, site: null,
    withdrawn: false, label: labelOf(entered), sentAt: access.now,
  };
  await changes.insert(patient, item);
  return item;
}

/** Puts right what the viewer entered; what stood before is kept as history. */
export async function changeCareItem<P extends PatientReference>(
  access: AccessContext, changes: CareChanges<P>, patient: P, id: string, entered: EnteredCareItem,
): Promise<StoredCareItem> {
  const facts = factsOf(checkedEntry(entered, access.now), access.now);
  return own(access, changes, patient, id, (found) => {
    if (found.kind !== facts.kind) throw new CieError('CARE_ITEM_KIND_INVALID', 'Remove this item and add a new one of the other kind.');
    // A label once given stays: a change without the clue must not open it to more people.
    const label = found.label === Label.general ? labelOf(entered) : found.label;
    return { ...found, ...facts, recordedOn: found.recordedOn, label, sentAt: access.now };
  });
}

/** Takes an item of the viewer's out of the record; the database keeps it as history. */
export async function removeCareItem<P extends PatientReference>(access: AccessContext, changes: CareChanges<P>, patient: P, id: string): Promise<void> {
  await own(access, changes, patient, id, (found) => ({ ...found, withdrawn: true, sentAt: access.now }));
}

const unknown = (): CieError => new CieError('CARE_ITEM_UNKNOWN', 'There is no such item that you added. Only the person who added an item can change it.');

const own = <P extends PatientReference>(
  access: AccessContext, changes: CareChanges<P>, patient: P, id: string, next: (found: StoredCareItem) => StoredCareItem,
): Promise<StoredCareItem> => changeOwn(access, changes, { patient, id }, next, unknown);

/** Told by a person and confirmed by nobody, which FHIR calls `unconfirmed`. */
function factsOf({ kind, name, current, startedOn, endedOn, detail, note }: EnteredCareItem, now: Date): CareItemFacts {
  const shared = { code: null, codeSystem: null, name, startedOn, endedOn, recordedOn: dayOf(now), notes: note === null ? [] : [note] };
  switch (kind) {
    case CareKind.medication:
      return { ...shared, kind, status: current ? 'active' : 'completed', dosage: detail, reason: null };
    case CareKind.allergy:
      return { ...shared, kind, status: current ? 'active' : 'resolved', verification: 'unconfirmed', reaction: detail, severity: null, criticality: null };
    case CareKind.condition:
      return { ...shared, kind, status: current ? 'active' : 'resolved', verification: 'unconfirmed', severity: null };
  }
}

const labelOf = ({ name, detail, note }: EnteredCareItem): Label => labelFor({ specialty: '', team: '', kind: [name, detail, note].filter((text) => text !== null).join(' · ') });
