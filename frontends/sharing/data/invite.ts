import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { inviteMutation } from './operations.ts';
import type { InviteInput } from './operations.ts';

/** Lets somebody see the chosen parts of the reader's own record. Throws AskError 'refused' with what to correct. */
export async function invite(ask: Ask, input: InviteInput): Promise<void> {
  await ask(inviteMutation, { input });
}
