import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RegistrationProgress } from '@cie/kit/invited.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { isRecord, textClaim } from '../sign-in/claims.ts';

/** Said by identity of a link, letter or visit that cannot be used, whatever the reason. */
export type Refused = { readonly outcome: 'refused' };
export type CodeAnswer = { readonly outcome: 'entered'; readonly visit: string } | { readonly outcome: 'wrong'; readonly triesLeft: number } | Refused;
export type Done = { readonly outcome: 'done' } | { readonly outcome: 'wrong'; readonly triesLeft: number | null } | Refused;

/** One posted step of a visit. */
export type StepCommand =
  | 'enter-birth-date' | 'give-registration-addresses' | 'choose-registration-password' | 'choose-registration-question'
  | 'send-registration-code' | 'confirm-registration-phone' | 'agree-to-register' | 'confirm-again';

/** Registration by invitation, which identity keeps. */
export interface InvitedLink {
  /** What the link of an invitation still leads to; null when it cannot be used. Changes nothing. */
  invitation(token: string, access: AccessContext): Promise<Pick<RegistrationProgress, 'channel'> | null>;
  /** Whether the link of a confirmation can still be used. Changes nothing. */
  isConfirmation(token: string, access: AccessContext): Promise<boolean>;
  enter(key: { readonly token: string } | { readonly reference: string }, code: string, access: AccessContext): Promise<CodeAnswer>;
  progress(visit: string, access: AccessContext): Promise<RegistrationProgress | null>;
  step(name: StepCommand, visit: string, input: Readonly<Record<string, string>>, access: AccessContext): Promise<Done>;
  activate(token: string, access: AccessContext): Promise<boolean>;
}

export function invitedLink(identity: Pick<RoomLink, 'command'>): InvitedLink {
  const ask = async (command: string, input: object, access: AccessContext): Promise<{ outcome: string; answer: Readonly<Record<string, unknown>> }> => {
    const answer = await identity.command(command, input, access);
    const outcome = isRecord(answer) ? textClaim(answer, 'outcome') : null;
    if (!isRecord(answer) || outcome === null) throw unexpected(command);
    return { outcome, answer };
  };
  return {
    invitation: async (token, access) => {
      const { outcome, answer } = await ask('open-invitation', { token }, access);
      return outcome === 'open' ? { channel: channelOf(answer) } : null;
    },
    isConfirmation: async (token, access) => (await ask('open-confirmation', { token }, access)).outcome === 'open',
    enter: async (key, code, access) => {
      const { outcome, answer } = await ask('enter-invitation-code', { ...key, code }, access);
      const visit = textClaim(answer, 'visit');
      if (outcome === 'entered' && visit !== null) return { outcome, visit };
      return outcome === 'wrong' ? { outcome, triesLeft: triesLeftOf(answer) ?? 0 } : { outcome: 'refused' };
    },
    progress: async (visit, access) => {
      const { outcome, answer } = await ask('registration-progress', { visit }, access);
      return outcome === 'open' ? progressOf(answer) : null;
    },
    step: async (name, visit, input, access) => {
      const { outcome, answer } = await ask(name, { ...input, visit }, access);
      if (outcome === 'refused') return { outcome };
      return outcome === 'wrong' ? { outcome, triesLeft: triesLeftOf(answer) } : { outcome: 'done' };
    },
    activate: async (token, access) => (await ask('activate-account', { token }, access)).outcome === 'activated',
  };
}

const triesLeftOf = ({ triesLeft }: Readonly<Record<string, unknown>>): number | null => (typeof triesLeft === 'number' ? triesLeft : null);

const channelOf = ({ channel }: Readonly<Record<string, unknown>>): RegistrationProgress['channel'] => (channel === 'letter' ? 'letter' : 'electronic');

function progressOf(answer: Readonly<Record<string, unknown>>): RegistrationProgress {
  const is = (name: string): boolean => answer[name] === true;
  return {
    channel: channelOf(answer),
    birthDateKnown: is('birthDateKnown'),
    email: textClaim(answer, 'email'),
    mobileEnding: textClaim(answer, 'mobileEnding'),
    passwordSet: is('passwordSet'),
    question: textClaim(answer, 'question'),
    textCodeSent: is('textCodeSent'),
    mobileConfirmed: is('mobileConfirmed'),
    agreed: is('agreed'),
  };
}

function unexpected(command: string): CieError {
  return new CieError('ROOM_ANSWER_INVALID', `The identity room answered ${command} in a form that the gateway does not know.`);
}
