import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { Notice, NoticeKind, NoticeOutcome, TakenNotice } from '@cie/kit/notices/notice.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { Undeliverable } from './undeliverable.ts';

/** What is done about each kind of notice. It must bear being done twice: a notice is acted on at least once. */
export type NoticeHandlers = {
  readonly [Kind in NoticeKind]: (notice: Extract<Notice, { readonly kind: Kind }>, id: string) => Promise<void>;
};

export interface Courier {
  /**
   * Acts at once on every due notice that is not a message, and resolves when none is left: who ends sessions or closes
   * sharing calls it before answering, so that revocation holds from the next request on. Never rejects: what fails is
   * logged and tried again.
   */
  drain(): Promise<void>;
  /** Takes nothing more and ends after what is under way. */
  close(): Promise<void>;
}

export interface CourierOptions {
  /** Rooms that have something to tell; one that is left out is not asked. */
  readonly rooms: Partial<Pick<RoomLinks, TellingRoom>>;
  readonly handlers: NoticeHandlers;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  readonly clock: () => Date;
}

/** Rooms that have something to tell. */
const tellingRooms = ['identity', 'sharing', 'results', 'appointments'] as const;
type TellingRoom = (typeof tellingRooms)[number];

/** How often the rooms are asked, in milliseconds. */
const pollTime = 500;
/** How often in a row a room must fail to answer before that is worth a line in the log: one failure passes by itself. */
const failuresToTell = 3;
/** Messages sent at one time. */
const sendersAtOnce = 8;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Waits between the tries of a message; after the last it is given up. */
const messageWaits = [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 6 * hour, 24 * hour] as const;
/** A change of who may see a record is never given up: after the last wait it is tried every ten minutes. */
const changeWaits = [second, 5 * second, 30 * second, 2 * minute, 10 * minute] as const;

interface Taken extends TakenNotice {
  readonly room: TellingRoom;
}

/** Starts taking what the rooms have to tell, and acting on it. Messages have a lane of their own: a mail server that is down holds nothing else up. */
export function startCourier({ rooms, handlers, log, clock }: CourierOptions): Courier {
  const closing = new AbortController();
  const failures = { identity: 0, sharing: 0, results: 0, appointments: 0 };

  async function take(kinds: readonly NoticeKind[]): Promise<Taken[]> {
    const access = { requestId: randomUUID(), viewer: null, now: clock() };
    const taken = await Promise.all(
      tellingRooms.map(async (room): Promise<Taken[]> => {
        try {
          // The command of the kit's store answers this, whichever room runs it.
          const notices = ((await rooms[room]?.command('take-notices', { kinds }, access)) ?? []) as readonly TakenNotice[];
          failures[room] = 0;
          return notices.map((notice) => ({ ...notice, room }));
        } catch (error) {
          failures[room] += 1;
          if (failures[room] === failuresToTell) log.warn({ room, ...errorKind(error) }, 'a room cannot be asked for its notices');
          return [];
        }
      }),
    );
    return taken.flat();
  }

  async function settle({ room, id, kind }: Taken, outcome: NoticeOutcome): Promise<void> {
    try {
      await rooms[room]?.command('settle-notice', { id, ...outcome }, { requestId: randomUUID(), viewer: null, now: clock() });
    } catch (error) {
      // Its lease runs out and it is acted on once more.
      log.warn({ notice: id, about: kind, ...errorKind(error) }, 'a notice could not be settled');
    }
  }

  function outcomeOf({ id, kind, attempts }: Taken, error: unknown): NoticeOutcome {
    const { kind: name, code = name } = errorKind(error);
    const isMessage = kind === 'message';
    const wait = isMessage ? messageWaits[attempts] : (changeWaits[attempts] ?? changeWaits.at(-1));
    const about = { notice: id, about: kind, tries: attempts + 1, code };
    if (wait === undefined || error instanceof Undeliverable) {
      log.error(about, 'a notice was given up');
      return { result: 'dead', code };
    }
    log.warn(about, 'a notice is tried again later');
    return { result: 'retry', at: new Date(clock().getTime() + wait).toISOString(), code };
  }

  async function act(taken: Taken): Promise<void> {
    // Not begun: given back at once, for whoever runs next.
    if (closing.signal.aborted) return settle(taken, { result: 'retry', at: clock().toISOString(), code: 'CLOSING' });
    let outcome: NoticeOutcome = { result: 'done' };
    try {
      if (taken.notice === null) throw new CieError('NOTICE_SEAL_BROKEN', 'A notice cannot be opened with the CIE_NOTICE_KEY that its room has now.');
      await handle(handlers, taken.notice, taken.id);
    } catch (error) {
      outcome = outcomeOf(taken, error);
    }
    await settle(taken, outcome);
  }

  /** A lane takes and acts in turns, one turn at a time; a turn resolves with how many notices it had. */
  function openLane(kinds: readonly NoticeKind[], atOnce: number) {
    const turn = async (): Promise<number> => {
      const queue = await take(kinds);
      const count = queue.length;
      const worker = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) await act(next);
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
      return count;
    };
    let last: Promise<number> = Promise.resolve(0);
    const nextTurn = (): Promise<number> => (last = last.then(turn));
    const empty = async (): Promise<void> => {
      let count: number;
      do count = await nextTurn();
      while (count > 0 && !closing.signal.aborted);
    };
    const run = async (): Promise<void> => {
      while (!closing.signal.aborted) {
        await empty();
        await sleep(pollTime, undefined, { signal: closing.signal }).catch(() => undefined);
      }
      await last;
    };
    return { empty, running: run() };
  }

  const changes = openLane(['end-sessions', 'close-sharing', 'record-links', 'professional'], 1);
  const messages = openLane(['message'], sendersAtOnce);

  return {
    drain: () => changes.empty(),
    close: async () => {
      closing.abort();
      await Promise.all([changes.running, messages.running]);
    },
  };
}

async function handle(handlers: NoticeHandlers, notice: Notice, id: string): Promise<void> {
  switch (notice.kind) {
    case 'message':
      return handlers.message(notice, id);
    case 'end-sessions':
      return handlers['end-sessions'](notice, id);
    case 'close-sharing':
      return handlers['close-sharing'](notice, id);
    case 'record-links':
      return handlers['record-links'](notice, id);
    case 'professional':
      return handlers.professional(notice, id);
    default:
      throw new CieError('NOTICE_UNKNOWN', 'A room told something that this version of the gateway does not know.');
  }
}
