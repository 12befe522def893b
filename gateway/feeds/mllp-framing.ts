/** MLLP (HL7 transport specification, release 1): start block VT, message, end block FS, CR. */
const VT = 0x0b;
const FS = 0x1c;

/** Bytes of garbage before a start block after which a peer is no MLLP sender. */
const MOST_OUTSIDE = 4096;
const FIRST_CAPACITY = 4096;

export type FrameEvent =
  | { readonly kind: 'frame'; readonly bytes: Buffer }
  /** The frame grew over the limit; `bytes` is its beginning. */
  | { readonly kind: 'oversized'; readonly bytes: Buffer }
  /** So much came without a start block that the peer does not speak MLLP. */
  | { readonly kind: 'unframed'; readonly bytes: Buffer };

/**
 * Cuts a stream of packets into frames: several in one packet, one over many packets. Bytes are copied into one
 * growing buffer, because keeping every packet would let a sender of single bytes hold a hundred times its size.
 * The CR after FS is not waited for: some senders leave it out, and FS cannot occur in a message.
 */
export class MllpFraming {
  readonly #maxBytes: number;
  #buffer = Buffer.alloc(0);
  #size = 0;
  #inside = false;
  #outside = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A frame has begun and not ended. */
  get isInside(): boolean {
    return this.#inside;
  }

  /** Bytes of memory held for the unfinished frame. */
  get held(): number {
    return this.#buffer.length;
  }

  /** The beginning of the unfinished frame, enough for its MSH segment. */
  get head(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, Math.min(this.#size, FIRST_CAPACITY)));
  }

  /** Frames that this packet completes. After `oversized` or `unframed` nothing more may be pushed. */
  *push(packet: Buffer): Generator<FrameEvent> {
    let at = 0;
    while (at < packet.length) {
      if (!this.#inside) {
        const start = packet.indexOf(VT, at);
        const skipped = packet.subarray(at, start < 0 ? undefined : start);
        this.#outside = start < 0 ? this.#outside + countGarbage(skipped) : 0;
        if (this.#outside > MOST_OUTSIDE) yield { kind: 'unframed', bytes: skipped.subarray(0, FIRST_CAPACITY) };
        if (start < 0) return;
        this.#inside = true;
        at = start + 1;
      }
      const end = packet.indexOf(FS, at);
      if (!this.#append(packet.subarray(at, end < 0 ? undefined : end))) {
        yield { kind: 'oversized', bytes: this.head };
        return;
      }
      if (end < 0) return;
      // A sender that broke off and began anew on the same connection: the first part was never acknowledged.
      const restart = this.#buffer.subarray(0, this.#size).lastIndexOf('\u000bMSH');
      yield { kind: 'frame', bytes: Buffer.from(this.#buffer.subarray(restart < 0 ? 0 : restart + 1, this.#size)) };
      this.clear();
      at = end + 1;
    }
  }

  clear(): void {
    this.#buffer = Buffer.alloc(0);
    this.#size = 0;
    this.#inside = false;
  }

  #append(part: Buffer): boolean {
    const size = this.#size + part.length;
    if (size > this.#maxBytes) {
      // What tells who sent it; the rest is dropped.
      if (this.#size === 0) this.#append(part.subarray(0, Math.min(FIRST_CAPACITY, this.#maxBytes)));
      return false;
    }
    if (size > this.#buffer.length) {
      const grown = Buffer.alloc(Math.min(this.#maxBytes, Math.max(FIRST_CAPACITY, this.#buffer.length * 2, size)));
      this.#buffer.copy(grown, 0, 0, this.#size);
      this.#buffer = grown;
    }
    part.copy(this.#buffer, this.#size);
    this.#size = size;
    return true;
  }
}

/** One message as MLLP sends it. */
export function frameMllp(message: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.of(VT), typeof message === 'string' ? Buffer.from(message, 'utf8') : message, Buffer.of(FS, 0x0d)]);
}

function countGarbage(bytes: Buffer): number {
  return bytes.reduce((count, byte) => count + (byte === 0x0d || byte === 0x0a ? 0 : 1), 0);
}
