import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { signInPatient } from './identity-link.ts';
import { nhsLoginParameters, readPatient, requireAge } from './nhs-login.ts';
import type { OrganisationDirectory } from './organisation-directory.ts';
import type { SignInProvider } from './parts.ts';
import type { RelyingParty } from './relying-party.ts';

interface NhsLoginParts {
  readonly nhsLogin: RelyingParty;
  readonly directory: OrganisationDirectory;
  readonly identity: RoomLink;
  readonly clock: () => Date;
}

/**
 * The patients' way in. Age and practice are checked before identity is asked, so that nobody who may not come in leaves an
 * account behind, and for everybody who comes with NHS login, through the NHS App or not (REG-2).
 */
export function nhsLoginProvider({ nhsLogin, directory, identity, clock }: NhsLoginParts): SignInProvider {
  return {
    authorizationAddress: (attempt, extra = {}) => nhsLogin.authorizationAddress(attempt, { ...nhsLoginParameters(attempt.level), ...extra }),
    identify: async (attempt, state, query) => {
      const { signIn, practice } = readPatient(await nhsLogin.identify(attempt, state, query), attempt.level);
      requireAge(signIn.birthDate, clock());
      if (practice === null) throw new CieError('NO_PRACTICE_IN_ENGLAND', 'NHS login names no GP practice for this person.');
      if (!(await directory.isPracticeInEngland(practice))) {
        throw new CieError('PRACTICE_NOT_IN_ENGLAND', 'The GP practice that NHS login names for this person is not one in England that is open.');
      }
      return signInPatient(identity, signIn, clock());
    },
  };
}
