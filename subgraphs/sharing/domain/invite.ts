import { endOfDay, yearsAfter } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isProvedPatient, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import type { Label } from '@cie/kit/names.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';

export type InvitationState = 'pending' | 'accepted' | 'revoked' | 'ended';

export interface Invitation {
  readonly id: string;
  readonly patientId: string;
  /** E-mail address that the patient invited, in lower case. */
  readonly email: string;
  readonly inviteeName: string | null;
  readonly organisation: string | null;
  readonly labels: readonly Label[];
  readonly createdAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly until: Date | null;
}

export interface InvitationStore {
  add(access: AccessContext, invitation: NewInvitation, entry: AccessEntry): Promise<Invitation>;
  /** Null when this person has no such invitation. */
  revoke(access: AccessContext, patientIds: readonly string[], id: string, entry: AccessEntry): Promise<Invitation | null>;
  /** Invitations to any of a person's records. */
  list(patientIds: readonly string[]): Promise<Invitation[]>;
}

export interface NewInvitation {
  readonly patientId: string;
  readonly email: string;
  readonly labels: readonly Label[];
  readonly until: Date | null;
}

/** Longest time an invitation may be given ahead, in years, so that a mistyped date does not open a record for good. */
export const longestInvitationYears = 5;

/** The state that people are shown; an end date passes without anybody writing it down. */
export function invitationState(invitation: Invitation, now: Date): InvitationState {
  if (invitation.revokedAt !== null) return 'revoked';
  if (invitation.until !== null && invitation.until <= now) return 'ended';
  return invitation.acceptedAt === null ? 'pending' : 'accepted';
}

/** ACS-3: the patient lets a person see chosen labels until a day. Only for the viewer's own record. */
export async function invite(
  access: AccessContext,
  store: InvitationStore,
  request: { email: string; labels: readonly Label[]; until: string | null },
): Promise<Invitation> {
  const owner = ownerOf(access);
  const email = request.email.trim().toLowerCase();
  if (email === owner.viewer.email?.toLowerCase()) {
    throw new CieError('INVITATION_SELF', 'This is your own email address. Enter the address of the person you want to invite.');
  }
  if (request.labels.length === 0) {
    throw new CieError('INVITATION_LABELS', 'Choose at least one part of your record to share.');
  }
  const until = request.until === null ? null : endOfDay(request.until);
  if (until !== null && until <= access.now) {
    throw new CieError('INVITATION_UNTIL', 'The end date has passed. Choose a date from today on.');
  }
  if (until !== null && until > yearsAfter(access.now, longestInvitationYears)) {
    throw new CieError('INVITATION_UNTIL', `Choose an end date within ${longestInvitationYears} years.`);
  }
  const labels = [...new Set(request.labels)].toSorted((a, b) => a - b);
  return store.add(access, { patientId: owner.patientId, email, labels, until }, accessEntry(access, 'invited', { doors: ['self'] }));
}

/** Works on the next request of whoever was invited. Throws INVITATION_UNKNOWN, also for another patient's invitation. */
export async function revokeInvitation(
  access: AccessContext,
  store: InvitationStore,
  groupOf: (patientId: string) => Promise<readonly string[]>,
  id: string,
): Promise<Invitation> {
  const owner = ownerOf(access);
  const entry = accessEntry(access, 'invitation-revoked', { doors: ['self'] });
  const revoked = isRecordId(id) ? await store.revoke(access, await groupOf(owner.patientId), id, entry) : null;
  if (revoked === null) throw new CieError('INVITATION_UNKNOWN', 'There is no such invitation in your record. Reload the page.');
  return revoked;
}

/** The viewer as the owner of a record. Throws OWN_RECORD_ONLY for everybody else. */
export function ownerOf(access: AccessContext): { viewer: Viewer; patientId: string } {
  const { viewer } = access;
  if (viewer === null || !isProvedPatient(viewer) || viewer.patientId === null) {
    throw new CieError('OWN_RECORD_ONLY', 'Only the person whose record it is can change who sees it. Sign in as that person.');
  }
  return { viewer, patientId: viewer.patientId };
}
