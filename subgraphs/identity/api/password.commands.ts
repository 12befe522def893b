import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Command } from '@cie/kit/room.ts';
import { required, requiredKey, type Settings } from '@cie/kit/settings.ts';
import { changePassword } from '../domain/credentials/change-password.ts';
import { sealingKey, type CredentialParts } from '../domain/credentials/credential-parts.ts';
import { beginAdding, confirmAdding, listFactors, removeFactor, showAdding } from '../domain/credentials/manage-factors.ts';
import { beginReset, giveAnswer, giveResetCode, sendResetCode, setNewPassword, showReset } from '../domain/credentials/reset-password.ts';
import { beginPasskeySignIn, sendSignInCode, showSecondFactor, signInWithPasskey, tellOfGuessing, tellOfNewDevice, verifySecondFactor, type Offered } from '../domain/credentials/second-factor.ts';
import { signInStands } from '../domain/credentials/sign-in-stands.ts';
import { signInWithPassword } from '../domain/credentials/sign-in-with-password.ts';
import { credentialsIn, type FactorKind } from '../store/credential.store.ts';
import type { PasswordHasher } from '../store/password-hasher.ts';
import { securityStepsIn } from '../store/security-step.store.ts';

export interface PasswordCommandParts {
  readonly database: RoomDatabase;
  readonly notices: NoticeStore;
  readonly settings: Settings;
  readonly hasher: PasswordHasher;
}

/** Commands of sign-in by password, of second factors and of resets (REG-7, REG-8). */
export function passwordCommands({ database, notices, settings, hasher }: PasswordCommandParts): Readonly<Record<string, Command>> {
  const codeKey = requiredKey(settings, 'CIE_CODE_KEY', 32);
  const key = sealingKey(codeKey);
  const parts: CredentialParts = {
    inTransaction: (work) => database.asKeeper((manager) => work(credentialsIn(manager, key, notices), securityStepsIn(manager, key))),
    hasher,
    codeKey,
    origin: new URL(required(settings, 'CIE_PUBLIC_URL')).origin,
  };
  return { ...signInCommands(parts), ...factorCommands(parts), ...resetCommands(parts) };
}

function signInCommands(parts: CredentialParts): Record<string, Command> {
  return {
    'password-sign-in': async (input, access) => {
      const read = readCommandInput(input);
      return signInWithPassword(present(access), parts, read.text('email'), read.text('password'));
    },
    'second-factor': async (input, access) => showSecondFactor(present(access), parts, readCommandInput(input).text('token')),
    'send-sign-in-code': async (input, access) => sendSignInCode(present(access), parts, readCommandInput(input).text('token')),
    'verify-second-factor': async (input, access) => verifySecondFactor(present(access), parts, readCommandInput(input).text('token'), readOffered(input)),
    'begin-passkey-sign-in': async (_input, access) => beginPasskeySignIn(present(access), parts),
    'passkey-sign-in': async (input, access) => {
      const read = readCommandInput(input);
      return signInWithPasskey(present(access), parts, read.text('token'), readJson(read.text('response')));
    },
    'tell-new-device': async (input) => tellOfNewDevice(parts, readCommandInput(input).text('accountId')),
    'tell-guessing': async (input) => tellOfGuessing(parts, readCommandInput(input).text('accountId')),
    'recheck-sign-in': async (input) => {
      const read = readCommandInput(input);
      return signInStands(parts, read.text('accountId'), read.optionalText('passwordSetAt'));
    },
  };
}

function factorCommands(parts: CredentialParts): Record<string, Command> {
  return {
    'list-factors': async (_input, access) => listFactors(parts, viewerOf(access)),
    'change-password': async (input, access) => {
      const read = readCommandInput(input);
      return changePassword(present(access), parts, viewerOf(access), read.text('before'), read.text('after'));
    },
    'begin-factor': async (input, access) => {
      const read = readCommandInput(input);
      return beginAdding(present(access), parts, viewerOf(access), readKind(read.text('kind')), read.text('password'), read.optionalText('mobile') ?? '');
    },
    'show-factor': async (input, access) => {
      const read = readCommandInput(input);
      return showAdding(present(access), parts, viewerOf(access), readKind(read.text('kind')), read.text('token'));
    },
    'confirm-factor': async (input, access) => {
      const read = readCommandInput(input);
      const given = { code: read.optionalText('code') ?? '', response: readJson(read.optionalText('response') ?? ''), name: read.optionalText('name') ?? '' };
      return confirmAdding(present(access), parts, viewerOf(access), readKind(read.text('kind')), read.text('token'), given);
    },
    'remove-factor': async (input, access) => {
      const read = readCommandInput(input);
      return removeFactor(parts, viewerOf(access), read.text('id'), read.text('password'));
    },
  };
}

function resetCommands(parts: CredentialParts): Record<string, Command> {
  return {
    'begin-reset': async (input, access) => beginReset(present(access), parts, readCommandInput(input).text('email')),
    'show-reset': async (input, access) => showReset(present(access), parts, readCommandInput(input).text('token')),
    'send-reset-code': async (input, access) => sendResetCode(present(access), parts, readCommandInput(input).text('token')),
    'give-reset-code': async (input, access) => {
      const read = readCommandInput(input);
      return giveResetCode(present(access), parts, read.text('token'), read.text('code'));
    },
    'give-reset-answer': async (input, access) => {
      const read = readCommandInput(input);
      return giveAnswer(present(access), parts, read.text('token'), read.text('answer'));
    },
    'set-new-password': async (input, access) => {
      const read = readCommandInput(input);
      return setNewPassword(present(access), parts, read.text('token'), read.text('password'));
    },
  };
}

/** Every rule here goes by a time, and the time comes with who asks. */
function present(access: AccessContext | null | undefined): AccessContext {
  if (access === null || access === undefined) throw new CieError('COMMAND_INPUT_INVALID', 'This command needs an access context.');
  return access;
}

function viewerOf(access: AccessContext | null | undefined): string {
  const accountId = access?.viewer?.accountId;
  if (accountId === undefined) throw new CieError('SIGN_IN_REQUIRED', 'Sign in to do this.');
  return accountId;
}

function readKind(text: string): FactorKind {
  if (text === 'totp' || text === 'passkey' || text === 'text') return text;
  throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "kind" must be totp, passkey or text.');
}

function readOffered(input: unknown): Offered {
  const read = readCommandInput(input);
  const kind = readKind(read.text('kind'));
  if (kind === 'passkey') return { kind, response: readJson(read.text('response')) };
  return { kind, code: read.text('code') };
}

/** What a browser sent as JSON; null when it is none. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
