import type { Label } from './names.ts';

/** What staff have set for a sender that its messages do not say themselves. */
export interface SenderFacts {
  /** Zone of its clock, for times without an offset: an IANA name or an offset. */
  readonly zone: string;
  /** Label of what the rules call general; it can only make things stricter (ACS-1). */
  readonly defaultLabel: Label | null;
  /** Names of sites by the codes that messages use for them. */
  readonly sites: Readonly<Record<string, string>>;
}

/** A message from a hospital, as gateway/feeds hands it to a room. */
export interface IncomingMessage {
  /** Identifier of the stored message; a room applies each identifier once. */
  readonly id: string;
  /** ODS code of the organisation whose feed sent it, from the sender's configuration, never from the message. */
  readonly organisation: string;
  /** Assigning authorities whose patient identifiers this sender may use (abuse case 23). */
  readonly assigningAuthorities: readonly string[];
  /** When the message was received, ISO 8601. */
  readonly receivedAt: string;
  /** The message decoded by its MSH-18 character set, segments separated by CR. */
  readonly text: string;
  /** Absent where nothing was set. */
  readonly sender?: SenderFacts;
}

/** A message whose person is known. */
export interface FiledMessage extends IncomingMessage {
  /** The record that the message's own identifiers name: what is new is filed there. */
  readonly patientId: string;
  /** All records that were joined to it, itself included (ACC-5): what is there already is changed where it lies. */
  readonly recordIds: readonly string[];
}

/** Waits for a person of the desk. `reason` names fields and rules, never their content. */
export interface Held {
  readonly outcome: 'held';
  readonly code: string;
  readonly reason: string;
}

export type FilingOutcome = { readonly outcome: 'applied' } | Held;

export type ResolveOutcome =
  | {
      readonly outcome: 'resolved';
      readonly patientId: string;
      /** All records that were joined to this one, itself included (ACC-5). */
      readonly recordIds: readonly string[];
      readonly nhsNumber: string;
      readonly birthDate: string;
    }
  | Held;

/** What sharing needs to know of a person to open doors: found by number and birth date, known to organisations. */
export interface KnownPatient {
  readonly patientId: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  /** ODS code of the organisation that cares for the person. */
  readonly organisation: string;
}

/** Whose message is filed: the feed's counterpart of an access context. */
export interface FilingContext {
  readonly messageId: string;
  readonly patientId: string;
  /** All records that were joined to it, itself included (ACC-5). */
  readonly recordIds: readonly string[];
  /** ODS code of the organisation that sent it. */
  readonly organisation: string;
}
