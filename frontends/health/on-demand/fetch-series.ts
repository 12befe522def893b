import type { Ask } from '@cie/web-kit/graph/operation.ts';
import type { Measurement } from '../data/fetch-health.ts';
import { measurementSeriesQuery } from './operations.ts';
import type { MeasurementKind } from './operations.ts';

/** Measurements of one kind, oldest first; null when the record does not open, 'unavailable' when its room does not answer. */
export async function fetchSeries(ask: Ask, patient: string, kind: MeasurementKind): Promise<readonly Measurement[] | 'unavailable' | null> {
  const { patient: record } = await ask(measurementSeriesQuery, { patient, kind });
  return record === null ? null : (record.measurementSeries ?? 'unavailable');
}
