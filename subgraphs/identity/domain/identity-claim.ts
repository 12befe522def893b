/** A patient identifier that a hospital itself gives out, unique within its assigning authority (PID-3.4). */
export interface LocalIdentifier {
  readonly authority: string;
  readonly value: string;
}

/** Whom a message says it is about. */
export interface IdentityClaim {
  /** Checked and verified number, or null when the message gives none. */
  readonly nhsNumber: string | null;
  /** Identifiers within the sender's own assigning authorities. */
  readonly localIdentifiers: readonly LocalIdentifier[];
  /** Assigning authorities in the message that are not the sender's. */
  readonly otherAuthorities: readonly string[];
  /** ISO date as far as the message goes: `1970-01-31`, `1970-01` or `1970`; null when absent. */
  readonly birthDate: string | null;
  readonly familyName: string | null;
  readonly givenName: string | null;
}

/** A person the exchange knows. */
export interface Person {
  readonly patientId: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
}

/** A person with the id that stands for all records which were joined to theirs: their own, unless theirs was retired (ACC-5). */
export interface KnownPerson extends Person {
  readonly survivingId: string;
}

export interface NewPerson {
  readonly nhsNumber: string;
  readonly birthDate: string;
  readonly familyName: string;
  readonly givenName: string | null;
}
