import { duties, type Duty } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { isRecord, recordsClaim, textClaim } from '../claims.ts';
import { signedOut } from '../registration-link.ts';
import type { Person } from '../session.store.ts';
import type { VouchedProfessional } from './vouched-professional.ts';

/** What the exchange itself knows of a person whom a provider vouches for. */
export interface Standing {
  readonly left: boolean;
  /** ODS codes of organisations whose roles count no more. */
  readonly leftOrganisations: readonly string[];
  readonly grants: readonly { readonly id: string; readonly organisation: string; readonly organisationName: string; readonly role: string }[];
}

/** For which role somebody signs in: one that the provider vouches for, or access that the desk has given. */
export type RoleChoice = { readonly organisation: string; readonly role: string } | { readonly grantId: string };

type Identified = Pick<VouchedProfessional, 'issuer' | 'subject' | 'name' | 'email'>;

export async function readStanding(identity: RoomLink, { issuer, subject }: Pick<Identified, 'issuer' | 'subject'>, now: Date): Promise<Standing> {
  const answer = await identity.command('professional-standing', { issuer, subject }, signedOut(now));
  if (!isRecord(answer)) throw unexpected('professional-standing');
  const left = answer['leftOrganisations'];
  return {
    left: answer['left'] === true,
    leftOrganisations: Array.isArray(left) ? left.filter((each) => typeof each === 'string') : [],
    grants: recordsClaim(answer, 'grants').flatMap((grant) => {
      const [id, organisation, role] = [textClaim(grant, 'id'), textClaim(grant, 'organisation'), textClaim(grant, 'role')];
      if (id === null || organisation === null || role === null) return [];
      return [{ id, organisation, role, organisationName: textClaim(grant, 'organisationName') ?? organisation }];
    }),
  };
}

/** Asks identity for the account of a professional in one role, made on first sign-in. Throws ACCESS_ENDED or NO_ROLE. */
export async function signInProfessional(identity: RoomLink, professional: Identified, choice: RoleChoice, now: Date): Promise<Person> {
  const { issuer, subject, name, email } = professional;
  const account = await identity.command('sign-in-professional', { issuer, subject, name, email, ...choice }, signedOut(now));
  const accountId = isRecord(account) ? textClaim(account, 'accountId') : null;
  const organisation = isRecord(account) ? textClaim(account, 'organisation') : null;
  const role = isRecord(account) ? textClaim(account, 'role') : null;
  if (!isRecord(account) || accountId === null || organisation === null || role === null) throw unexpected('sign-in-professional');
  return { kind: 'professional', accountId, patientId: null, name, organisation, role, proofing: null, duties: dutiesIn(account), email };
}

function dutiesIn(account: Readonly<Record<string, unknown>>): readonly Duty[] {
  const given = account['duties'];
  return Array.isArray(given) ? duties.filter((each) => given.includes(each)) : [];
}

function unexpected(command: string): CieError {
  return new CieError('ROOM_ANSWER_INVALID', `The identity room answered ${command} in a form that the gateway does not know.`);
}
