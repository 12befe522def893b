import { readCommandInput } from '@cie/kit/command-input.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Command } from '@cie/kit/room.ts';
import { beginLogCopy, copyLogPart, type LogCopyStore, type PublicLogKeys } from '../domain/copy-access-log.ts';
import type { DoorStore } from '../domain/open-record.ts';
import { asking } from './command-reading.ts';
import { createSharingContext } from './sharing-context.ts';

export interface LogCopyParts {
  readonly copies: LogCopyStore;
  readonly doors: DoorStore;
  readonly keys: PublicLogKeys;
}

/**
 * A copy of the viewer's own access log, to keep (ACS-6):
 *
 * - `log-keys` {} → PublicLogKeys, for everybody
 * - `begin-log-copy` {} → LogCopy
 * - `log-copy-part` {record, after, until} → CopiedEntry[]; numbers as texts
 */
export function logCopyCommands({ copies, doors, keys }: LogCopyParts): Record<'log-keys' | 'begin-log-copy' | 'log-copy-part', Command> {
  return {
    'log-keys': async () => keys,
    'begin-log-copy': async (_input, access) => {
      const known = asking(access);
      return beginLogCopy(known, copies, createSharingContext(known, doors));
    },
    'log-copy-part': async (input, access) => {
      const known = asking(access);
      const read = readCommandInput(input);
      const part = { record: read.text('record'), after: count(read.text('after')), until: count(read.text('until')) };
      return copyLogPart(known, copies, createSharingContext(known, doors), part);
    },
  };
}

function count(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CieError('COMMAND_INPUT_INVALID', 'Numbers of entries are whole numbers.');
  return Number(text);
}
