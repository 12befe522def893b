import type { Pool } from 'pg';
import { errorKind } from '@cie/kit/errors.ts';
import { buildAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { routeOfEvent } from './event-route.ts';
import type { FeedLog } from './feed-log.ts';
import { GroupCommit } from './group-commit.ts';
import { storeMessages, type NewMessage, type StoredMessage } from './inbox.store.ts';
import { anyCaller, judgeArrival, type Caller } from './judge-arrival.ts';
import { readArrival, type Arrival } from './read-arrival.ts';
import type { SenderDirectory } from './sender-directory.ts';

/** The answer to what came in one frame or one request. */
export interface Answer {
  /** The acknowledgement; one per message inside a batch envelope when several came at once. */
  readonly text: string;
  /** The worst code among them. */
  readonly code: Acknowledgement['code'];
}

export interface Receiver {
  /** Stores every message in these bytes, then answers. Never rejects: our own faults are answered AE. */
  receive(bytes: Uint8Array, caller?: Caller): Promise<Answer>;
  /** The same for the bytes of one message. */
  receiveOne(bytes: Uint8Array, caller?: Caller): Promise<Answer>;
  /** An answer to bytes that are not stored, such as the beginning of a message over the limit. AE asks for the same again. */
  decline(head: Uint8Array, reason: string, code?: 'AE' | 'AR'): Answer;
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

/** What takes messages in: raw bytes are committed before anything is acknowledged (ING-1). */
export function createReceiver({ database, senders, log, onQueued }: ReceiverParts): Receiver {
  const commits = new GroupCommit<NewMessage, StoredMessage>((group) => storeMessages(database, group), {
    most: 200,
    heaviest: 16_000_000,
    weigh: (each) => each.arrival.bytes.byteLength,
  });
  const pending = new Set<Promise<unknown>>();

  /** What can be told without a room; what the rooms say follows when the message is dispatched. */
  async function judge(arrival: Arrival, caller: Caller): Promise<Pick<NewMessage, 'verdict' | 'organisation'>> {
    const sender = await senders.find(arrival.application, arrival.facility);
    return { verdict: judgeArrival(arrival, sender, caller), organisation: sender?.organisation ?? null };
  }

  async function receiveOne(bytes: Uint8Array, caller: Caller): Promise<Answer> {
    const arrival = readArrival(bytes);
    try {
      const stored = await commits.add({ arrival, ...(await judge(arrival, caller)) });
      if (stored.state === 'queued') onQueued();
      else log.info({ event: nameForLog(arrival), state: stored.state, code: stored.code ?? undefined }, 'message kept aside');
      const { errorCode, location } = arrival.refusal ?? FAULTS[stored.code ?? ''] ?? {};
      return answer(arrival.message, {
        code: stored.acknowledged, controlId: arrival.controlId, text: wordsFor(stored),
        errorCode, location,
      });
    } catch (error) {
      log.warn({ event: nameForLog(arrival), error: errorKind(error) }, 'message not stored');
      return answer(arrival.message, { code: 'AE', controlId: arrival.controlId, text: UNAVAILABLE, errorCode: '207' });
    }
  }

  async function receiveAll(bytes: Uint8Array, caller: Caller): Promise<Answer> {
    const pieces = splitMessages(bytes, MOST_MESSAGES);
    const [only] = pieces;
    if (pieces.length > MOST_MESSAGES) return answer(null, { code: 'AR', controlId: '', text: `A batch holds ${MOST_MESSAGES} messages at the most. Nothing of this one was stored: send it in parts.`, errorCode: '100' });
    if (only === undefined) return answer(null, { code: 'AR', controlId: '', text: 'Nothing was sent but white space. Send one HL7 v2 message.', errorCode: '100' });
    if (pieces.length === 1) return receiveOne(only, caller);
    const answers = await Promise.all(pieces.map((piece) => receiveOne(piece, caller)));
    return {
      text: `BHS|^~\\&\r${answers.map((each) => each.text).join('')}BTS|${answers.length}\r`,
      code: (['AE', 'AR'] as const).find((code) => answers.some((each) => each.code === code)) ?? 'AA',
    };
  }

  async function noted(work: Promise<Answer>): Promise<Answer> {
    pending.add(work);
    return work.finally(() => pending.delete(work));
  }

  return {
    receive: (bytes, caller = anyCaller) => noted(receiveAll(bytes, caller)),
    receiveOne: (bytes, caller = anyCaller) => noted(receiveOne(bytes, caller)),
    decline: (head, reason, code = 'AE') => {
      const { message, controlId } = readArrival(head);
      return answer(message, { code, controlId, text: reason, errorCode: code === 'AE' ? '207' : '100' });
    },
    idle: async () => {
      await Promise.allSettled(pending);
    },
  };
}

/** What the fault is and where, by the codes of what is refused only after reading (HL7 table 0357). */
const FAULTS: Readonly<Record<string, Pick<Acknowledgement, 'errorCode' | 'location'>>> = {
  'sender-not-proved': { errorCode: '204', location: 'MSH-3' },
  'wrong-port': { errorCode: '200', location: 'MSH-9' },
  'event-not-agreed': { errorCode: '201', location: 'MSH-9' },
  'message-id-reused': { errorCode: '205', location: 'MSH-10' },
};

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
