import { scrypt } from 'node:crypto';
import { CieError } from '@cie/kit/errors.ts';

/** What one try costs: 32 MiB for some 80 ms (RFC 7914). Whoever stole the database pays it for each of 2^60 codes. */
export const slowKeyCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const;
const keyBytes = 32;
/** Codes are random, so that a salt of each one's own would add nothing; this one keeps tables made for other uses useless. */
const salt = 'Care Information Exchange: code of a summary, 1';

/** The key that a code leads to, which takes time and memory on purpose. Throws SUMMARY_BUSY. */
export type SlowKey = (code: string) => Promise<Buffer>;

/**
 * Computes so many keys at once (Node has four threads for this and for much else) and lets so many wait; whoever comes then is told to
 * come back, since an answer after half a minute is none.
 */
export function createSlowKey({ atOnce = 2, mostWaiting = 30 } = {}): SlowKey {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async (code) => {
    if (running < atOnce) running += 1;
    else if (waiting.length < mostWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new CieError('SUMMARY_BUSY', 'Many people open summaries right now. Nothing was used up. Try again in a minute.');
    try {
      return await new Promise<Buffer>((resolve, reject) => scrypt(code, salt, keyBytes, slowKeyCost, (error, key) => (error === null ? resolve(key) : reject(error))));
    } finally {
      // Whoever has waited longest takes the place over.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
