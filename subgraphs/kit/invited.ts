/** `electronic`: a link by e-mail and a code by text message, both needed (REG-4). `letter`: both on paper. */
export const invitationChannels = ['electronic', 'letter'] as const;
export type InvitationChannel = (typeof invitationChannels)[number];

/** How far a registration by invitation has come, as its pages show it. No password, answer or code is in it. */
export interface RegistrationProgress {
  readonly channel: InvitationChannel;
  readonly birthDateKnown: boolean;
  /** Told only to a visit that knew the date of birth. */
  readonly email: string | null;
  /** The last digits of the phone's number. */
  readonly mobileEnding: string | null;
  readonly passwordSet: boolean;
  readonly question: string | null;
  readonly textCodeSent: boolean;
  readonly mobileConfirmed: boolean;
  readonly agreed: boolean;
}

/** Why an invitation is over before its time: an account was made, it was re-issued, taken back, guessed at, or the patient opted out. */
export type InvitationEnd = 'completed' | 'replaced' | 'withdrawn' | 'burned' | 'opted-out';

/** As the desk sees it. */
export type InvitationState = 'waiting' | 'started' | 'expired' | InvitationEnd;

/** What is told of an invitation to the desk; never its secrets. */
export interface InvitationFacts {
  readonly id: string;
  readonly channel: InvitationChannel;
  readonly wrongTries: number;
  readonly inviterName: string;
  /** ODS code. */
  readonly organisation: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly reference: string | null;
}

/** An invitation in the desk's list; times are ISO 8601. */
export interface ListedInvitation extends InvitationFacts {
  readonly state: InvitationState;
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
}
