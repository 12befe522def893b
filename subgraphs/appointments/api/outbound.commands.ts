import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Command } from '@cie/kit/room.ts';
import type { OutboundOutcome } from '../domain/outbound.ts';
import { giveUpOld, keepRoutes, settleOutbound, takeOutbound } from '../store/outbound.store.ts';
import type { RequestNotices } from '../store/request-notices.ts';

/** What the gateway asks to send requests to booking teams: which are due, and what became of each. */
export function outboundCommands(database: RoomDatabase, notices: RequestNotices): Record<'take-outbound' | 'settle-outbound', Command> {
  /** As they stand in the database; null until the first question. */
  let routes: string | null = null;
  return {
    'take-outbound': async (input, access) => {
      const organisations = readCommandInput(input).texts('organisations').toSorted();
      const now = timeOf(access);
      const taken = await database.asFeed(async (manager) => {
        if (routes !== organisations.join()) await keepRoutes(manager, organisations);
        await notices.tell(manager, await giveUpOld(manager, now));
        return takeOutbound(manager, organisations, now);
      });
      routes = organisations.join();
      return taken;
    },
    'settle-outbound': async (input, access) => {
      const read = readCommandInput(input);
      await database.asFeed(async (manager) => notices.tell(manager, await settleOutbound(manager, read.text('id'), readOutcome(read), timeOf(access))));
      return null;
    },
  };
}

function timeOf(access: AccessContext | null | undefined): Date {
  return access?.now ?? new Date();
}

function readOutcome(read: CommandInput): OutboundOutcome {
  const result = read.text('result');
  if (result === 'acknowledged') return { result };
  if (result === 'retry') return { result, at: read.moment('at') };
  if (result === 'dead') return { result, code: read.text('code') };
  throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "result" must be acknowledged, retry (with at) or dead (with code).');
}
