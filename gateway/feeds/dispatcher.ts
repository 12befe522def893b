import type { Pool, PoolClient } from 'pg';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { isPassingFault } from '@cie/kit/passing-fault.ts';
import { deliverMessage, type Delivery, type DeliveryParts } from './deliver-message.ts';
import { deliverFhir } from './fhir/deliver-fhir.ts';
import type { FeedLog } from './feed-log.ts';
import { GroupCommit } from './group-commit.ts';
import { QUEUED_CHANNEL } from './held.store.ts';
import { nextMessages, readRaw, saveMarks, untilNextDue, type Mark, type QueuedMessage } from './queue.store.ts';
import { WakeUp } from './wake-up.ts';

export interface Dispatcher {
  /** Messages were queued by this process. */
  wake(): void;
  /** Ends after the messages under way. */
  close(): Promise<void>;
}

export interface DispatcherParts extends DeliveryParts {
  readonly database: Pool;
  readonly log: FeedLog;
}

/** People whose messages are applied at one time. */
const CONCURRENCY = 8;
const BATCH = 200;
/** Attempts at a message whose room fails for no passing reason. */
const MOST_ATTEMPTS = 5;
/** Wait before the second attempt, in milliseconds; it doubles. */
const FIRST_WAIT = 500;
/** Longest a message may take, in milliseconds: a room that hangs must not hold up other people's messages. */
const LONGEST_DELIVERY = 30_000;
/** Longest sleep without looking, in milliseconds: a safety net under notifications. */
const LONGEST_SLEEP = 5000;
/** One dispatcher at a time over one database; any number, the same for all. */
const LOCK = 7_204_100;

/** Starts applying queued messages: several people at once, each person's messages one by one in the order received. */
export function startDispatcher(parts: DispatcherParts): Dispatcher {
  const { database, log, senders } = parts;
  const arrival = new WakeUp();
  const marks = new GroupCommit<Mark, true>((group) => saveMarks(database, group), { most: 500, heaviest: Infinity, weigh: () => 1 });
  let closed = false;

  async function attempt(message: QueuedMessage): Promise<Mark> {
    try {
      const raw = message.raw ?? (await readRaw(database, message.id));
      const delivery = await inTime(message.format === 'fhir' ? deliverFhir(parts, { ...message, raw }) : deliverMessage(parts, { ...message, raw }));
      if (delivery.state === 'held') log.info({ message: message.id, event: message.event, code: delivery.code }, 'message held');
      return { id: message.id, ...delivery };
    } catch (error) {
      const passing = isPassingFault(error);
      const attempts = message.attempts + 1;
      log.warn({ message: message.id, event: message.event, attempts, passing, error: errorKind(error) }, 'message not applied');
      if (!passing && attempts >= MOST_ATTEMPTS) {
        return { id: message.id, state: 'held', code: 'room-error', reason: `The room failed ${attempts} times on this message. See the log for this id, then replay.` };
      }
      return { id: message.id, state: 'queued', attempts, waitMs: Math.min(FIRST_WAIT * 2 ** (attempts - 1), 30_000) };
    }
  }

  /** Applies one person's messages; the first that must wait keeps the rest waiting. */
  async function applyInOrder(messages: readonly QueuedMessage[], saved: Promise<true>[]): Promise<void> {
    for (const message of messages) {
      if (closed) return;
      const mark = await attempt(message);
      const save = marks.add(mark);
      // Waited for at the end of the batch: until then nobody listens, and a database that goes away would end the process.
      save.catch(() => undefined);
      saved.push(save);
      if (mark.state === 'queued') return;
    }
  }

  async function applyBatch(batch: readonly QueuedMessage[]): Promise<void> {
    const people = [...Map.groupBy(batch, (message) => message.orderKey).values()];
    const saved: Promise<true>[] = [];
    const worker = async (): Promise<void> => {
      for (let messages = people.shift(); messages !== undefined; messages = people.shift()) await applyInOrder(messages, saved);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    // Unsaved marks would be read as queued again by the next batch.
    await Promise.all(saved);
  }

  async function lead(isLeader: () => boolean): Promise<void> {
    while (!closed && isLeader()) {
      await senders.refresh();
      const batch = await nextMessages(database, BATCH);
      if (batch.length > 0) await applyBatch(batch);
      else await arrival.wait(Math.max(20, Math.min((await untilNextDue(database)) ?? LONGEST_SLEEP, LONGEST_SLEEP)));
    }
  }

  async function run(): Promise<void> {
    let wait = 100;
    while (!closed) {
      try {
        const led = await withLeadership(database, () => arrival.wake(), async (isLeader) => {
          wait = 100;
          await lead(isLeader);
        });
        if (!closed && !led) await arrival.wait(LONGEST_SLEEP);
      } catch (error) {
        log.warn({ error: errorKind(error) }, 'the dispatcher lost its database and tries again');
        wait = Math.min(wait * 2, 2000);
        await arrival.wait(wait);
      }
    }
  }

  const running = run();
  return {
    wake: () => arrival.wake(),
    close: async () => {
      closed = true;
      arrival.wake();
      await running;
    },
  };
}

/** Rejects with ROOM_TIMEOUT when the rooms take too long. Work that ends later has the effect it would have had: rooms apply an id once. */
async function inTime(delivery: Promise<Delivery>): Promise<Delivery> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CieError('ROOM_TIMEOUT', 'A room did not file a message in time.')), LONGEST_DELIVERY);
  });
  try {
    return await Promise.race([delivery, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs `work` while this process holds the lock, listening for messages that other processes queue. Returns false at once
 * when another process holds it.
 */
async function withLeadership(database: Pool, onQueued: () => void, work: (isLeader: () => boolean) => Promise<void>): Promise<boolean> {
  const client: PoolClient = await database.connect();
  let lost = false;
  // The lock ends with its connection, and another process may dispatch from then on.
  client.on('error', () => {
    lost = true;
    onQueued();
  });
  client.on('notification', onQueued);
  try {
    const { rows: [row] } = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1) as won', [LOCK]);
    if (row?.won !== true) return false;
    await client.query(`listen ${QUEUED_CHANNEL}`);
    await work(() => !lost);
    return true;
  } finally {
    client.removeAllListeners('notification');
    // Destroyed, not returned to the pool: it listens and holds the lock.
    client.release(true);
  }
}
