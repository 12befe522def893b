export interface FilePart {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/** Cuts a stream into parts of one size, the last one shorter, and says which is the last. Holds no more than two parts; none for an empty stream. */
export async function* inParts(stream: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<FilePart, undefined> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    length += chunk.byteLength;
    // One byte more than a part: then this one is not the last.
    while (length > size) {
      const whole = Buffer.concat(held);
      yield { bytes: whole.subarray(0, size), last: false };
      held = [whole.subarray(size)];
      length -= size;
    }
  }
  if (length > 0) yield { bytes: Buffer.concat(held), last: true };
  return undefined;
}
