import type { Pool } from 'pg';
import { errorKind } from '@cie/kit/errors.ts';
import { buildAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { routeOfEvent } from './event-route.ts';
import type { FeedLog } from './feed-log.ts';
import { GroupCommit } from './group-commit.ts';
import { storeMessages, type NewMessage, type StoredMessage, type Verdict } from './inbox.store.ts';
import { readArrival, type Arrival } from './read-arrival.ts';
import type { SenderDirectory } from './sender.store.ts';

/** The answer to what came in one frame or one request. */
export interface Answer {
  /** The acknowledgement; one per message inside a batch envelope when several came at once. */
  readonly text: string;
  /** The worst code among them. */
  readonly code: Acknowledgement['code'];
}

export interface Receiver {
  /** Stores every message in these bytes, then answers. Never rejects: our own faults are answered AE. */
  receive(bytes: Uint8Array): Promise<Answer>;
  /** An answer to bytes that are not stored, such as the beginning of a message over the limit. */
  decline(head: Uint8Array, reason: string): Answer;
  /** Resolves when everything received so far is answered. */
  idle(): Promise<void>;
}

export interface ReceiverParts {
  readonly database: Pool;
  readonly senders: SenderDirectory;
  readonly log: FeedLog;
  /** Called after messages were queued. */
  readonly onQueued: () => void;
}

/** Messages in one frame or request: the shortest take five bytes, and each costs an answer and a row (abuse case 61). */
const MOST_MESSAGES = 10_000;
const UNAVAILABLE = 'The exchange could not store the message now. Nothing is wrong with it: send it again later.';
const QUEUED: Verdict = { acknowledged: 'AA', state: 'queued', code: null, reason: null };

/** What takes messages in: raw bytes are committed before anything is acknowledged (ING-1). */
export function createReceiver({ database, senders, log, onQueued }: ReceiverParts): Receiver {
  const commits = new GroupCommit<NewMessage, StoredMessage>((group) => storeMessages(database, group), {
    most: 200,
    heaviest: 16_000_000,
    weigh: (each) => each.arrival.bytes.byteLength,
  });
  const pending = new Set<Promise<unknown>>();

  /** What can be told without a room; what the rooms say follows when the message is dispatched. */
  async function judge(arrival: Arrival): Promise<Verdict> {
    if (arrival.refusal !== null) return { acknowledged: 'AR', state: 'refused', code: arrival.refusal.code, reason: arrival.refusal.reason };
    if ((await senders.find(arrival.application, arrival.facility)) === null) return hold(HELD_UNKNOWN_SENDER);
    return routeOfEvent(arrival.event) === 'not-yet' ? hold(HELD_UNSUPPORTED_EVENT) : QUEUED;
  }

  async function receiveOne(bytes: Uint8Array): Promise<Answer> {
    const arrival = readArrival(bytes);
    try {
      const stored = await commits.add({ arrival, verdict: await judge(arrival) });
      if (stored.state === 'queued') onQueued();
      else log.info({ event: nameForLog(arrival), state: stored.state, code: stored.code ?? undefined }, 'message kept aside');
      return answer(arrival.message, {
        code: stored.acknowledged, controlId: arrival.controlId, text: wordsFor(stored),
        errorCode: arrival.refusal?.errorCode ?? '205', location: arrival.refusal?.location ?? 'MSH-10',
      });
    } catch (error) {
      log.warn({ event: nameForLog(arrival), error: errorKind(error) }, 'message not stored');
      return answer(arrival.message, { code: 'AE', controlId: arrival.controlId, text: UNAVAILABLE, errorCode: '207' });
    }
  }

  async function receiveAll(bytes: Uint8Array): Promise<Answer> {
    const pieces = splitMessages(bytes, MOST_MESSAGES);
    const [only] = pieces;
    if (pieces.length > MOST_MESSAGES) return answer(null, { code: 'AR', controlId: '', text: `A batch holds ${MOST_MESSAGES} messages at the most. Nothing of this one was stored: send it in parts.`, errorCode: '100' });
    if (only === undefined) return answer(null, { code: 'AR', controlId: '', text: 'Nothing was sent but white space. Send one HL7 v2 message.', errorCode: '100' });
    if (pieces.length === 1) return receiveOne(only);
    const answers = await Promise.all(pieces.map(receiveOne));
    return {
      text: `BHS|^~\\&\r${answers.map((each) => each.text).join('')}BTS|${answers.length}\r`,
      code: (['AE', 'AR'] as const).find((code) => answers.some((each) => each.code === code)) ?? 'AA',
    };
  }

  return {
    receive: (bytes) => {
      const work = receiveAll(bytes);
      pending.add(work);
      return work.finally(() => pending.delete(work));
    },
    decline: (head, reason) => {
      const { message, controlId } = readArrival(head);
      return answer(message, { code: 'AE', controlId, text: reason, errorCode: '207' });
    },
    idle: async () => {
      await Promise.allSettled(pending);
    },
  };
}

/** Also what the dispatcher says of a message that was queued before its sender was removed. */
export const HELD_UNKNOWN_SENDER = { code: 'unknown-sender', reason: 'No sender is registered for this MSH-3 and MSH-4. Register it, then replay.' };
export const HELD_UNSUPPORTED_EVENT = { code: 'unsupported-event', reason: 'This exchange keeps messages of this event but cannot apply them yet. Replay when it can.' };

function hold(why: { code: string; reason: string }): Verdict {
  return { acknowledged: 'AA', state: 'held', ...why };
}

/** MSH-9 of a message with shifted fields can hold anything, a name included; only known events reach the log. */
function nameForLog({ event }: Arrival): string {
  return routeOfEvent(event) === 'outside' ? 'unknown' : event;
}

function wordsFor({ acknowledged, state, code, reason, repeated }: StoredMessage): string {
  if (acknowledged === 'AR') return `${code ?? 'refused'}: ${reason ?? ''}`;
  if (state === 'held') return `kept, held for review (${code ?? 'held'})`;
  return repeated ? 'received before, nothing changed' : 'stored';
}

function answer(message: Hl7Message | null, acknowledgement: Acknowledgement): Answer {
  return { text: buildAcknowledgement(message, acknowledgement), code: acknowledgement.code };
}
