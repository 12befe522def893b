/** One role of a professional, as their provider vouches for it. */
export interface VouchedRole {
  /** ODS code. */
  readonly organisation: string;
  /** As people say it, `Consultant`. */
  readonly role: string;
  /** The organisation's name, when the provider tells it. */
  readonly organisationName: string | null;
}

/** A professional as a provider vouches for them: CIS2, a trust's own provider, or a patient-record system. */
export interface VouchedProfessional {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Invitations are bound to it: null when the provider does not vouch for it. */
  readonly email: string | null;
  readonly roles: readonly VouchedRole[];
  /** The one of `roles` that the person chose at the provider; null when they were not asked there. */
  readonly selected: VouchedRole | null;
}
