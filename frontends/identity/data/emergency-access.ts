import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { endEmergencyAccessMutation, startEmergencyAccessMutation } from './operations.ts';
import type { EmergencyAccessInput } from './operations.ts';

/** Opens one record in an emergency; its identifier, or null when nobody has this number and date of birth. */
export async function startEmergencyAccess(ask: Ask, input: EmergencyAccessInput): Promise<string | null> {
  return (await ask(startEmergencyAccessMutation, { input })).startEmergencyAccess?.id ?? null;
}

/** Closes it again before its time. */
export async function endEmergencyAccess(ask: Ask, patientId: string): Promise<void> {
  await ask(endEmergencyAccessMutation, { patientId });
}
