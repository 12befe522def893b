import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { listOf, pageSize } from '../data/fetch-health.ts';
import type { MeasurementList } from '../data/fetch-health.ts';
import { moreMeasurementsQuery } from './operations.ts';

/** The next page of measurements. */
export async function fetchMoreMeasurements(ask: Ask, patient: string, after: string | null): Promise<MeasurementList | 'unavailable' | null> {
  const { patient: record } = await ask(moreMeasurementsQuery, { patient, first: pageSize, after });
  if (record === null) return null;
  return record.measurements === null ? 'unavailable' : listOf(record.measurements);
}
