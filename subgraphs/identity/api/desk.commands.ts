import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { caseKinds, caseViews, checkEvidence, checkMethods, checkStatements, publicCaseKinds } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Command } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { checkIdentity } from '../domain/desk/check-identity.ts';
import type { WithDesk } from '../domain/desk/desk.ts';
import { inviteFromCase } from '../domain/desk/invite-from-case.ts';
import { openDeskCase } from '../domain/desk/open-desk-case.ts';
import { listDeskCases, readCaseAnswers, readDeskCase } from '../domain/desk/read-desk.ts';
import { answerCase, closeCase, noteOnCase, putCaseBack, takeCase } from '../domain/desk/work-desk-case.ts';
import { deskIn } from '../store/desk-queue.store.ts';
import { invitationsIn } from '../store/invitation.store.ts';
import { contextOf, meansOf, readInvitationWish } from './invitation.commands.ts';

export interface DeskCommandParts {
  readonly database: RoomDatabase;
  readonly notices: Pick<NoticeStore, 'post'>;
  readonly settings: Settings;
}

/** Commands of the support desk's queue. All but `open-desk-case` and `read-case-answers` answer DESK_ONLY to others than the desk. */
export function deskCommands({ database, notices, settings }: DeskCommandParts): Record<string, Command> {
  const means = meansOf(settings);
  const withDesk: WithDesk = (work) => database.asKeeper((manager) => work(deskIn(manager, notices)));
  const withoutAnswer = (step: (access: AccessContext, read: CommandInput) => Promise<void>): Command => async (input, access) => {
    await step(contextOf(access), readCommandInput(input));
    return null;
  };

  return {
    'open-desk-case': async (input, access) => {
      const read = readCommandInput(input);
      const details = Object.fromEntries(read.items('details').map((each): [string, string] => [each.text('name'), each.optionalText('value') ?? '']));
      return openDeskCase(contextOf(access), withDesk, {
        kind: oneOf(publicCaseKinds, read, 'kind'), details, source: read.optionalText('source'),
        name: read.optionalText('name'), email: read.text('email'), mobile: read.optionalText('mobile'),
      });
    },
    'read-case-answers': async (input, access) => {
      const read = readCommandInput(input);
      return readCaseAnswers(contextOf(access), withDesk, { reference: read.text('reference'), email: read.text('email') });
    },
    'desk-cases': async (input, access) => {
      const read = readCommandInput(input);
      return listDeskCases(contextOf(access), withDesk, {
        view: oneOf(caseViews, read, 'view'), kind: read.optionalText('kind') === null ? null : oneOf(caseKinds, read, 'kind'), after: read.optionalText('after'),
      });
    },
    'desk-case': async (input, access) => readDeskCase(contextOf(access), withDesk, readCommandInput(input).text('id')),
    'take-desk-case': withoutAnswer((access, read) => takeCase(access, withDesk, { id: read.text('id'), holder: read.optionalText('holder') })),
    'put-desk-case-back': withoutAnswer((access, read) => putCaseBack(access, withDesk, read.text('id'))),
    'note-desk-case': withoutAnswer((access, read) => noteOnCase(access, withDesk, { id: read.text('id'), note: read.optionalText('note') ?? '' })),
    'answer-desk-case': withoutAnswer((access, read) => answerCase(access, withDesk, { id: read.text('id'), text: read.optionalText('text') ?? '' })),
    'finish-desk-case': withoutAnswer((access, read) => closeCase(access, withDesk, { ...closing(read), as: 'done' })),
    'refuse-desk-case': withoutAnswer((access, read) => closeCase(access, withDesk, { ...closing(read), as: 'refused' })),
    'check-desk-identity': async (input, access) => {
      const read = readCommandInput(input);
      return checkIdentity(contextOf(access), withDesk, read.text('id'), {
        method: read.optionalText('method') === null ? null : oneOf(checkMethods, read, 'method'),
        evidence: someOf(checkEvidence, read, 'evidence'),
        statements: someOf(checkStatements, read, 'statements'),
        nhsNumber: read.optionalText('nhsNumber') ?? '',
        birthDate: read.optionalText('birthDate'),
        note: read.optionalText('note') ?? '',
        sameAs: read.optionalText('sameAs'),
      });
    },
    /** The link and the code of a letter are in the answer, once; those of messages go out with them. */
    'invite-from-case': async (input, access) => {
      const context = contextOf(access);
      const read = readCommandInput(input);
      const wish = readInvitationWish(read);
      const issued = await database.asKeeper((manager) =>
        inviteFromCase(context, { desk: deskIn(manager, notices), invitations: invitationsIn(manager, notices) }, means, read.text('id'), wish),
      );
      return issued.channel === 'letter' ? { link: issued.link, code: issued.code, reference: issued.reference, expiresAt: issued.expiresAt.toISOString() } : null;
    },
  };
}

const closing = (read: CommandInput): { id: string; note: string; answer: string | null } => ({
  id: read.text('id'), note: read.optionalText('note') ?? '', answer: read.optionalText('answer'),
});

function oneOf<Name extends string>(names: readonly Name[], read: CommandInput, field: string): Name {
  const given = read.text(field);
  const name = names.find((each) => each === given);
  if (name === undefined) throw new CieError('COMMAND_INPUT_INVALID', `The command's field "${field}" must be one of ${names.join(', ')}.`);
  return name;
}

function someOf<Name extends string>(names: readonly Name[], read: CommandInput, field: string): readonly Name[] {
  const given = read.texts(field);
  return names.filter((name) => given.includes(name));
}
