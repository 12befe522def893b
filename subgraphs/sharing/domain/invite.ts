import { endOfDay, yearsAfter } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Label } from '@cie/kit/names.ts';
import type { Notice, Recipient } from '@cie/kit/notices/notice.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';
import { ownerOf } from './own-record.ts';

export type InvitationState = 'pending' | 'accepted' | 'revoked' | 'ended';
export type InviteeKind = 'email' | 'professional' | 'team';

export interface Invitation {
  readonly id: string;
  readonly patientId: string;
  readonly kind: InviteeKind;
  /** E-mail address that the patient invited, in lower case; null for a team or professional from the directory. */
  readonly email: string | null;
  /** Name of the team or professional; of whoever was invited by e-mail when they have opened the record. */
  readonly name: string | null;
  /** What a team treats, or the role of a professional from the directory. */
  readonly about: string | null;
  readonly organisation: string | null;
  readonly labels: readonly Label[];
  readonly createdAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly until: Date | null;
  /** When the team was closed, or the professional left. */
  readonly goneAt: Date | null;
}

/** Whom a patient invites; the directory's ids are those of a search. */
export type Whom = { readonly email: string } | { readonly professionalId: string } | { readonly teamId: string };

/** An entry that names whom it is about: a team, a professional, or an e-mail address. */
type EntryAbout = (invitee: string) => AccessEntry;

/** What is logged and told when somebody is invited. */
export interface Inviting {
  /** For each open invitation of the same invitee, in whose place the new one comes. */
  readonly replaced: EntryAbout;
  readonly invited: EntryAbout;
  readonly told: (to: Recipient, kind: InviteeKind) => Notice;
}

export interface InvitationStore {
  /** One transaction; null when the directory does not have whom it names (any more), `too-many` when as many were made since. */
  add(access: AccessContext, invitation: NewInvitation, inviting: Inviting, limit: { readonly most: number; readonly since: Date }): Promise<Invitation | 'too-many' | null>;
  /** Null when this person has no such invitation. */
  revoke(access: AccessContext, patientIds: readonly string[], id: string, entry: EntryAbout): Promise<Invitation | null>;
  /** Invitations to any of a person's records, newest first. */
  list(patientIds: readonly string[]): Promise<Invitation[]>;
}

export interface NewInvitation {
  readonly patientId: string;
  /** All ids of the person: somebody may have been invited to another one of them. */
  readonly patientIds: readonly string[];
  readonly whom: Whom;
  readonly labels: readonly Label[];
  readonly until: Date | null;
}

/** Longest time an invitation may be given ahead, in years, so that a mistyped date does not open a record for good. */
export const longestInvitationYears = 5;
/** Most invitations that one person makes in a day: each is a message to somebody. */
export const invitationsADay = 20;

/** The state that people are shown; an end date passes, and people leave, without anybody writing it down here. */
export function invitationState({ revokedAt, until, goneAt, acceptedAt }: Pick<Invitation, 'revokedAt' | 'until' | 'goneAt' | 'acceptedAt'>, now: Date): InvitationState {
  // Whose access ended was not stopped by the patient.
  if (goneAt !== null && goneAt <= (revokedAt ?? now)) return 'ended';
  if (revokedAt !== null) return 'revoked';
  if (until !== null && until <= now) return 'ended';
  return acceptedAt === null ? 'pending' : 'accepted';
}

/**
 * ACS-3: the patient lets a team, a professional or somebody with an e-mail address see chosen labels until a day. Only for the viewer's own
 * record. Whoever was invited before is invited anew: two invitations of one person would stay half open when one of them is stopped.
 * Throws OWN_RECORD_ONLY, INVITATION_SELF, INVITATION_LABELS, INVITATION_UNTIL, INVITATION_WHOM, INVITATION_TOO_MANY.
 */
export async function invite(
  access: AccessContext,
  store: InvitationStore,
  groupOf: (patientId: string) => Promise<readonly string[]>,
  request: { readonly whom: Whom; readonly labels: readonly Label[]; readonly until: string | null },
): Promise<Invitation> {
  const owner = ownerOf(access);
  const whom = checkedWhom(request.whom, owner.viewer.email);
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
  const { patientId } = owner;
  const added = await store.add(
    access,
    { patientId, patientIds: await groupOf(patientId), whom, labels, until },
    {
      replaced: (invitee) => accessEntry(access, 'invitation-revoked', { doors: ['self'], invitee }),
      invited: (invitee) => accessEntry(access, 'invited', { doors: ['self'], invitee }),
      told: (to, kind) => ({ kind: 'message', to, template: kind === 'team' ? 'record-shared-team' : 'record-shared', values: {} }),
    },
    { most: invitationsADay, since: new Date(access.now.getTime() - 86_400_000) },
  );
  if (added === null) throw unknownWhom();
  if (added === 'too-many') throw new CieError('INVITATION_TOO_MANY', `You have invited ${invitationsADay} times within a day. Try again tomorrow.`);
  return added;
}

function checkedWhom(whom: Whom, ownEmail: string | null): Whom {
  if ('email' in whom) {
    const email = whom.email.trim().toLowerCase();
    if (email === ownEmail?.toLowerCase()) {
      throw new CieError('INVITATION_SELF', 'This is your own email address. Enter the address of the person you want to invite.');
    }
    return { email };
  }
  if (!isRecordId('teamId' in whom ? whom.teamId : whom.professionalId)) throw unknownWhom();
  return whom;
}

function unknownWhom(): CieError {
  return new CieError('INVITATION_WHOM', 'This team or professional cannot be invited any more. Search again.');
}

/** Works on the next request of whoever was invited. Throws INVITATION_UNKNOWN, also for another patient's invitation. */
export async function revokeInvitation(
  access: AccessContext,
  store: InvitationStore,
  groupOf: (patientId: string) => Promise<readonly string[]>,
  id: string,
): Promise<Invitation> {
  const owner = ownerOf(access);
  const entry = (invitee: string): AccessEntry => accessEntry(access, 'invitation-revoked', { doors: ['self'], invitee });
  const revoked = isRecordId(id) ? await store.revoke(access, await groupOf(owner.patientId), id, entry) : null;
  if (revoked === null) throw new CieError('INVITATION_UNKNOWN', 'There is no such invitation in your record. Reload the page.');
  return revoked;
}
