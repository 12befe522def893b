import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { revokeInvitationMutation } from './operations.ts';

/** Ends an invitation; it works on the next request of whoever was invited. */
export async function revokeInvitation(ask: Ask, id: string): Promise<void> {
  await ask(revokeInvitationMutation, { id });
}
