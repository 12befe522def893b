import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, readIncomingMessage } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { IncomingMessage, ResolveOutcome } from '@cie/kit/feed.ts';
import type { RecordMergePage } from '@cie/kit/merges.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Command } from '@cie/kit/room.ts';
import { requireDesk } from '../domain/desk/require-desk.ts';
import { JoinHeld, joinByMessage, type JoinMessage } from '../domain/joining/join-by-message.ts';
import { mergeRecords, unmergeRecords } from '../domain/joining/join-by-staff.ts';
import { reviewOf } from '../domain/joining/merge-review.ts';
import { optOut } from '../domain/opt-out.ts';
import { resolvePatient } from '../domain/resolve-patient.ts';
import { readIdentityMessage } from '../feed/read-identity-message.ts';
import { readJoins } from '../feed/read-joins.ts';
import { openReviewOnce } from '../store/desk-review.store.ts';
import { joinsIn, listMerges, type MergePosition } from '../store/joins.store.ts';
import { findMentioned } from '../store/mentioned-person.store.ts';
import { optingOutIn } from '../store/opt-out.store.ts';
import { peopleIn } from '../store/people.store.ts';

export interface RecordCommandParts {
  readonly database: RoomDatabase;
  readonly notices: Pick<NoticeStore, 'post'>;
}

/** Merges shown at a time. */
const pageSize = 50;

/** Commands about whose record is whose: what a message says of it, what the desk does about it (ACC-5), and who wants no account (ACC-3). */
export function recordCommands({ database, notices }: RecordCommandParts): Record<string, Command> {
  async function resolve(input: unknown): Promise<ResolveOutcome> {
    const incoming = readIncomingMessage(input);
    const joins = readJoins(incoming);
    if (joins !== null) return 'outcome' in joins ? joins : join(incoming, joins);
    const message = readIdentityMessage(incoming);
    if ('outcome' in message) return message;
    return (await findMentioned(database, incoming, message)) ?? database.asFeed((manager) => resolvePatient(peopleIn(manager), incoming, message));
  }

  async function join(incoming: IncomingMessage, message: JoinMessage): Promise<ResolveOutcome> {
    try {
      return await database.asFeed((manager) => joinByMessage(peopleIn(manager), joinsIn(manager, notices), incoming, message));
    } catch (error) {
      if (!(error instanceof JoinHeld)) throw error;
      const review = reviewOf(error, incoming);
      // Apart from the transaction above, which is undone: the message waits, and so does the question.
      if (review !== null) await database.asKeeper((manager) => openReviewOnce(manager, review));
      return error.held;
    }
  }

  return {
    resolve,
    'merge-records': async (input, access) => {
      const read = readCommandInput(input);
      const wish = {
        surviving: { nhsNumber: read.text('survivingNhsNumber'), birthDate: read.text('survivingBirthDate') },
        retired: { nhsNumber: read.text('retiredNhsNumber'), birthDate: read.text('retiredBirthDate') },
        reason: read.optionalText('reason') ?? '',
      };
      return database.asKeeper((manager) => mergeRecords(known(access), joinsIn(manager, notices), wish));
    },
    'unmerge-records': async (input, access) => {
      const read = readCommandInput(input);
      const wish = { mergeId: read.text('mergeId'), reason: read.optionalText('reason') ?? '' };
      return database.asKeeper((manager) => unmergeRecords(known(access), joinsIn(manager, notices), wish));
    },
    'opt-out': async (_input, access) => {
      await database.asKeeper((manager) => optOut(known(access), optingOutIn(manager, notices)));
      return null;
    },
    merges: async (input, access): Promise<RecordMergePage> => {
      requireDesk(known(access));
      const after = readCursor(readCommandInput(input).optionalText('after'));
      const found = await database.asKeeper((manager) => listMerges(manager, pageSize + 1, after));
      const merges = found.slice(0, pageSize);
      const last = found.length > pageSize ? merges.at(-1) : undefined;
      return { merges, next: last === undefined ? null : `${last.made.at}_${last.id}` };
    },
  };
}

function known(access: AccessContext | null | undefined): AccessContext {
  if (!access) throw new CieError('COMMAND_INPUT_INVALID', 'This command needs an access context.');
  return access;
}

function readCursor(text: string | null): MergePosition | null {
  const [time = '', id = ''] = text?.split('_') ?? [];
  const at = new Date(time);
  if (text === null) return null;
  if (Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) throw new CieError('CURSOR_INVALID', 'This page is not of this list. Start again.');
  return { at, id };
}
