import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { CieError } from '@cie/kit/errors.ts';
import type { BatchLimits } from '../hl7-batch.ts';
import type { MemoryAccount } from '../mllp-connection.ts';

/** Requests under way at once, over all senders: each holds its whole body. */
const MOST_AT_ONCE = 128;
/** Of these, those of one sender that proved itself: one trust's backlog must not keep the others out. */
const MOST_OF_ONE = 32;

/** Too much on the way in; Fastify answers an error by its status. */
class IntakeFull extends CieError {
  readonly statusCode = 503;
}

/** What comes in over /fhir at one time, in one account of memory with /hl7 and the MLLP ports (abuse cases 46 and 61). */
export class FhirIntake {
  readonly #memory: MemoryAccount;
  readonly #limits: Pick<BatchLimits, 'memoryBytes'>;
  readonly #bySender = new Map<string | null, number>();
  readonly #held = new WeakMap<IncomingMessage, { bytes: number; over: boolean }>();
  #underWay = 0;

  constructor(memory: MemoryAccount, limits: Pick<BatchLimits, 'memoryBytes'>) {
    this.#memory = memory;
    this.#limits = limits;
  }

  /** Takes a request in until it is answered or its connection ends; false when there are too many. `sender` is null for one not proved. */
  enter(request: IncomingMessage, response: ServerResponse, sender: string | null): boolean {
    const ofSender = this.#bySender.get(sender) ?? 0;
    if (this.#underWay >= MOST_AT_ONCE || (sender !== null && ofSender >= MOST_OF_ONE) || this.#memory.held > this.#limits.memoryBytes) return false;
    this.#underWay++;
    this.#bySender.set(sender, ofSender + 1);
    const held = { bytes: 0, over: false };
    this.#held.set(request, held);
    const leave = (): void => {
      if (held.over) return;
      held.over = true;
      this.#underWay--;
      this.#memory.held -= held.bytes;
      const left = (this.#bySender.get(sender) ?? 1) - 1;
      if (left > 0) this.#bySender.set(sender, left);
      else this.#bySender.delete(sender);
    };
    response.once('close', leave).once('finish', leave);
    return true;
  }

  /** The body of a request that was taken in, counted as it comes. Fails with status 503 when all together hold too much. */
  count(request: IncomingMessage, body: Readable): Readable {
    const held = this.#held.get(request);
    if (held === undefined) return body;
    const counter = new Transform({
      transform: (part: Buffer, _encoding, done) => {
        if (!held.over) {
          held.bytes += part.length;
          this.#memory.held += part.length;
        }
        if (this.#memory.held > this.#limits.memoryBytes) return done(new IntakeFull('INTAKE_FULL', 'Too much comes in at once.'));
        return done(null, part);
      },
    });
    body.once('error', (error) => counter.destroy(error));
    body.once('close', () => {
      if (!counter.writableEnded) counter.destroy(new CieError('INTAKE_BROKEN', 'A request broke off.'));
    });
    return body.pipe(counter);
  }
}
