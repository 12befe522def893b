import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RegistrationProgress } from '@cie/kit/invited.ts';
import { timingSafeEqual } from 'node:crypto';
import { checkNewPassword } from '../password.ts';
import { codeHash, newTextCode, newToken, tokenHash } from '../secret-code.ts';
import { checkedEmail, checkedTextMobile, endOfNumber } from './contact-address.ts';
import { findVisit, refused, type Refused } from './enter-invitation.ts';
import type { InvitationMeans } from './issue-invitation.ts';
import { registrationLimits, type Registration, type RegistrationChange, type Registrations, type WithRegistrations } from './registration.ts';
import { checkedAnswer, checkedQuestion } from './security-answer.ts';

/** Makes slow hashes of what people choose (argon2id). */
export interface Hashing {
  hash(text: string): Promise<string>;
}

type OpenRegistration = RegistrationProgress & { readonly outcome: 'open' };
type Done = { readonly outcome: 'done' };
const done: Done = { outcome: 'done' };

export async function registrationProgress(access: AccessContext, withRegistrations: WithRegistrations, visit: string): Promise<OpenRegistration | Refused> {
  const found = await withRegistrations(async (registrations) => {
    const visited = await findVisit(access, registrations, visit);
    // Reading a page counts as use.
    if (visited !== null) await registrations.change(visited.invitation.id, access.now, {});
    return visited;
  });
  if (found === null) return refused;
  const { invitation: { channel }, birthDateKnown, email, mobile } = found;
  if (!birthDateKnown) {
    return { outcome: 'open', channel, birthDateKnown, email: null, mobileEnding: null, passwordSet: false, question: null, textCodeSent: false, mobileConfirmed: false, agreed: false };
  }
  return {
    outcome: 'open',
    channel,
    birthDateKnown,
    email,
    mobileEnding: mobile === null ? null : endOfNumber(mobile),
    passwordSet: found.passwordSet,
    question: found.question,
    textCodeSent: found.textCode !== null && access.now < found.textCode.expiresAt,
    mobileConfirmed: found.mobileConfirmedAt !== null,
    agreed: found.agreedVersion !== null,
  };
}

/** Where the account's messages go, for who came with a letter. Throws EMAIL_INVALID, MOBILE_INVALID. */
export async function giveAddresses(access: AccessContext, withRegistrations: WithRegistrations, visit: string, given: { email: string; mobile: string }): Promise<Done | Refused> {
  const [email, mobile] = [checkedEmail(given.email), checkedTextMobile(given.mobile)];
  return step(access, withRegistrations, visit, (found) => {
    // An electronic invitation was sent to the addresses that its code and link proved.
    if (found.invitation.channel !== 'letter') throw new CieError('REGISTRATION_STEP', 'This invitation has its addresses.');
    if (email === found.email && mobile === found.mobile) return {};
    // What was sent to the address before must not open an account with this one.
    const unconfirmed = { email, agreedVersion: null, agreedAt: null, confirmHash: null, confirmExpiresAt: null };
    return mobile === found.mobile ? unconfirmed : { ...unconfirmed, mobile, mobileConfirmedAt: null, textCodeHash: null, textCodeExpiresAt: null, textCodeTries: 0 };
  });
}

/** Throws PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_BREACHED, PASSWORD_OWN_WORDS, BUSY. */
export async function choosePassword(access: AccessContext, withRegistrations: WithRegistrations, hashing: Hashing, visit: string, password: string): Promise<Done | Refused> {
  const words = await withRegistrations(async (registrations) => {
    const found = await findKnown(access, registrations, visit);
    return found === null ? null : [...(await registrations.namesOf(found.invitation.patientId)), ...(found.email === null ? [] : [found.email])];
  });
  if (words === null) return refused;
  checkNewPassword(password, words);
  // Outside a transaction: a slow hash must not hold a connection.
  const passwordHash = await hashing.hash(password);
  return step(access, withRegistrations, visit, () => ({ passwordHash }));
}

/** Throws QUESTION_INVALID, ANSWER_SHORT, ANSWER_LONG, ANSWER_IN_QUESTION, BUSY. */
export async function chooseQuestion(access: AccessContext, withRegistrations: WithRegistrations, hashing: Hashing, visit: string, given: { question: string; answer: string }): Promise<Done | Refused> {
  const question = checkedQuestion(given.question);
  const answer = checkedAnswer(given.answer, question);
  if ((await withRegistrations((registrations) => findKnown(access, registrations, visit))) === null) return refused;
  const answerHash = await hashing.hash(answer);
  return step(access, withRegistrations, visit, () => ({ question, answerHash }));
}

const phoneCode = (invitationId: string): string => `registration phone ${invitationId}`;

