import { Label } from '@cie/kit/names.ts';

/** A system allowed to send, and for whom it speaks. Configured by staff, never taken from a message. */
export interface FeedSender {
  /** MSH-3.1; `*` for every application of the facility. */
  readonly application: string;
  /** MSH-4.1. */
  readonly facility: string;
  /** ODS code of the organisation whose data it sends. */
  readonly organisation: string;
  /** Assigning authorities (PID-3.4) whose identifiers it may use (abuse case 23). */
  readonly assigningAuthorities: readonly string[];
}

/** What else staff say of it. */
export interface SenderDetails {
  /** What people call the system; '' for none. */
  readonly name: string;
  /** Names that people know, by the codes of MSH-4.1 and PV1-3 (facility or building). */
  readonly sites: Readonly<Record<string, string>>;
  /** Label of what the rules call general; it can only make things stricter (ACS-1). */
  readonly defaultLabel: Label | null;
  /** Zone of its clock where a time carries no offset: an IANA name, or an offset such as `+01:00`. */
  readonly zone: string;
  /** Message types and events it may send, `ORU^R01`; an empty list for all. */
  readonly events: readonly string[];
  /** SHA-256 fingerprints of its client certificates, 64 small hexadecimal digits (abuse case 23). */
  readonly certificates: readonly string[];
  /** Where messages to it go (MLLP), such as a patient's wish to change an appointment. */
  readonly outbound: { readonly host: string; readonly port: number } | null;
  /** False when staff switched it off: its messages are kept and wait. */
  readonly enabled: boolean;
}

export interface ConfiguredSender extends FeedSender, SenderDetails {
  /** Whether it has a token of its own for /hl7 and /fhir. */
  readonly hasToken: boolean;
  /** Who changed it last; null while it stands as CIE_FEED_SENDERS says. */
  readonly changedBy: string | null;
  readonly changedAt: Date;
}

export type SenderKey = Pick<FeedSender, 'application' | 'facility'>;

export const plainDetails: SenderDetails = {
  name: '', sites: {}, defaultLabel: null, zone: 'Europe/London', events: [], certificates: [], outbound: null, enabled: true,
};
