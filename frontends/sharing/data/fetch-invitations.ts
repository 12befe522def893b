import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { invitationsQuery } from './operations.ts';
import type { InvitationsQuery } from './operations.ts';

export type Invitation = NonNullable<NonNullable<InvitationsQuery['patient']>['invitations']>[number];

/** Everybody the reader has invited to their own record; null when it is not their own. */
export async function fetchInvitations(ask: Ask, patient: string): Promise<readonly Invitation[] | null> {
  const { patient: record } = await ask(invitationsQuery, { patient });
  return record?.invitations ?? null;
}
