import { isKnownOrganisation, organisationName } from '@cie/kit/organisations.ts';
import type { Standing } from './professional-account.ts';
import type { VouchedProfessional, VouchedRole } from './vouched-professional.ts';

/** One role that a person may sign in for. `grantId`: by access that the desk has given. */
export interface OfferedRole {
  readonly organisation: string;
  readonly organisationName: string;
  readonly role: string;
  readonly grantId: string | null;
}

/** What becomes of a person whom a provider vouches for. */
export type Arrival =
  | { readonly next: 'sign-in'; readonly role: OfferedRole }
  | { readonly next: 'choose'; readonly roles: readonly OfferedRole[] }
  /** No role that we know: the desk may give access. */
  | { readonly next: 'ask' }
  /** Their access was ended. */
  | { readonly next: 'left' };

/**
 * REG-6: a role counts when its organisation is one that the exchange knows and the person has not left, or when the desk has
 * given access. The one that was chosen at the provider is taken; several are for the person to choose from.
 */
export function offerRoles({ roles, selected }: VouchedProfessional, standing: Standing): Arrival {
  if (standing.left) return { next: 'left' };
  const counts = ({ organisation }: VouchedRole): boolean => isKnownOrganisation(organisation) && !standing.leftOrganisations.includes(organisation);
  if (selected !== null && counts(selected)) return { next: 'sign-in', role: offered(selected) };
  const granted = standing.grants.map((grant): OfferedRole => ({ ...grant, grantId: grant.id }));
  const all = [...roles.filter(counts).map(offered), ...granted];
  // CIS2 lists a role once for each of its work groups.
  const distinct = [...new Map(all.map((each) => [`${each.organisation} ${each.role}`, each])).values()];
  const [first] = distinct;
  if (first === undefined) return { next: 'ask' };
  return distinct.length === 1 ? { next: 'sign-in', role: first } : { next: 'choose', roles: distinct };
}

const offered = ({ organisation, role }: VouchedRole): OfferedRole => ({ organisation, organisationName: organisationName(organisation), role, grantId: null });
