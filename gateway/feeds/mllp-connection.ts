import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Caller } from './judge-arrival.ts';
import { frameMllp, MllpFraming, type FrameEvent } from './mllp-framing.ts';
import type { Answer, Receiver } from './receiver.ts';

export interface MllpLimits {
  /** Largest message in bytes. */
  readonly maxBytes: number;
  /** How long a begun frame may stand still, and how long answers may go unread, in milliseconds. */
  readonly idleMs: number;
  /** Connections at one time. */
  readonly maxConnections: number;
  /** Bytes that unfinished and unanswered frames of all connections may hold together. */
  readonly memoryBytes: number;
}

/** Bytes held for all connections of one server. */
export interface MemoryAccount {
  held: number;
}

/** What MLLP needs of the receiver. */
export type FrameReceiver = Pick<Receiver, 'receive' | 'decline' | 'idle'>;

export interface MllpService {
  readonly receiver: FrameReceiver;
  readonly limits: MllpLimits;
  readonly memory: MemoryAccount;
  /** What the connection proves of who sends. */
  readonly caller: Caller;
}

/** Frames of one connection that may wait for their answer before it is read no further. */
const MOST_UNANSWERED = 64;
/** How long a closed sender may take to read its last answer, in milliseconds. */
const LINGER_MS = 2000;

/**
 * Serves one MLLP sender: frames are stored as they come and answered in their order, so that a sender may
 * pipeline. Reading pauses while many frames wait, so that memory stays bounded (abuse case 61).
 */
export function serveMllpConnection(socket: Socket, { receiver, limits, memory, caller }: MllpService): void {
  const framing = new MllpFraming(limits.maxBytes);
  let answers: Promise<void> = Promise.resolve();
  let unanswered = 0;
  let closing = false;
  let unfinished = 0;

  const chargeUnfinished = (): void => {
    memory.held += framing.held - unfinished;
    unfinished = framing.held;
  };
  const reply = (answer: Promise<Answer>): void => {
    answers = answers.then(async () => {
      const { text } = await answer;
      if (socket.writable && !socket.write(frameMllp(text))) {
        // A sender that never reads its answers is cut off instead of filling memory with them.
        await once(socket, 'drain', { signal: AbortSignal.timeout(limits.idleMs) });
      }
    }).catch(() => {
      socket.destroy();
    });
  };
  const closeWith = (answer: Answer): void => {
    if (closing) return;
    closing = true;
    framing.clear();
    chargeUnfinished();
    socket.resume();
    reply(Promise.resolve(answer));
    // What still comes is read and dropped: closing with unread bytes would reset the connection before the answer is read.
    void answers.then(() => {
      socket.end();
      setTimeout(() => socket.destroy(), LINGER_MS).unref();
    });
  };
  const take = (event: FrameEvent): void => {
    if (event.kind === 'oversized') return closeWith(receiver.decline(event.bytes, `The message is larger than ${limits.maxBytes} bytes, the most this exchange takes. Split it or raise CIE_MLLP_MAX_BYTES.`));
    if (event.kind === 'unframed') return closeWith(receiver.decline(event.bytes, 'The bytes sent are not framed. Put VT before each message and FS CR after it (MLLP).'));
    unanswered++;
    const size = event.bytes.length;
    memory.held += size;
    const answer = receiver.receive(event.bytes, caller);
    reply(answer);
    void answers.then(() => {
      unanswered--;
      memory.held -= size;
      if (unanswered < MOST_UNANSWERED) socket.resume();
    });
    if (unanswered >= MOST_UNANSWERED) socket.pause();
  };

  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  const unterminated = setTimeout(() => {
    if (framing.isInside) closeWith(receiver.decline(framing.head, `The message was not ended within ${limits.idleMs / 1000} seconds. End each message with FS CR (MLLP) and send it again.`));
  }, limits.idleMs).unref();

  socket.on('data', (packet: Buffer) => {
    if (closing) return;
    unterminated.refresh();
    for (const event of framing.push(packet)) {
      take(event);
      if (closing) return;
    }
    chargeUnfinished();
    if (memory.held > limits.memoryBytes) closeWith(receiver.decline(framing.head, 'The exchange takes in too much at once. Nothing is wrong with the message: send it again later.'));
  });
  socket.on('end', () => {
    if (framing.isInside) closeWith(receiver.decline(framing.head, 'The connection ended inside a message. Send it again, ended with FS CR (MLLP).'));
    else void answers.then(() => socket.end());
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(unterminated);
    framing.clear();
    chargeUnfinished();
  });
}
