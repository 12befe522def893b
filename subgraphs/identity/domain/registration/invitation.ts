import type { InvitationChannel, InvitationEnd, InvitationFacts, InvitationState } from '@cie/kit/invited.ts';
import type { MessageLanguage, Notice } from '@cie/kit/notices/notice.ts';
import type { NewCase } from '../desk-case.ts';

/** REG-4: how long an invitation may be used, how often a code or date of birth may be wrong, from what age people are invited. */
export const invitationLimits = { days: 14, tries: 5, leastAge: 16 } as const;

/** What decides whether an invitation may still be used. */
export interface InvitationStanding {
  readonly expiresAt: Date;
  readonly endedBecause: InvitationEnd | null;
}

/** An invitation can be used until the very moment at which it expires. */
export function isUsable({ expiresAt, endedBecause }: InvitationStanding, now: Date): boolean {
  return endedBecause === null && now < expiresAt;
}

export function stateOf(invitation: InvitationStanding & { readonly started: boolean }, now: Date): InvitationState {
  if (invitation.endedBecause !== null) return invitation.endedBecause;
  if (!isUsable(invitation, now)) return 'expired';
  return invitation.started ? 'started' : 'waiting';
}

export function expiryOf(issuedAt: Date): Date {
  return new Date(issuedAt.getTime() + invitationLimits.days * 86_400_000);
}

/** Whose record an invitation is about. */
export interface InvitedPerson {
  readonly patientId: string;
  /** ISO date. */
  readonly birthDate: string;
}

export interface NewInvitation {
  readonly id: string;
  readonly patientId: string;
  readonly channel: InvitationChannel;
  readonly language: MessageLanguage;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly tokenHash: Buffer;
  readonly codeHash: Buffer;
  /** What a letter is known by; null for the other channel. */
  readonly reference: string | null;
  /** Account, name and ODS code of who invites. */
  readonly invitedBy: string;
  readonly inviterName: string;
  readonly organisation: string | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface KeptInvitation extends InvitationFacts, InvitationStanding {
  readonly issuedAt: Date;
  readonly endedAt: Date | null;
  /** Whether somebody has entered the code. */
  readonly started: boolean;
}

/** Invitations as whoever issues them needs them, in one transaction. */
export interface Invitations {
  /**
   * The record with this number and date of birth, and nobody else's. Its own id, also while it is joined to another: what is made
   * for it must still be its person's when they are parted (ACC-5).
   */
  personWith(nhsNumber: string, birthDate: string): Promise<InvitedPerson | null>;
  /** All ids of the person whose record this is. */
  recordsOf(patientId: string): Promise<readonly string[]>;
  hasOptedOut(patientId: string): Promise<boolean>;
  /** Whether somebody can sign in to the record already, however. */
  hasAccount(patientId: string): Promise<boolean>;
  /** Whether this general practice, by its ODS code, is the one that hospitals last named as the person's. */
  isPracticeOf(patientId: string, practice: string): Promise<boolean>;
  /** Where the exchange reaches the person of this account. */
  addressesOf(accountId: string): Promise<{ readonly email: string | null; readonly mobile: string | null }>;
  /** Whether a professional's open account has this address. */
  isProfessionalEmail(email: string): Promise<boolean>;
  /** Whether an account of another record signs in with this address. */
  isEmailTaken(email: string, patientId: string): Promise<boolean>;
  /** Two invitations of one person wait for each other. */
  takeTurn(patientId: string): Promise<void>;
  /** Ends what was issued before and can still be used. */
  endOpen(patientId: string, because: InvitationEnd, now: Date): Promise<void>;
  add(invitation: NewInvitation): Promise<void>;
  /** Newest first. */
  listOf(patientId: string): Promise<readonly KeptInvitation[]>;
  /** Ends one invitation; false when it is over already, or unknown. */
  withdraw(id: string, now: Date): Promise<boolean>;
  refer(newCase: NewCase): Promise<void>;
  tell(notices: readonly Notice[]): Promise<void>;
}
