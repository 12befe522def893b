// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** A medicine, an allergy or a condition as a person adds it. */
export type CareItemInput = {
  /** Whether it still holds: taken now, still allergic, not over. */
  readonly current: boolean;
  /** How a medicine is taken, or what an allergy does; none for a condition. At most 500 characters. */
  readonly detail?: string | null | undefined;
  /** When it ended, in the same form; only of what is not current. */
  readonly endedOn?: string | null | undefined;
  /** What it is. */
  readonly kind: EnteredCareKind;
  /** What it is called; at most 200 characters. */
  readonly name: string;
  /** Anything else; at most 500 characters. */
  readonly note?: string | null | undefined;
  /** When it began, as far as the person knows: `2016`, `2016-05` or `2016-05-01`; not in the future. */
  readonly startedOn?: string | null | undefined;
};

/** What people add to a record themselves (CAR-1). */
export type EnteredCareKind =
  /** An allergy or intolerance. */
  | 'ALLERGY'
  /** A condition or diagnosis. */
  | 'CONDITION'
  /** A medicine. */
  | 'MEDICATION';

/** A measurement as a person enters it. Values beyond what a device can show of a living person are refused. */
export type MeasurementInput = {
  /** What was measured. */
  readonly kind: MeasurementKind;
  /** When it was measured; not in the future. */
  readonly measuredAt: string;
  /** Anything to be known with it; at most 500 characters. */
  readonly note?: string | null | undefined;
  /** The lower number of a blood pressure, 20 to 200 mmHg and below the upper one; none for the others. */
  readonly secondValue?: string | null | undefined;
  /** The number as typed: blood pressure 50 to 300 mmHg, weight 0.5 to 500 kg, glucose 0.5 to 50 mmol/L, oxygen 50 to 100 %, temperature 30 to 45 °C. */
  readonly value: string;
};

/** What people measure themselves (RES-6). */
export type MeasurementKind =
  /** Upper (systolic) and lower (diastolic) number, in mmHg. */
  | 'BLOOD_PRESSURE'
  /** Glucose in blood, in mmol/L. */
  | 'GLUCOSE'
  /** Oxygen saturation, in %. */
  | 'OXYGEN'
  /** Of the body, in °C. */
  | 'TEMPERATURE'
  /** In kg. */
  | 'WEIGHT';

export type ChangeCareItemMutationVariables = Exact<{
  patient: string;
  id: string;
  input: CareItemInput;
}>;


export type ChangeCareItemMutation = { readonly changeRecord: { readonly changeCareItem: string } };

export type ChangeMeasurementMutationVariables = Exact<{
  patient: string;
  id: string;
  input: MeasurementInput;
}>;


export type ChangeMeasurementMutation = { readonly changeRecord: { readonly changeMeasurement: { readonly id: string } } };

export type EnterCareItemMutationVariables = Exact<{
  patient: string;
  input: CareItemInput;
}>;


export type EnterCareItemMutation = { readonly changeRecord: { readonly enterCareItem: string } };

export type MeasurementSeriesQueryVariables = Exact<{
  patient: string;
  kind: MeasurementKind;
}>;


export type MeasurementSeriesQuery = { readonly patient: { readonly id: string, readonly measurementSeries: ReadonlyArray<{ readonly id: string, readonly kind: MeasurementKind, readonly value: string, readonly secondValue: string | null, readonly unit: string, readonly measuredAt: string, readonly note: string | null, readonly author: string, readonly mine: boolean }> | null } | null };

export type MoreMeasurementsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MoreMeasurementsQuery = { readonly patient: { readonly id: string, readonly measurements: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: MeasurementKind, readonly value: string, readonly secondValue: string | null, readonly unit: string, readonly measuredAt: string, readonly note: string | null, readonly author: string, readonly mine: boolean } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type RecordMeasurementMutationVariables = Exact<{
  patient: string;
  input: MeasurementInput;
}>;


export type RecordMeasurementMutation = { readonly changeRecord: { readonly recordMeasurement: { readonly id: string } } };

export type RemoveCareItemMutationVariables = Exact<{
  patient: string;
  id: string;
}>;


export type RemoveCareItemMutation = { readonly changeRecord: { readonly removeCareItem: string } };

export type RemoveMeasurementMutationVariables = Exact<{
  patient: string;
  id: string;
}>;


export type RemoveMeasurementMutation = { readonly changeRecord: { readonly removeMeasurement: string } };

export const changeCareItemMutation: Operation<ChangeCareItemMutation, ChangeCareItemMutationVariables> = {
  name: 'ChangeCareItem',
  id: '5146b2044285e03396aa3314f5bfe370fcab78fd471a89b7e3f632f5a670e65e',
};

export const changeMeasurementMutation: Operation<ChangeMeasurementMutation, ChangeMeasurementMutationVariables> = {
  name: 'ChangeMeasurement',
  id: '407d6f3f59cead206715c151c58a271d24da5fbab7ec017ccef714c4291f35ec',
};

export const enterCareItemMutation: Operation<EnterCareItemMutation, EnterCareItemMutationVariables> = {
  name: 'EnterCareItem',
  id: '85e75ff3c2030ad28a0adbce6261a4a75787505ffb49c6103ad6ea24c7c112fa',
};

export const measurementSeriesQuery: Operation<MeasurementSeriesQuery, MeasurementSeriesQueryVariables> = {
  name: 'MeasurementSeries',
  id: 'f071bf2c5f4ec5e82242fa4d35020c2c2c0ee15c0a60caac71e1697e3f74216a',
};

export const moreMeasurementsQuery: Operation<MoreMeasurementsQuery, MoreMeasurementsQueryVariables> = {
  name: 'MoreMeasurements',
  id: '3bc7407f6596f13206c352f48b2a0355a63acc16766c6dc9d32c0e27a608b5f0',
};

export const recordMeasurementMutation: Operation<RecordMeasurementMutation, RecordMeasurementMutationVariables> = {
  name: 'RecordMeasurement',
  id: '6c59a44fb59027b26472a331db4d21e4ab7b89286de68eabcc77de6b20489a31',
};

export const removeCareItemMutation: Operation<RemoveCareItemMutation, RemoveCareItemMutationVariables> = {
  name: 'RemoveCareItem',
  id: 'c2819e7685612480047b18e7e7815c40b1a19fd33b1ecf83977f25225cd48456',
};

export const removeMeasurementMutation: Operation<RemoveMeasurementMutation, RemoveMeasurementMutationVariables> = {
  name: 'RemoveMeasurement',
  id: 'e7750a7848f6d6be47f15100907d9378787f9af5ef10bc8db7ab7ba54ee89d14',
};
