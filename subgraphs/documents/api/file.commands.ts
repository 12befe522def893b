import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Command } from '@cie/kit/room.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import { readTicket } from '../domain/file-ticket.ts';
import { abandonUpload, receivePart } from '../domain/receive-upload.ts';
import { receivingIn } from '../store/quarantine.store.ts';
import { openVersion } from '../store/sealed-content.ts';

export interface FileCommandsPlan {
  readonly database: RoomDatabase;
  readonly ring: KeyRing;
  /** Largest file that people may add, in bytes. */
  readonly most: number;
  /** A file has come whole. */
  readonly onReceived: () => void;
}

/** What gateway/files asks of this room: files on their way in and out, part by part, so that neither side holds a whole one. */
export function fileCommands({ database, ring, most, onReceived }: FileCommandsPlan): Readonly<Record<string, Command>> {
  return {
    'receive-part': async (input, access) => {
      const read = readCommandInput(input);
      const part = { id: read.text('id'), number: Number(read.text('number')), bytes: Buffer.from(read.text('bytes'), 'base64'), last: read.text('last') === 'yes' };
      await database.asFeed((manager) => receivePart(asked(access), receivingIn(manager, ring), part, most));
      if (part.last) onReceived();
    },
    'abandon-upload': async (input, access) => {
      const id = readCommandInput(input).text('id');
      await database.asFeed((manager) => abandonUpload(asked(access), receivingIn(manager, ring), id));
    },
    'file-part': async (input, access) => {
      const read = readCommandInput(input);
      const { viewer, now } = asked(access);
      const ticket = readTicket(ring, read.text('ticket'), viewer?.accountId, now);
      if (ticket === null) throw new CieError('FILE_TICKET_INVALID', 'This ticket opens no file, or none any more.');
      const found = await database.asFeed(async (manager) => (await openVersion(manager, ring, ticket))?.part(ticket.part, Number(read.text('number'))));
      return found === null || found === undefined ? null : { bytes: found.bytes.toString('base64'), last: found.last };
    },
  };
}

function asked(access: AccessContext | null | undefined): AccessContext {
  if (access === null || access === undefined) throw new CieError('COMMAND_INPUT_INVALID', 'This command is asked by somebody.');
  return access;
}
