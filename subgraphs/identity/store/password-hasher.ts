import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { CieError } from '@cie/kit/errors.ts';

/** What one argon2id costs: memory in KiB, passes over it, lanes (RFC 9106, section 3.1). */
export interface Argon2Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The least that OWASP's Password Storage Cheat Sheet recommends for argon2id: 19 MiB, 2 passes, 1 lane. */
export const passwordCost: Argon2Cost = { memory: 19_456, passes: 2, parallelism: 1 };

const saltBytes = 16;
const tagBytes = 32;
/** Texts that may wait. At some 30 ms each the last of them waits about three seconds; beyond that, refusing is kinder. */
const mostWaiting = 100;
/** On a slow or busy machine fewer may wait: milliseconds after which nobody would still be looking. */
const longestWait = 8000;
/** What one hash is taken to last before the first was measured. */
const usualTime = 30;

export interface Argon2Task extends Argon2Cost {
  readonly id: number;
  readonly message: string;
  readonly salt: Uint8Array;
  readonly length: number;
}

export interface Argon2Answer {
  readonly id: number;
  readonly tag: Uint8Array;
}

/** Slow hashes for what people choose themselves: passwords, security answers. */
export interface PasswordHasher {
  /** A hash to keep, in the PHC string format, with a salt of its own. Throws BUSY. */
  hash(text: string): Promise<string>;
  /**
   * Whether `text` is what `stored` was made of. With null, for an account that does not exist, it takes as long as with a
   * hash and answers no (abuse case 38). Throws BUSY.
   */
  verify(text: string, stored: string | null): Promise<boolean>;
  /** Whether a stored hash was made at another cost than today's, so that it is made anew when the text is at hand. */
  isOutdated(stored: string): boolean;
  close(): Promise<void>;
}

interface Waiting {
  readonly task: Argon2Task;
  resolve(tag: Buffer): void;
  reject(error: Error): void;
}

/**
 * Starts the one thread that hashes. One at a time, by design: a hundred sign-ins at once then cost 19 MiB and one low
 * priority thread, not 2 GiB and every processor.
 */
export function createPasswordHasher(cost: Argon2Cost = passwordCost): PasswordHasher {
  const queue: Waiting[] = [];
  let worker: Worker | null = null;
  let closed = false;
  let lastId = 0;
  let begun = 0;
  let average = usualTime;

  /** The thread died: who waits is told, and the next text gets a new one. */
  const failAll = (cause: unknown): void => {
    worker = null;
    for (const waiting of queue.splice(0)) waiting.reject(new CieError('HASHING_FAILED', 'This cannot be checked right now. Try again in a moment.', { cause }));
  };

  const startWorker = (): Worker => {
    // Beside this file under both names: as TypeScript in tests, as an entry of its own in the server's bundle.
    const started = new Worker(new URL(`argon2-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));
    started.on('message', (answer: Argon2Answer) => {
      const done = queue.shift();
      // A moving average over about the last ten.
      average += (performance.now() - begun - average) / 10;
      if (done?.task.id === answer.id) done.resolve(Buffer.from(answer.tag));
      next();
    });
    started.on('error', failAll);
    // A program that has nothing else to do may end; a pending hash keeps the worker's port busy until then.
    started.unref();
    return started;
  };

  const next = (): void => {
    const waiting = queue[0];
    if (waiting === undefined) {
      worker?.unref();
      return;
    }
    worker ??= startWorker();
    worker.ref();
    begun = performance.now();
    worker.postMessage(waiting.task);
  };

  const compute = (message: string, salt: Uint8Array, length: number, { memory, passes, parallelism }: Argon2Cost): Promise<Buffer> => {
    if (closed) return Promise.reject(new CieError('HASHING_FAILED', 'The exchange is stopping. Try again in a moment.'));
    if (queue.length > mostWaiting || queue.length * average > longestWait) return Promise.reject(new CieError('BUSY', 'Many people are signing in right now. Try again in a minute.'));
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    lastId += 1;
    queue.push({ task: { id: lastId, message, salt, length, memory, passes, parallelism }, resolve, reject });
    if (queue.length === 1) next();
    return promise;
  };

  // Stands in for the hash of an account that does not exist.
  const nobody = { cost, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) };

  return {
    hash: async (text) => {
      const salt = randomBytes(saltBytes);
      return writePhc({ cost, salt, tag: await compute(spelled(text), salt, tagBytes, cost) });
    },
    verify: async (text, stored) => {
      const kept = stored === null ? nobody : readPhc(stored);
      const tag = await compute(spelled(text), kept.salt, kept.tag.length, kept.cost);
      return timingSafeEqual(tag, kept.tag) && stored !== null;
    },
    isOutdated: (stored) => {
      const kept = readPhc(stored).cost;
      return kept.memory !== cost.memory || kept.passes !== cost.passes || kept.parallelism !== cost.parallelism;
    },
    close: async () => {
      closed = true;
      const ending = worker;
      failAll(null);
      await ending?.terminate();
    },
  };
}

/** Keyboards send one letter in more than one way; the person means the same (NIST SP 800-63B, 5.1.1.2). */
function spelled(text: string): string {
  return text.normalize('NFKC');
}

interface KeptHash {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** PHC string format, the form in which argon2 hashes travel: standard base64 without padding. */
function writePhc({ cost, salt, tag }: KeptHash): string {
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(salt)}$${text(tag)}`;
}

function readPhc(stored: string): KeptHash {
  const [, memory, passes, parallelism, salt = '', tag = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored) ?? [];
  if (tag === '') throw new CieError('HASH_UNREADABLE', 'A stored hash is not in the form that the exchange writes.');
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
