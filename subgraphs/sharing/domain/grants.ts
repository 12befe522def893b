import type { Viewer } from '@cie/kit/access-context.ts';
import type { Label } from '@cie/kit/names.ts';
import type { ProxyTerms } from './proxy-standing.ts';

/** Somebody as a patient knows them. */
interface Named {
  readonly name: string;
  /** A professional's; null for others, and for teams. */
  readonly role: string | null;
  /** ODS code of a professional's or team's organisation. */
  readonly organisation: string | null;
}

/** An invitation with its whole life: nothing of it is ever removed. */
export interface InvitationGrant extends Named {
  readonly patientId: string;
  readonly id: string;
  /** Whose it is; null for a team, and while nobody has accepted an invitation to an e-mail address. */
  readonly accountId: string | null;
  readonly teamId: string | null;
  readonly kind: Viewer['kind'];
  readonly labels: readonly Label[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly until: Date | null;
}

/** Somebody who acts for the patient, as it stood from each decision to the next, oldest first. */
export interface ProxyGrant {
  readonly patientId: string;
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly versions: readonly { readonly at: Date; readonly terms: ProxyTerms }[];
}

export interface EmergencyGrant extends Named {
  readonly patientId: string;
  readonly id: string;
  readonly accountId: string;
  readonly startedAt: Date;
  readonly endsAt: Date;
}

/** A copy of the record that the records team let somebody collect (SAR-1), who is known by the request's reference alone here. */
export interface CopyGrant {
  readonly patientId: string;
  readonly id: string;
  readonly reference: string;
  readonly accountId: string;
  readonly labels: readonly Label[];
  readonly from: Date;
  readonly until: Date;
}

/** A review of such a request, for which a health professional reads the record. */
export interface ReviewGrant {
  readonly patientId: string;
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly from: Date;
  readonly until: Date;
}

/** Everything that ever let somebody else into a record, of all records of one person. */
export interface Grants {
  readonly invitations: readonly InvitationGrant[];
  readonly proxies: readonly ProxyGrant[];
  readonly care: readonly { readonly patientId: string; readonly organisation: string; readonly since: Date }[];
  readonly emergencies: readonly EmergencyGrant[];
  readonly copies: readonly CopyGrant[];
  readonly reviews: readonly ReviewGrant[];
  /** Who of the accounts above belonged to which of the teams. */
  readonly members: readonly { readonly teamId: string; readonly accountId: string; readonly since: Date; readonly endedAt: Date | null }[];
}

/** Of a record that nobody else was ever let into. */
export const noGrants: Grants = { invitations: [], proxies: [], care: [], emergencies: [], copies: [], reviews: [], members: [] };

export interface GrantStore {
  grants(patientIds: readonly string[]): Promise<Grants>;
}
