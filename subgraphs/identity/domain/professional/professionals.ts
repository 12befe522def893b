import type { Desk } from '../desk/desk.ts';

/** How a sign-in provider knows a person: the key of a professional's account. */
export interface ProviderIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** A professional as their provider vouches for them. */
export interface VouchedProfessional extends ProviderIdentity {
  readonly name: string;
  /** Only when the provider does not say that it is unverified: invitations are bound to it. */
  readonly email: string | null;
}

/** Access that the desk has given: one role at one organisation, for a time. */
export interface ProfessionalGrant {
  readonly id: string;
  /** ODS code. */
  readonly organisation: string;
  readonly organisationName: string;
  readonly role: string;
  readonly until: Date;
}

/** What the exchange itself knows of a person whom a provider vouches for. */
export interface ProfessionalStanding {
  /** Whether the desk ended their access and has not let them back in. */
  readonly left: boolean;
  /** ODS codes of organisations that they left: a provider's word for a role there opens nothing. */
  readonly leftOrganisations: readonly string[];
  readonly grants: readonly ProfessionalGrant[];
}

/** An open account of a professional, as the desk finds it. */
export interface FoundProfessional {
  readonly accountId: string;
  readonly name: string;
  readonly email: string | null;
  readonly organisation: string | null;
  readonly role: string | null;
  readonly signedInAt: Date;
  readonly grants: readonly ProfessionalGrant[];
}

export interface NewGrant extends Omit<ProfessionalGrant, 'id'> {
  readonly accountId: string;
  readonly caseId: string;
  readonly approvedBy: string;
  readonly from: Date;
}

export interface Leaving {
  readonly accountId: string;
  readonly endedBy: string;
  readonly reason: string;
  readonly at: Date;
}

/** Accounts of professionals and what the desk decided about them, in one transaction. */
export interface Professionals {
  standing(identity: ProviderIdentity, now: Date): Promise<ProfessionalStanding>;
  /** Makes the account on first sign-in, and notes name, address, organisation and role of this one. */
  signIn(professional: VouchedProfessional, organisation: string, role: string, now: Date): Promise<string>;
  /** The account of a person without access, made when there is none. */
  apply(professional: VouchedProfessional, now: Date): Promise<string>;
  /** Reference of the request of this account that nobody has answered yet. */
  openRequest(accountId: string): Promise<string | null>;
  /** Gives access, and lets somebody who had left back in. Ends earlier access of the account to the same organisation. */
  grant(grant: NewGrant): Promise<string>;
  /** Whose access this is, ended or not, and the case it came from; null when there is no such access. */
  holderOf(grantId: string): Promise<{ readonly accountId: string; readonly caseId: string | null } | null>;
  /** False when there is no such access any more. */
  renew(grantId: string, until: Date, now: Date): Promise<boolean>;
  /** Closes the account and all access given to it; false when there is no such open account of a professional. */
  close(leaving: Leaving): Promise<boolean>;
  /** Open accounts whose name or e-mail address begins with the text. */
  find(text: string, most: number, now: Date): Promise<readonly FoundProfessional[]>;
}

/** Runs work on professionals, and on the desk's queue, in a transaction of its own. */
export type WithProfessionals = <T>(work: (professionals: Professionals, desk: Desk) => Promise<T>) => Promise<T>;
