import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { stateReasonMutation } from './operations.ts';
import type { StatedReasonInput } from './operations.ts';

/** Opens a specially protected record for a stated reason; its identifier, or null when no record asks this viewer for one. */
export async function stateReason(ask: Ask, input: StatedReasonInput): Promise<string | null> {
  return (await ask(stateReasonMutation, { input })).stateReason?.id ?? null;
}
