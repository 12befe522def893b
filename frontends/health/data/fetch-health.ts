import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { healthQuery } from './operations.ts';
import type { HealthQuery } from './operations.ts';

type Patient = NonNullable<HealthQuery['patient']>;
type Page = NonNullable<Patient['measurements']>;
export type Medication = NonNullable<Patient['medications']>[number];
export type Allergy = NonNullable<Patient['allergies']>[number];
export type Condition = NonNullable<Patient['conditions']>[number];
export type CarePlan = NonNullable<Patient['carePlans']>[number];
export type CareItem = Medication | Allergy | Condition | CarePlan;
export type Measurement = Page['edges'][number]['node'];

export interface MeasurementList {
  readonly measurements: readonly Measurement[];
  /** Cursor of the next page, null at the end. */
  readonly next: string | null;
}

export interface Health extends MeasurementList {
  readonly doors: Patient['doors'];
  readonly medications: readonly Medication[];
  readonly allergies: readonly Allergy[];
  readonly conditions: readonly Condition[];
  readonly carePlans: readonly CarePlan[];
}

export const pageSize = 20;

export const listOf = ({ edges, pageInfo }: Page): MeasurementList => ({ measurements: edges.map(({ node }) => node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null });

/** Medicines, allergies, conditions, plans and measurements; null when the record does not open, 'unavailable' when its room does not answer. */
export async function fetchHealth(ask: Ask, patient: string): Promise<Health | 'unavailable' | null> {
  const { patient: record } = await ask(healthQuery, { patient, first: pageSize });
  if (record === null) return null;
  const { doors, medications, allergies, conditions, carePlans, measurements } = record;
  if (medications === null || allergies === null || conditions === null || carePlans === null || measurements === null) return 'unavailable';
  return { doors, medications, allergies, conditions, carePlans, ...listOf(measurements) };
}
