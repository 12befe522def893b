import { afterAll, describe, expect, it } from 'vitest';
import { createPasswordHasher, passwordCost } from './password-hasher.ts';

const hasher = createPasswordHasher();
const cheap = createPasswordHasher({ memory: 64, passes: 1, parallelism: 1 });

afterAll(async () => {
  await Promise.all([hasher.close(), cheap.close()]);
});

describe('REG-7 argon2id', () => {
  it('verifies what it hashed, writes the cost of today and never the text', async () => {
    const stored = await hasher.hash('violin otter quarry');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.verify('violin otter quarry', stored)).toBe(true);
    expect(await hasher.verify('violin otter quarrx', stored)).toBe(false);
    expect(await hasher.hash('violin otter quarry'), 'a salt of its own').not.toBe(stored);
  });

  it('takes one letter for the same however a keyboard sends it', async () => {
    const stored = await cheap.hash('Zoë and the otter');
    expect(await cheap.verify('Zoe\u0308 and the otter', stored)).toBe(true);
  });

  it('answers no for an account that does not exist, at the same cost', async () => {
    expect(await hasher.verify('violin otter quarry', null)).toBe(false);
  });

  it('knows a hash of another cost, and verifies it all the same', async () => {
    const old = await cheap.hash('violin otter quarry');
    expect(hasher.isOutdated(old)).toBe(true);
    expect(await hasher.verify('violin otter quarry', old)).toBe(true);
    expect(hasher.isOutdated(await hasher.hash('x'))).toBe(false);
  });

  it('agrees with the reference implementation on a known hash', async () => {
    // argon2 (the reference program, version 20190702): echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
    const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await hasher.verify('password', reference)).toBe(true);
  });

  it('refuses a stored text of any other form', async () => {
    await expect(hasher.verify('x', '$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA')).rejects.toMatchObject({ code: 'HASH_UNREADABLE' });
  });

  it('abuse case 42: refuses the 102nd text at once, and has room again when the queue is done', async () => {
    const all = await Promise.allSettled(Array.from({ length: 110 }, () => cheap.verify('flood', null)));
    const refused = all.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(9);
    expect(refused.every((each) => each.reason instanceof Error && 'code' in each.reason && each.reason.code === 'BUSY')).toBe(true);
    expect(await cheap.verify('flood', null)).toBe(false);
  });

  it('leaves this thread free while it hashes', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 10 }, () => hasher.verify('violin', null)));
    clearInterval(ticking);
    expect(turns, `turns of the event loop during ten hashes of ${passwordCost.memory} KiB`).toBeGreaterThan(20);
  });

  it('tells who waits when it closes', async () => {
    const short = createPasswordHasher();
    const [waiting] = await Promise.allSettled([short.verify('x', null), short.close()]);
    expect(waiting).toMatchObject({ status: 'rejected', reason: { code: 'HASHING_FAILED' } });
    await expect(short.hash('x')).rejects.toMatchObject({ code: 'HASHING_FAILED' });
  });
});
