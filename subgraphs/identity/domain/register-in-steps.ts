import type { AccessContext } from '@cie/kit/access-context.ts';
import { currentAgreement } from '@cie/kit/agreement.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { Treatment } from '@cie/kit/treatment.ts';
import { isEligible } from './eligibility.ts';

/** What NHS login says of a person who signed in. */
export interface PatientSignIn {
  /** `sub`: the account's only key; e-mail addresses change hands (REG-1). */
  readonly subject: string;
  /** Null at P5, where the number is only claimed. */
  readonly claim: Claim | null;
  readonly name: string;
  readonly email: string | null;
  readonly proofing: 'P9' | 'P5';
}

/** Whom NHS login proved somebody to be. */
export interface Claim {
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
}

export interface PatientAccount {
  readonly accountId: string;
  /** Own record, or null while the account is not linked to the record of the person who signed in. */
  readonly patientId: string | null;
  readonly name: string;
}

/** How far the registration of an account has come. */
export interface Registration {
  readonly kind: 'patient' | 'professional';
  readonly agreementVersion: string | null;
  readonly explainedAt: Date | null;
  readonly patientId: string | null;
  readonly isClosed: boolean;
  /** Whether NHS login proved a person to whose record the account is not linked. */
  readonly isClaimOpen: boolean;
}

/** A record with the person's number and date of birth. */
export interface MatchedRecord {
  readonly patientId: string;
  readonly name: string;
}

export interface DoubtfulLink {
  readonly accountId: string;
  readonly patientId: string;
  /** Why the desk must look: the record has an account already, or the account another record. */
  readonly reason: 'record-has-account' | 'account-has-record';
}

/** The accounts of the exchange, inside one transaction. */
export interface Registrations {
  /** The account of this subject, made when there is none; the person's details are brought up to date. */
  signIn(signIn: PatientSignIn, now: Date): Promise<{ readonly accountId: string; readonly patientId: string | null }>;
  find(accountId: string): Promise<Registration | null>;
  claimOf(accountId: string): Promise<Claim | null>;
  keepClaim(accountId: string, claim: Claim, now: Date): Promise<void>;
  dropClaim(accountId: string): Promise<void>;
  /** The record of this number and date of birth together; nothing of it leaves before it is linked. */
  match(claim: Claim): Promise<MatchedRecord | null>;
  /** Whether both are records of one person, since joined. */
  belongTogether(one: string, other: string): Promise<boolean>;
  /** All records of the person whose record this is, since joined or not. */
  recordsOf(patientId: string): Promise<readonly string[]>;
  /** Links of one record pass one at a time. */
  takeTurn(patientId: string): Promise<void>;
  /** Whether another open account of the same way in is linked to the record, or to one joined with it. */
  hasOtherAccount(accountId: string, patientId: string): Promise<boolean>;
  /** Open accounts of another way in that are linked to the record, or to one joined with it. */
  otherWaysIn(patientId: string, accountId: string): Promise<readonly string[]>;
  link(accountId: string, record: MatchedRecord): Promise<void>;
  agree(accountId: string, version: string, now: Date): Promise<void>;
  explain(accountId: string, now: Date): Promise<void>;
  /** Tells the desk once, however often the person tries. */
  askDesk(doubt: DoubtfulLink, now: Date): Promise<void>;
  tell(notices: readonly Notice[]): Promise<void>;
}

/**
 * REG-1: one account per `sub`. An account that is linked stays linked; whether this sign-in may use the link is decided anew
 * each time, by number and date of birth, so that a subject whose details now name somebody else opens nothing.
 */
export async function signInPatient(access: AccessContext, registrations: Registrations, signIn: PatientSignIn): Promise<PatientAccount> {
  const { accountId, patientId } = await registrations.signIn(signIn, access.now);
  const nobody = { accountId, patientId: null, name: signIn.name };
  if (signIn.proofing !== 'P9' || signIn.claim === null) return nobody;
  const record = await registrations.match(signIn.claim);
  if (record !== null && patientId !== null && (await registrations.belongTogether(record.patientId, patientId))) {
    await registrations.dropClaim(accountId);
    return { accountId, patientId, name: record.name };
  }
  await registrations.keepClaim(accountId, signIn.claim, access.now);
  return nobody;
}

