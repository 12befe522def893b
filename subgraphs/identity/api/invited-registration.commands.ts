import type { AccessContext } from '@cie/kit/access-context.ts';
import { currentAgreement } from '@cie/kit/agreement.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Command } from '@cie/kit/room.ts';
import { sealingKey } from '../domain/credentials/credential-parts.ts';
import { activateAccount, openConfirmation, type WithActivation } from '../domain/registration/activate-account.ts';
import { enterBirthDate, enterCode, openInvitation, type InvitationKey } from '../domain/registration/enter-invitation.ts';
import {
  agreeAndConfirm, choosePassword, chooseQuestion, confirmAgain, confirmPhone, giveAddresses, registrationProgress, sendPhoneCode,
} from '../domain/registration/register-by-invitation.ts';
import type { WithRegistrations } from '../domain/registration/registration.ts';
import { credentialsIn } from '../store/credential.store.ts';
import { invitedAccountsIn } from '../store/invited-account.store.ts';
import { invitedRegistrationsIn } from '../store/invited-registration.store.ts';
import type { PasswordHasher } from '../store/password-hasher.ts';
import { contextOf, meansOf, type InvitationCommandParts } from './invitation.commands.ts';

export interface InvitedRegistrationParts extends InvitationCommandParts {
  readonly notices: Parameters<typeof credentialsIn>[2];
  readonly hasher: Pick<PasswordHasher, 'hash'>;
}

/**
 * Commands by which an invited person registers (REG-4). Whoever calls them holds a link and a code, a visit that both opened,
 * or a confirmation link; all answer `refused` alike, whatever is the matter with it.
 */
export function invitedRegistrationCommands({ database, notices, settings, hasher }: InvitedRegistrationParts): Record<string, Command> {
  const means = meansOf(settings);
  const sealing = sealingKey(means.codeKey);
  const withRegistrations: WithRegistrations = (work) => database.asKeeper((manager) => work(invitedRegistrationsIn(manager, notices)));
  const withActivation: WithActivation = (work) =>
    database.asKeeper((manager) => work(invitedRegistrationsIn(manager, notices), invitedAccountsIn(manager, credentialsIn(manager, sealing, notices))));
  const visiting = (step: (access: AccessContext, visit: string, read: CommandInput) => Promise<unknown>): Command => async (input, access) => {
    const read = readCommandInput(input);
    return step(contextOf(access), read.text('visit'), read);
  };

  return {
    'open-invitation': async (input, access) => openInvitation(contextOf(access), withRegistrations, readCommandInput(input).text('token')),
    'enter-invitation-code': async (input, access) => {
      const read = readCommandInput(input);
      return enterCode(contextOf(access), withRegistrations, means.codeKey, readKey(read), read.optionalText('code') ?? '');
    },
    'registration-progress': visiting((access, visit) => registrationProgress(access, withRegistrations, visit)),
    'enter-birth-date': visiting((access, visit, read) => enterBirthDate(access, withRegistrations, visit, read.text('birthDate'))),
    'give-registration-addresses': visiting((access, visit, read) =>
      giveAddresses(access, withRegistrations, visit, { email: read.optionalText('email') ?? '', mobile: read.optionalText('mobile') ?? '' })),
    'choose-registration-password': visiting((access, visit, read) => choosePassword(access, withRegistrations, hasher, visit, read.optionalText('password') ?? '')),
    'choose-registration-question': visiting((access, visit, read) =>
      chooseQuestion(access, withRegistrations, hasher, visit, { question: read.optionalText('question') ?? '', answer: read.optionalText('answer') ?? '' })),
    'send-registration-code': visiting((access, visit) => sendPhoneCode(access, withRegistrations, means, visit)),
    'confirm-registration-phone': visiting((access, visit, read) => confirmPhone(access, withRegistrations, means, visit, read.optionalText('code') ?? '')),
    'agree-to-register': visiting((access, visit, read) => {
      if (read.text('version') !== currentAgreement) throw new CieError('AGREEMENT_OUTDATED', 'The agreement has changed. Read the current version.');
      return agreeAndConfirm(access, withRegistrations, means, visit, currentAgreement);
    }),
    'confirm-again': visiting((access, visit) => confirmAgain(access, withRegistrations, means, visit)),
    'open-confirmation': async (input, access) => openConfirmation(contextOf(access), withRegistrations, readCommandInput(input).text('token')),
    'activate-account': async (input, access) => activateAccount(contextOf(access), withActivation, readCommandInput(input).text('token')),
  };
}

function readKey(read: CommandInput): InvitationKey {
  const token = read.optionalText('token');
  return token === null ? { reference: read.text('reference') } : { token };
}
