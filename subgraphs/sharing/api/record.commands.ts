import { readCommandInput } from '@cie/kit/command-input.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RecordGroup, RecordLinks } from '@cie/kit/notices/notice.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { Command } from '@cie/kit/room.ts';
import { closeSharing, type ClosingStore } from '../domain/close-sharing.ts';
import type { RecordGroupStore } from '../store/record-group.store.ts';
import { asking } from './command-reading.ts';

/** What identity tells of records, by way of the gateway's courier: which belong together (ACC-5), and whose patient has opted out (ACC-3). */
export function recordCommands({ groups, closing }: { groups: RecordGroupStore; closing: ClosingStore }): Record<'record-links' | 'close-sharing', Command> {
  return {
    'record-links': async (input, access) => {
      await groups.learn(asking(access), readRecordLinks(input));
      return null;
    },
    'close-sharing': async (input, access) => {
      await closeSharing(asking(access), closing, readCommandInput(input).text('patientId'));
      return null;
    },
  };
}

function readRecordLinks(input: unknown): RecordLinks {
  const { version, groups } = Object.fromEntries(Object.entries(typeof input === 'object' && input !== null ? input : {})) as Readonly<Record<string, unknown>>; // values are checked below
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || !Array.isArray(groups)) throw invalid();
  return { version, groups: groups.map(readGroup) };
}

function readGroup(group: unknown): RecordGroup {
  const read = readCommandInput(group);
  const survivingId = read.text('survivingId');
  const patientIds = read.texts('patientIds');
  // A person whose own id is not among them could not be found by it any more.
  if (!patientIds.includes(survivingId) || !patientIds.every(isRecordId)) throw invalid();
  return { survivingId, patientIds };
}

function invalid(): CieError {
  return new CieError('COMMAND_INPUT_INVALID', 'The command needs a whole number "version" and "groups" of patient ids with the surviving one among them.');
}