export type Step = 'agree' | 'link' | 'explain' | 'ready';

/** What is still open before a session may begin, in this order. `proofing` is that of the sign-in under way. */
export function nextStep(registration: Registration, proofing: 'P9' | 'vouched' | 'P5' | null): { readonly step: Step; readonly patientId: string | null } {
  if (registration.kind === 'professional') return { step: 'ready', patientId: null };
  const isProved = proofing === 'vouched' || (proofing === 'P9' && !registration.isClaimOpen);
  const patientId = isProved ? registration.patientId : null;
  if (registration.agreementVersion !== currentAgreement) return { step: 'agree', patientId };
  if (proofing === 'P9' && patientId === null) return { step: 'link', patientId };
  // REG-10: before the record opens. Without a record there is nothing to share yet.
  if (patientId !== null && registration.explainedAt === null) return { step: 'explain', patientId };
  return { step: 'ready', patientId };
}

/** Throws ACCOUNT_CLOSED when there is no such account, or not any more. */
export async function openRegistration(registrations: Registrations, accountId: string): Promise<Registration> {
  const registration = await registrations.find(accountId);
  if (registration === null || registration.isClosed) throw new CieError('ACCOUNT_CLOSED', 'This account is closed. Register again.');
  return registration;
}

/** Notes that the person agreed. Throws AGREEMENT_OUTDATED when it was not to the current version. */
export async function agree(access: AccessContext, registrations: Registrations, accountId: string, version: string): Promise<void> {
  if (version !== currentAgreement) throw new CieError('AGREEMENT_OUTDATED', 'The agreement has changed. Read the current version.');
  await openRegistration(registrations, accountId);
  await registrations.agree(accountId, version, access.now);
}

/** Notes that the person was shown how sharing works (REG-10). */
export async function explain(access: AccessContext, registrations: Registrations, accountId: string): Promise<void> {
  await openRegistration(registrations, accountId);
  await registrations.explain(accountId, access.now);
}

/**
 * Links an account to the record of the person whom NHS login proved, when hospitals that count have treated them (REG-3). Null
 * says the same for a wrong number, a wrong date of birth, no record and no treatment: refusals reveal nothing.
 * A record that has an account by this way in gets no second one: two subjects that claim one person are a duplicate at NHS
 * login, or somebody else, and only the desk can tell which. An account by invitation stays beside it, and both are told: it may
 * have been made by somebody else, before the person came.
 */
export async function linkRecord(access: AccessContext, registrations: Registrations, accountId: string, treatments: readonly Treatment[]): Promise<MatchedRecord | null> {
  const registration = await openRegistration(registrations, accountId);
  if (registration.agreementVersion !== currentAgreement) throw new CieError('AGREEMENT_MISSING', 'A record is linked only after the user agreement.');
  const claim = await registrations.claimOf(accountId);
  const record = claim === null ? null : await registrations.match(claim);
  if (record === null || !isEligible(treatments)) return null;
  const { patientId } = record;
  await registrations.takeTurn(patientId);
  const doubt = await doubtAbout(registrations, accountId, registration, patientId);
  if (doubt !== null) {
    await registrations.askDesk({ accountId, patientId, reason: doubt }, access.now);
    return null;
  }
  const others = await registrations.otherWaysIn(patientId, accountId);
  await registrations.link(accountId, record);
  await registrations.dropClaim(accountId);
  // The same account may be linked once more, when what it opens has changed; that is news to nobody.
  if (registration.patientId === null && others.length > 0) {
    await registrations.tell([accountId, ...others].map((each) => ({ kind: 'message', to: { accountId: each, by: 'email' }, template: 'account-added', values: {} })));
  }
  return record;
}

async function doubtAbout(registrations: Registrations, accountId: string, registration: Registration, patientId: string): Promise<DoubtfulLink['reason'] | null> {
  if (registration.patientId !== null && !(await registrations.belongTogether(registration.patientId, patientId))) return 'account-has-record';
  return (await registrations.hasOtherAccount(accountId, patientId)) ? 'record-has-account' : null;
}
