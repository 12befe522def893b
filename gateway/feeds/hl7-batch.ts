import { escapeHl7 } from '@cie/kit/hl7/hl7-escape.ts';
import { errorKind } from '@cie/kit/errors.ts';
import type { FeedLog } from './feed-log.ts';
import type { Caller } from './judge-arrival.ts';
import { MessageCutter, type CutPiece } from './message-cutter.ts';
import type { MemoryAccount } from './mllp-connection.ts';
import type { Answer, Receiver } from './receiver.ts';

export interface BatchLimits {
  /** Largest message in bytes. */
  readonly maxBytes: number;
  /** Largest stream in bytes. */
  readonly maxBatchBytes: number;
  /** Bytes that messages on the way in may hold together, over all connections. */
  readonly memoryBytes: number;
  /** How long a stream may stand still, in milliseconds. */
  readonly idleMs: number;
}

export interface BatchPlan {
  readonly receiver: Receiver;
  readonly limits: BatchLimits;
  readonly memory: MemoryAccount;
  readonly caller: Caller;
  readonly log: FeedLog;
}

/** The answer to a stream, and whether something of it was too large (413 where HTTP carries it). */
export interface BatchAnswer extends Answer {
  readonly isTooLarge: boolean;
}

/** Messages of one stream on their way into the inbox; more only wait for the same disk. */
const MOST_UNDER_WAY = 400;
const HEAVIEST_UNDER_WAY = 4_000_000;
/** Acknowledgements of one answer; beyond it only those that are not AA are told. */
const MOST_TOLD = 10_000;
/** Refused messages after which a stream is no batch of messages (abuse case 61). */
const MOST_REFUSED = 10_000;

/**
 * Stores the messages of a stream as they come, whatever its length, and answers each: one message by its acknowledgement, several
 * inside a batch envelope (HL7 v2, chapter 2.10.3). Memory holds the unfinished message and those on their way into the inbox.
 * Stops at the first message that could not be stored: all that comes after is to be sent again.
 */
export async function receiveStream(stream: AsyncIterable<Uint8Array>, plan: BatchPlan): Promise<BatchAnswer> {
  const { limits, memory } = plan;
  const cutter = new MessageCutter(limits.maxBytes);
  const work = new BatchWork(plan);
  let read = 0;
  let held = 0;
  try {
    for await (const part of stream) {
      read += part.length;
      if (read > limits.maxBatchBytes) return work.answer(`more than ${limits.maxBatchBytes} bytes: the rest was not read`, true);
      for (const piece of cutter.push(part)) await work.take(piece);
      memory.held += cutter.held - held;
      held = cutter.held;
      if (memory.held > limits.memoryBytes) return work.answer('too much comes in at once: send the rest again later', false, 'AE');
      if (work.end !== null) return work.answer(work.end);
    }
    for (const piece of cutter.end()) await work.take(piece);
    return await work.answer(work.end);
  } catch (error) {
    plan.log.warn({ error: errorKind(error) }, 'a stream of messages broke off');
    return work.answer('the connection broke off or stood still: send the rest again', false, 'AE');
  } finally {
    memory.held -= held;
  }
}

/** Messages of one stream and what became of them. */
class BatchWork {
  readonly #plan: BatchPlan;
  readonly #told: string[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #counts = { AA: 0, AE: 0, AR: 0 };
  #weight = 0;
  #isTooLarge = false;

  constructor(plan: BatchPlan) {
    this.#plan = plan;
  }

  /** Why nothing more is taken; null while it is. */
  get end(): string | null {
    if (this.#counts.AE > 0) return 'the exchange could not store a message: send it and what comes after it again later';
    return this.#counts.AR >= MOST_REFUSED ? `${MOST_REFUSED} messages were refused: the rest was not read` : null;
  }

  /** Begins to store a message; waits while many are on their way. */
  async take(piece: CutPiece): Promise<void> {
    const { receiver, limits, caller, memory } = this.#plan;
    if (this.end !== null) return;
    if (piece.kind === 'oversized') {
      this.#isTooLarge = true;
      this.#tell(this.#next(), receiver.decline(piece.bytes, `The message is larger than ${limits.maxBytes} bytes, the most this exchange takes. Split it or raise CIE_MLLP_MAX_BYTES.`, 'AR'));
      return;
    }
    const place = this.#next();
    const size = piece.bytes.length;
    this.#weight += size;
    memory.held += size;
    const stored = receiver.receiveOne(piece.bytes, caller).then((answer) => {
      this.#weight -= size;
      memory.held -= size;
      this.#tell(place, answer);
    });
    const settled = stored.finally(() => this.#underWay.delete(settled));
    this.#underWay.add(settled);
    while (this.#underWay.size >= MOST_UNDER_WAY || this.#weight > HEAVIEST_UNDER_WAY) await Promise.race(this.#underWay);
  }

  async answer(note: string | null, isTooLarge = this.#isTooLarge, worst?: Answer['code']): Promise<BatchAnswer> {
    await Promise.all(this.#underWay);
    const { receiver } = this.#plan;
    const code = worst ?? (['AE', 'AR'] as const).find((each) => this.#counts[each] > 0) ?? 'AA';
    const [only] = this.#told;
    if (this.#taken === 0 && note === null) return { ...receiver.decline(new Uint8Array(), 'Nothing was sent but white space. Send one HL7 v2 message.', 'AR'), isTooLarge };
    if (this.#taken === 0) return { ...receiver.decline(new Uint8Array(), `Nothing was stored: ${note}.`, isTooLarge ? 'AR' : 'AE'), isTooLarge };
    if (this.#taken === 1 && note === null && only !== undefined) return { text: only, code, isTooLarge };
    const told = this.#told.filter((text) => text !== '');
    const { AA, AR, AE } = this.#counts;
    const untold = told.length < this.#taken ? `accepted ${AA}, refused ${AR}, to be sent again ${AE}; of the accepted not all are listed` : null;
    const comment = [untold, note].filter((each) => each !== null).join('; ');
    return { text: `BHS|^~\\&\r${told.join('')}BTS|${this.#taken}${comment === '' ? '' : `|${escapeHl7(comment)}`}\r`, code, isTooLarge };
  }

  #taken = 0;
  #listed = 0;

  /** The place of the next answer: answers come in the order of the messages. */
  #next(): number {
    this.#taken++;
    this.#told.push('');
    return this.#told.length - 1;
  }

  #tell(place: number, { text, code }: Answer): void {
    this.#counts[code]++;
    if (code === 'AA' && this.#listed >= MOST_TOLD) return;
    this.#listed++;
    this.#told[place] = text;
  }
}
