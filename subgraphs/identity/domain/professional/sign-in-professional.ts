import type { AccessContext, Duty } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isKnownOrganisation } from '@cie/kit/organisations.ts';
import type { ProfessionalGrant, ProfessionalStanding, ProviderIdentity, VouchedProfessional, WithProfessionals } from './professionals.ts';
import type { StaffDuties } from './staff-duties.ts';

export interface ProfessionalAccount {
  readonly accountId: string;
  /** ODS code. */
  readonly organisation: string;
  readonly role: string;
  readonly duties: readonly Duty[];
}

/** For which role somebody signs in: one that their provider vouches for, or access that the desk has given. */
export type RoleChoice = { readonly organisation: string; readonly role: string } | { readonly grantId: string };

export async function readStanding(access: AccessContext, withProfessionals: WithProfessionals, identity: ProviderIdentity): Promise<ProfessionalStanding> {
  const standing = await withProfessionals((professionals) => professionals.standing(identity, access.now));
  return { ...standing, grants: standing.grants.map((each) => ({ ...each, role: shownRole(each) })) };
}

/**
 * Signs a professional in for one role, and tells sharing whom patients can find (ACS-3). Everything is decided here once more, whatever the gateway offered before. Throws
 * ACCESS_ENDED for somebody who has left, NO_ROLE when the role is not theirs (any more).
 */
export async function signInProfessional(
  access: AccessContext,
  withProfessionals: WithProfessionals,
  dutiesOf: StaffDuties,
  professional: VouchedProfessional,
  choice: RoleChoice,
): Promise<ProfessionalAccount> {
  return withProfessionals(async (professionals, desk) => {
    const standing = await professionals.standing(professional, access.now);
    if (standing.left) throw new CieError('ACCESS_ENDED', 'The access of this person was ended. The support desk can open it again.');
    const { organisation, role } = chosenRole(standing, choice);
    const accountId = await professionals.signIn(professional, organisation, role, access.now);
    const duties = dutiesOf(professional.issuer, professional.subject);
    // Staff of the exchange treat nobody: no patient can invite them.
    const works = duties.length > 0 ? null : { name: professional.name, role, organisation };
    await desk.post([{ kind: 'professional', accountId, at: access.now.toISOString(), works }]);
    return { accountId, organisation, role, duties };
  });
}

function chosenRole(standing: ProfessionalStanding, choice: RoleChoice): { organisation: string; role: string } {
  if ('grantId' in choice) {
    const grant = standing.grants.find(({ id }) => id === choice.grantId);
    if (grant === undefined) throw noRole();
    return { organisation: grant.organisation, role: shownRole(grant) };
  }
  if (!isKnownOrganisation(choice.organisation) || standing.leftOrganisations.includes(choice.organisation)) throw noRole();
  return choice;
}

/** An organisation that the exchange has no name for is named with the role: the patient reads both in the access log. */
function shownRole({ organisation, organisationName, role }: ProfessionalGrant): string {
  return isKnownOrganisation(organisation) ? role : `${role}, ${organisationName}`;
}

function noRole(): CieError {
  return new CieError('NO_ROLE', 'This sign-in carries no role at an organisation that the exchange knows.');
}
