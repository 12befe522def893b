import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { authorOf, changeOwn } from './author-of.ts';
import { checkedMeasurement, type EnteredMeasurement, type MeasurementKind, type StoredMeasurement } from './measurement.ts';
import type { PatientReference } from './read-results.ts';

/** Sort key of the last measurement that the reader already has. */
export interface MeasurementPosition {
  readonly at: Date;
  readonly id: string;
}

export interface MeasurementQuery {
  readonly limit: number;
  readonly after: MeasurementPosition | null;
  readonly kind: MeasurementKind | null;
}

/** Reads of one operation under its passes; what was removed is not there. */
export interface MeasurementReads<Patient extends PatientReference> {
  /** Latest first. */
  list(patient: Patient, query: MeasurementQuery): Promise<readonly StoredMeasurement[]>;
  /** The latest of one kind, oldest first, as many as a chart can show. */
  series(patient: Patient, kind: MeasurementKind): Promise<readonly StoredMeasurement[]>;
}

/** Changes under the write passes of one operation. The database admits rows of the viewer's own authorship only. */
export interface MeasurementChanges<Patient extends PatientReference> {
  insert(patient: Patient, measurement: StoredMeasurement): Promise<void>;
  /** One transaction: null when no pass shows such a measurement, or when it is not the viewer's to change. */
  change(patient: Patient, id: string, next: (found: StoredMeasurement) => StoredMeasurement | 'removed'): Promise<StoredMeasurement | null>;
}

/** RES-6: keeps what the viewer measured. Throws CieError, see `checkedMeasurement`. */
export async function recordMeasurement<P extends PatientReference>(
  access: AccessContext, changes: MeasurementChanges<P>, patient: P, entered: EnteredMeasurement, newId: () => string,
): Promise<StoredMeasurement> {
  const author = authorOf(access);
  const measurement = { ...checkedMeasurement(entered, access.now), id: newId(), authorId: author.accountId, author: author.name, enteredAt: access.now };
  await changes.insert(patient, measurement);
  return measurement;
}

/** Puts right what the viewer entered; what stood before is kept as history. Its kind stays: another kind is another measurement. */
export async function changeMeasurement<P extends PatientReference>(
  access: AccessContext, changes: MeasurementChanges<P>, patient: P, id: string, entered: EnteredMeasurement,
): Promise<StoredMeasurement> {
  const checked = checkedMeasurement(entered, access.now);
  return own(access, changes, patient, id, (found) => {
    if (found.kind !== checked.kind) throw new CieError('MEASUREMENT_KIND_INVALID', 'Remove this measurement and add a new one of the other kind.');
    return { ...found, ...checked };
  });
}

/** Takes a measurement of the viewer's out of the record; the database keeps it as history. */
export async function removeMeasurement<P extends PatientReference>(access: AccessContext, changes: MeasurementChanges<P>, patient: P, id: string): Promise<void> {
  await own(access, changes, patient, id, () => 'removed');
}

const unknown = (): CieError => new CieError('MEASUREMENT_UNKNOWN', 'There is no such measurement that you entered. Only the person who entered a measurement can change it.');

const own = <P extends PatientReference>(
  access: AccessContext, changes: MeasurementChanges<P>, patient: P, id: string, next: (found: StoredMeasurement) => StoredMeasurement | 'removed',
): Promise<StoredMeasurement> => changeOwn(access, changes, { patient, id }, next, unknown);
