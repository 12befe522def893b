import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import { invitationChannels, type ListedInvitation } from '@cie/kit/invited.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { messageLanguages } from '@cie/kit/notices/notice.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Command } from '@cie/kit/room.ts';
import { required, requiredKey, type Settings } from '@cie/kit/settings.ts';
import { requireDesk } from '../domain/desk/require-desk.ts';
import { stateOf, type Invitations, type KeptInvitation } from '../domain/registration/invitation.ts';
import { invitePatient } from '../domain/registration/invite-patient.ts';
import type { InvitationMeans, InvitationRequest } from '../domain/registration/issue-invitation.ts';
import { invitationsIn } from '../store/invitation.store.ts';

export interface InvitationCommandParts {
  readonly database: RoomDatabase;
  readonly notices: Pick<NoticeStore, 'post'>;
  readonly settings: Settings;
}

/** Commands by which hospitals and practices invite patients and learn nothing of a record (REG-4), and the desk sees what became of it. */
export function invitationCommands({ database, notices, settings }: InvitationCommandParts): Record<string, Command> {
  const means = meansOf(settings);
  const keeping = <T>(work: (invitations: Invitations) => Promise<T>): Promise<T> => database.asKeeper((manager) => work(invitationsIn(manager, notices)));

  return {
    'invite-patient': async (input, access) => {
      const request = readRequest(readCommandInput(input));
      await keeping((invitations) => invitePatient(contextOf(access), invitations, means, request));
      return null;
    },
    /** Whose treatment decides about an invitation; the gateway shows nobody whether there is such a record. */
    'find-invited': async (input) => {
      const read = readCommandInput(input);
      const number = parseNhsNumber(read.text('nhsNumber'));
      if (!number.ok) return { patientIds: [] };
      return keeping(async (invitations) => {
        const person = await invitations.personWith(number.value, read.text('birthDate'));
        return { patientIds: person === null ? [] : await invitations.recordsOf(person.patientId) };
      });
    },
    'invitations-of': async (input, access) => {
      const context = contextOf(access);
      requireDesk(context);
      const read = readCommandInput(input);
      const kept = await keeping((invitations) => invitations.listOf(read.text('patientId')));
      return kept.map((each) => listed(each, context.now));
    },
    'withdraw-invitation': async (input, access) => {
      const context = contextOf(access);
      requireDesk(context);
      const read = readCommandInput(input);
      return { withdrawn: await keeping((invitations) => invitations.withdraw(read.text('invitationId'), context.now)) };
    },
  };
}

/** Throws SETTING_MISSING or SETTING_INVALID. */
export function meansOf(settings: Settings): InvitationMeans {
  return { publicUrl: required(settings, 'CIE_PUBLIC_URL').replace(/\/$/, ''), codeKey: requiredKey(settings, 'CIE_CODE_KEY', 32) };
}

/** Throws ACCESS_MISSING: an invitation has somebody who invites, and a time. */
export function contextOf(access: AccessContext | null | undefined): AccessContext {
  if (access === null || access === undefined) throw new CieError('ACCESS_MISSING', 'This command needs to know who asks, and when.');
  return access;
}

function readRequest(read: CommandInput): InvitationRequest {
  return { nhsNumber: read.text('nhsNumber'), birthDate: read.text('birthDate'), ...readInvitationWish(read) };
}

/** How somebody is to be invited, without whom. */
export function readInvitationWish(read: CommandInput): Omit<InvitationRequest, 'nhsNumber' | 'birthDate'> {
  const channel = invitationChannels.find((each) => each === read.text('channel'));
  if (channel === undefined) throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "channel" must be electronic or letter.');
  const language = messageLanguages.find((each) => each === (read.optionalText('language') ?? 'en'));
  if (language === undefined) throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "language" must be a language of messages.');
  return {
    channel,
    email: read.optionalText('email'),
    mobile: read.optionalText('mobile'),
    language,
    treatments: read.items('treatments').map((each) => ({ organisation: each.text('organisation'), at: each.moment('at') })),
    returning: read.optionalText('returning') === 'yes',
  };
}

function listed({ issuedAt, expiresAt, endedAt, endedBecause, started, ...facts }: KeptInvitation, now: Date): ListedInvitation {
  return {
    ...facts,
    state: stateOf({ expiresAt, endedBecause, started }, now),
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
