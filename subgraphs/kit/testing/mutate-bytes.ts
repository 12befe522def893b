/** A small generator of numbers below a bound, with a seed (mulberry32), so that a failing case can be run again. */
export function seededGenerator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

/** Up to six random changes to a message: bytes cut out, added, repeated, flipped, delimiters put in. */
export function mutateBytes(bytes: Buffer, pick: (below: number) => number): Buffer {
  let out = bytes;
  for (let change = 1 + pick(6); change > 0; change--) {
    const at = pick(out.length + 1);
    const piece = Buffer.from(out.subarray(pick(out.length + 1)).subarray(0, pick(40)));
    switch (pick(5)) {
      case 0: out = Buffer.concat([out.subarray(0, at), out.subarray(at + pick(20))]); break;
      case 1: out = Buffer.concat([out.subarray(0, at), Buffer.from([pick(256)]), out.subarray(at)]); break;
      case 2: out = Buffer.concat([out.subarray(0, at), piece, out.subarray(at)]); break;
      case 3: out = Buffer.concat([out.subarray(0, at), Buffer.from('|^~\\&\r\n\u000b\u001cMSH""'.slice(pick(11))), out.subarray(at + 1)]); break;
      default: out = Buffer.from(out.map((byte, index) => (index === at ? byte ^ (1 << pick(8)) : byte)));
    }
  }
  return out;
}
