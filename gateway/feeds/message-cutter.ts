import { splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';

const FIRST_CAPACITY = 64 * 1024;
/** Line ends and blanks after a message do not count for its size. */
const SLACK = 1024;
/** What tells who sent a message. */
const HEAD = 4096;

export type CutPiece =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** A message grew over the limit; `bytes` is its beginning, the rest is dropped. */
  | { readonly kind: 'oversized'; readonly bytes: Uint8Array };

/**
 * Cuts a stream into messages as `splitMessages` cuts a whole file, holding no more than one message at a time (abuse case 61). A
 * line that begins with MSH ends what came before it: nothing that parts messages reaches over that.
 */
export class MessageCutter {
  readonly #maxBytes: number;
  #buffer = Buffer.alloc(0);
  #size = 0;
  /** Up to here no message begins but the first. */
  #searched = 0;
  #dropping = false;
  #wide: boolean | null = null;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of memory held for the unfinished message. */
  get held(): number {
    return this.#buffer.length;
  }

  /** Messages that this part of the stream ends. */
  *push(part: Uint8Array): Generator<CutPiece> {
    // In bounded steps, so that one large part costs no more memory than many small ones.
    for (let at = 0; at < part.length; at += FIRST_CAPACITY) {
      this.#append(part.subarray(at, at + FIRST_CAPACITY));
      this.#wide ??= this.#size < 2 ? null : isWide(this.#buffer);
      for (let next = this.#nextBeginning(); next > 0; next = this.#nextBeginning()) yield* this.#cut(next);
      if (this.#size > this.#maxBytes + SLACK) {
        if (!this.#dropping) yield { kind: 'oversized', bytes: Buffer.from(this.#buffer.subarray(0, HEAD)) };
        this.#drop();
      }
    }
  }

  /** What is left when the stream has ended. */
  *end(): Generator<CutPiece> {
    yield* this.#cut(this.#size);
  }

  *#cut(end: number): Generator<CutPiece> {
    if (!this.#dropping) {
      for (const piece of splitMessages(this.#buffer.subarray(0, end))) {
        // A copy: the buffer goes on to other messages.
        if (piece.length <= this.#maxBytes) yield { kind: 'message', bytes: Buffer.from(piece) };
        else yield { kind: 'oversized', bytes: Buffer.from(piece.subarray(0, HEAD)) };
      }
    }
    this.#dropping = false;
    this.#buffer.copyWithin(0, end, this.#size);
    this.#size -= end;
    this.#searched = 0;
  }

  /** Where the next message begins, or -1 while none does. UTF-16 is one message, as it is for `splitMessages`. */
  #nextBeginning(): number {
    if (this.#wide !== false) return -1;
    for (let at = this.#find(Math.max(1, this.#searched)); at > 0; at = this.#find(at + 1)) {
      const start = lineStart(this.#buffer, at);
      if (start > 0) {
        this.#searched = at;
        return start;
      }
    }
    // "MSH" may be cut in two by the end of this part.
    this.#searched = Math.max(0, this.#size - 2);
    return -1;
  }

  #find(from: number): number {
    return this.#buffer.subarray(0, this.#size).indexOf('MSH', from, 'latin1');
  }

  /** Keeps only what a beginning that is not complete may need: blanks or a byte order mark, and "MS". */
  #drop(): void {
    const kept = Math.min(this.#size, 64);
    this.#buffer = Buffer.from(this.#buffer.subarray(this.#size - kept, this.#size));
    this.#size = kept;
    this.#searched = 0;
    this.#dropping = true;
  }

  #append(part: Uint8Array): void {
    const size = this.#size + part.length;
    if (size > this.#buffer.length) {
      const grown = Buffer.alloc(Math.max(FIRST_CAPACITY, Math.min(this.#buffer.length * 2, this.#maxBytes + FIRST_CAPACITY), size));
      this.#buffer.copy(grown, 0, 0, this.#size);
      this.#buffer = grown;
    }
    this.#buffer.set(part, this.#size);
    this.#size = size;
  }
}

/** Where the line begins whose first characters are at `at`, blanks and a byte order mark before them counted in; -1 inside a line. */
function lineStart(buffer: Buffer, at: number): number {
  let before = at - 1;
  while (before >= 0 && (buffer[before] === 0x20 || buffer[before] === 0x09)) before--;
  if (before >= 2 && buffer[before] === 0xbf && buffer[before - 1] === 0xbb && buffer[before - 2] === 0xef) before -= 3;
  return before >= 0 && LINE_ENDS.has(buffer[before] ?? 0) ? before + 1 : -1;
}

/** LF, VT, CR and FS. */
const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0b, 0x0d, 0x1c]);

function isWide(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
