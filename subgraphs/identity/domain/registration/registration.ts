import type { MessageLanguage, Notice } from '@cie/kit/notices/notice.ts';
import type { InvitationChannel, InvitationEnd } from '@cie/kit/invited.ts';
import type { InvitationStanding } from './invitation.ts';

/**
 * Limits of a registration in progress. A visit ends when nothing happens for `visitMinutes` (REG-9); link and code open the
 * next one, and what was entered is still there.
 */
export const registrationLimits = { visitMinutes: 30, textCodeMinutes: 10, textCodeTries: 5, mostTextCodes: 10, mostConfirmations: 20, confirmationHours: 24 } as const;

/** An invitation as somebody who holds its secrets uses it. */
export interface HeldInvitation extends InvitationStanding {
  readonly id: string;
  readonly patientId: string;
  readonly channel: InvitationChannel;
  readonly language: MessageLanguage;
  readonly codeHash: Buffer;
  readonly wrongTries: number;
  /** ISO date of the patient's record. */
  readonly birthDate: string;
}

/** How far somebody has come, of an invitation whose code they entered. */
export interface Registration {
  readonly invitation: HeldInvitation;
  readonly seenAt: Date;
  /** Whether this visit knew the date of birth; each visit is asked. */
  readonly birthDateKnown: boolean;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly passwordSet: boolean;
  readonly question: string | null;
  readonly textCode: { readonly hash: Buffer; readonly expiresAt: Date; readonly tries: number } | null;
  readonly textCodesSent: number;
  readonly mobileConfirmedAt: Date | null;
  readonly agreedVersion: string | null;
  /** E-mails that asked to confirm an address, whichever it was. */
  readonly confirmationsSent: number;
}

/** What a step writes down; what is left out stays as it is. */
export interface RegistrationChange {
  readonly birthDateKnown?: boolean;
  readonly email?: string;
  readonly mobile?: string;
  readonly passwordHash?: string;
  readonly question?: string;
  readonly answerHash?: string;
  readonly textCodeHash?: Buffer | null;
  readonly textCodeExpiresAt?: Date | null;
  readonly textCodeTries?: number;
  readonly textCodesSent?: number;
  readonly mobileConfirmedAt?: Date | null;
  readonly agreedVersion?: string | null;
  readonly agreedAt?: Date | null;
  readonly confirmHash?: Buffer | null;
  readonly confirmExpiresAt?: Date | null;
  readonly confirmationsSent?: number;
}

/** Everything that an account is made of, read when its owner confirms the e-mail address. */
export interface FinishedRegistration {
  readonly invitationId: string;
  readonly patientId: string;
  readonly endedBecause: InvitationEnd | null;
  readonly confirmExpiresAt: Date;
  readonly name: string;
  readonly language: MessageLanguage;
  readonly email: string;
  readonly mobile: string;
  readonly passwordHash: string;
  readonly question: string;
  readonly answerHash: string;
  readonly agreedVersion: string;
  readonly agreedAt: Date;
}

/** Registrations in one transaction; what is read is locked until it ends, so that two tries at once are two in the count. */
export interface Registrations {
  withToken(tokenHash: Buffer): Promise<HeldInvitation | null>;
  withReference(reference: string): Promise<HeldInvitation | null>;
  withVisit(visitHash: Buffer): Promise<Registration | null>;
  /** Begins a visit and ends the one before; what was entered stays. */
  beginVisit(invitation: HeldInvitation, visitHash: Buffer, now: Date): Promise<void>;
  change(invitationId: string, now: Date, change: RegistrationChange): Promise<void>;
  countWrongTry(invitationId: string): Promise<void>;
  /** Ends an invitation and forgets what was entered. */
  end(invitationId: string, because: InvitationEnd, now: Date): Promise<void>;
  /** Whether an account of another record signs in with this address. */
  isEmailTaken(email: string, patientId: string): Promise<boolean>;
  /** Names of the person, for a password that must not contain them. */
  namesOf(patientId: string): Promise<readonly string[]>;
  finished(confirmHash: Buffer): Promise<FinishedRegistration | null>;
  tell(notices: readonly Notice[]): Promise<void>;
}

/** Runs work on registrations in one transaction, committed also when the answer is a refusal: wrong tries must count. */
export type WithRegistrations = <T>(work: (registrations: Registrations) => Promise<T>) => Promise<T>;
