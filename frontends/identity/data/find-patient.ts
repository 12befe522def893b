import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { findPatientQuery } from './operations.ts';

/** The record of the person with this NHS number and date of birth; null when no door opens, or there is none. */
export async function findPatient(ask: Ask, nhsNumber: string, birthDate: string): Promise<string | null> {
  return (await ask(findPatientQuery, { nhsNumber, birthDate })).findPatient?.id ?? null;
}
