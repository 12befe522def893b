import { createLabelMoves, type LabelAccess } from '@cie/kit/database/label-moves.store.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { LabelMoves } from '@cie/kit/move-label.ts';
import type { CareChanges, CareReads } from '../domain/care/enter-care-items.ts';
import type { MeasurementChanges, MeasurementReads } from '../domain/change-measurements.ts';
import { createCareChanges, createCareReads } from '../store/care.store.ts';
import { createMeasurementChanges, createMeasurementReads } from '../store/measurement.store.ts';

/** Care items and measurements of one operation (CAR-1, RES-6). */
export interface CareContext {
  readonly care: CareReads<RoomPatient>;
  readonly careChanges: CareChanges<RoomPatient>;
  /** Labels of care items (ACS-1). */
  readonly careLabels: LabelMoves;
  readonly measurements: MeasurementReads<RoomPatient>;
  readonly measurementChanges: MeasurementChanges<RoomPatient>;
}

export function createCareContext(from: LabelAccess): CareContext {
  const { reader, writer } = from;
  return {
    care: createCareReads(reader),
    careChanges: createCareChanges(writer),
    careLabels: createLabelMoves(from, { table: 'care_item', shown: 'not withdrawn' }),
    measurements: createMeasurementReads(reader),
    measurementChanges: createMeasurementChanges(writer),
  };
}
