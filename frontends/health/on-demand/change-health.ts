import type { Ask } from '@cie/web-kit/graph/operation.ts';
import {
  changeCareItemMutation, changeMeasurementMutation, enterCareItemMutation, recordMeasurementMutation, removeCareItemMutation, removeMeasurementMutation,
} from './operations.ts';
import type { CareItemInput, MeasurementInput } from './operations.ts';

/** Adds a measurement, or puts one right that the reader entered. Throws AskError 'refused' with what to correct and the code of its field. */
export async function saveMeasurement(ask: Ask, patient: string, id: string | null, input: MeasurementInput): Promise<void> {
  await (id === null ? ask(recordMeasurementMutation, { patient, input }) : ask(changeMeasurementMutation, { patient, id, input }));
}

export async function removeMeasurement(ask: Ask, patient: string, id: string): Promise<void> {
  await ask(removeMeasurementMutation, { patient, id });
}

/** Adds a medicine, an allergy or a condition, or puts one right that the reader added. Throws AskError 'refused'. */
export async function saveCareItem(ask: Ask, patient: string, id: string | null, input: CareItemInput): Promise<void> {
  await (id === null ? ask(enterCareItemMutation, { patient, input }) : ask(changeCareItemMutation, { patient, id, input }));
}

export async function removeCareItem(ask: Ask, patient: string, id: string): Promise<void> {
  await ask(removeCareItemMutation, { patient, id });
}