/** Sends a code to the mobile phone, which will be the second factor. Throws TEXT_CODES_USED_UP and REGISTRATION_STEP. */
export async function sendPhoneCode(access: AccessContext, withRegistrations: WithRegistrations, { codeKey }: InvitationMeans, visit: string): Promise<Done | Refused> {
  return step(access, withRegistrations, visit, async ({ invitation, mobile, textCodesSent }, registrations) => {
    if (mobile === null) throw outOfOrder();
    if (textCodesSent >= registrationLimits.mostTextCodes) throw new CieError('TEXT_CODES_USED_UP', 'No more codes can be sent for this invitation. Contact the support desk.');
    const code = newTextCode();
    await registrations.tell([{ kind: 'message', to: { mobile, language: invitation.language }, template: 'sign-in-code', values: { code } }]);
    return {
      textCodeHash: codeHash(codeKey, phoneCode(invitation.id), code),
      textCodeExpiresAt: new Date(access.now.getTime() + registrationLimits.textCodeMinutes * 60_000),
      textCodeTries: 0,
      textCodesSent: textCodesSent + 1,
    };
  });
}

/** Whether the text message arrived where it was sent. A code is good for ten minutes and five tries; then the person asks for another. */
export async function confirmPhone(access: AccessContext, withRegistrations: WithRegistrations, { codeKey }: InvitationMeans, visit: string, code: string): Promise<Done | { readonly outcome: 'wrong' } | Refused> {
  return withRegistrations(async (registrations) => {
    const found = await findKnown(access, registrations, visit);
    if (found === null) return refused;
    const { invitation, textCode } = found;
    const live = textCode !== null && access.now < textCode.expiresAt && textCode.tries < registrationLimits.textCodeTries;
    const right = live && timingSafeEqual(codeHash(codeKey, phoneCode(invitation.id), code), textCode.hash);
    await registrations.change(
      invitation.id, access.now,
      right ? { mobileConfirmedAt: access.now, textCodeHash: null, textCodeExpiresAt: null } : { textCodeTries: (textCode?.tries ?? 0) + 1 },
    );
    return right ? done : { outcome: 'wrong' };
  });
}

/** Whether all that an account is made of is there, so that the agreements are the last step. */
function isComplete({ email, mobile, passwordSet, question, mobileConfirmedAt }: Registration): boolean {
  return email !== null && mobile !== null && passwordSet && question !== null && mobileConfirmedAt !== null;
}

/**
 * The person agrees to the user agreement and privacy policy of this version, and gets the e-mail whose link makes the account.
 * Throws REGISTRATION_STEP when a step is missing.
 */
export async function agreeAndConfirm(access: AccessContext, withRegistrations: WithRegistrations, means: InvitationMeans, visit: string, version: string): Promise<Done | Refused> {
  return step(access, withRegistrations, visit, async (found, registrations) => ({
    ...(await sendConfirmation(access, found, registrations, means)),
    agreedVersion: version,
    agreedAt: access.now,
  }));
}

/** Another e-mail, whose link alone counts from then on. What was agreed to stays as it was. Throws REGISTRATION_STEP. */
export async function confirmAgain(access: AccessContext, withRegistrations: WithRegistrations, means: InvitationMeans, visit: string): Promise<Done | Refused> {
  return step(access, withRegistrations, visit, (found, registrations) => {
    if (found.agreedVersion === null) throw outOfOrder();
    return sendConfirmation(access, found, registrations, means);
  });
}

async function sendConfirmation(access: AccessContext, found: Registration, registrations: Registrations, { publicUrl }: InvitationMeans): Promise<RegistrationChange> {
  const { email, invitation: { patientId, language } } = found;
  if (email === null || !isComplete(found)) throw outOfOrder();
  // The address of a letter can be changed: what an address may get is no limit to what one invitation can send.
  if (found.confirmationsSent >= registrationLimits.mostConfirmations) {
    throw new CieError('CONFIRMATIONS_USED_UP', 'No more emails can be sent for this invitation. Contact the support desk.');
  }
  const token = newToken();
  // The page says the same either way: only the mailbox's owner learns that the address has an account (abuse case 38).
  const message = (await registrations.isEmailTaken(email, patientId))
    ? { template: 'email-in-use', values: {} }
    : { template: 'confirm-email', values: { link: `${publicUrl}/register/activate/${token}` } };
  await registrations.tell([{ kind: 'message', to: { email, language }, ...message }]);
  return { confirmHash: tokenHash(token), confirmExpiresAt: new Date(access.now.getTime() + registrationLimits.confirmationHours * 3_600_000), confirmationsSent: found.confirmationsSent + 1 };
}

/** One step of a visit that knew the date of birth. */
async function step(
  access: AccessContext, withRegistrations: WithRegistrations, visit: string,
  work: (found: Registration, registrations: Registrations) => RegistrationChange | Promise<RegistrationChange>,
): Promise<Done | Refused> {
  return withRegistrations(async (registrations) => {
    const found = await findKnown(access, registrations, visit);
    if (found === null) return refused;
    await registrations.change(found.invitation.id, access.now, await work(found, registrations));
    return done;
  });
}

async function findKnown(access: AccessContext, registrations: Registrations, visit: string): Promise<Registration | null> {
  const found = await findVisit(access, registrations, visit);
  return found?.birthDateKnown === true ? found : null;
}

function outOfOrder(): CieError {
  return new CieError('REGISTRATION_STEP', 'An earlier step of the registration is missing.');
}
