import { randomBytes, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { healthLink, linkLabel, readHealthLink } from './health-link.ts';
import { openPart, sealPart, unwrapKey, wrapKey } from './seal-summary.ts';
import { createSlowKey, slowKeyCost } from './slow-key.ts';
import { inFours, isSecretForm, keysOfCode, keysOfLink, newCode, newSecret, readCode } from './summary-keys.ts';

const slowKey = createSlowKey();
const born = '1951-03-14';

describe('ACS-3 the code of a summary', () => {
  it('is 12 characters of an alphabet of 32: 60 bits, each place as likely any of them', () => {
    const codes = Array.from({ length: 400 }, newCode);
    expect(codes.every((code) => /^[0-9A-HJKMNP-TV-Z]{12}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBe(400);
    for (let place = 0; place < 12; place += 1) expect(new Set(codes.map((code) => code[place])).size).toBe(32);
    expect(inFours('7K3MQ9PX2HTN')).toBe('7K3M-Q9PX-2HTN');
  });

  it.each([
    ['7K3M-Q9PX-2HTN', '7K3MQ9PX2HTN'],
    [' 7k3m q9px – 2htn ', '7K3MQ9PX2HTN'],
    ['OoIi-LlLl-2HTN', '001111112HTN'],
    ['７K3M-Q9PX-2HTN', '7K3MQ9PX2HTN'],
    ['7K3M-Q9PX-2HT', null],
    ['7K3M-Q9PX-2HTNN', null],
    ['7K3M-Q9PX-2HTU', null],
    ['7K3M-Q9PX-2HT!', null],
    ['', null],
  ])('%j is read as %j', (typed, code) => {
    expect(readCode(typed)).toBe(code);
  });

  it('leads to the same keys again, and to others for another code or date', async () => {
    const [one, again, other, later] = await Promise.all([
      keysOfCode(slowKey, '7K3MQ9PX2HTN', born), keysOfCode(slowKey, '7K3MQ9PX2HTN', born), keysOfCode(slowKey, '7K3MQ9PX2HTM', born), keysOfCode(slowKey, '7K3MQ9PX2HTN', '1951-03-15'),
    ]);
    expect(again).toEqual(one);
    expect(other.find.equals(one.find)).toBe(false);
    // It is found whatever date is tried, so that wrong ones count.
    expect(later.find.equals(one.find)).toBe(true);
    expect(later.proof.equals(one.proof)).toBe(false);
    expect(later.wrap.equals(one.wrap)).toBe(false);
    expect(new Set([one.find, one.proof, one.wrap].map((each) => each.toString('hex'))).size).toBe(3);
  });

  it('costs what makes trying all of them hopeless: 32 MiB, read over and over', async () => {
    // RFC 7914: N blocks of 128 r bytes. Another cost gives another key, and codes that were given away would open nothing.
    const asWritten = scryptSync('7K3MQ9PX2HTN', 'Care Information Exchange: code of a summary, 1', 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 });
    expect(asWritten.equals(await slowKey('7K3MQ9PX2HTN'))).toBe(true);
    expect(slowKeyCost).toMatchObject({ N: 2 ** 15, r: 8, p: 1 });
    expect(slowKeyCost.N * slowKeyCost.r * 128).toBe(32 * 2 ** 20);
  });

  it('is computed for so many at once; more wait, and more than that are told to come back', async () => {
    const bounded = createSlowKey({ atOnce: 1, mostWaiting: 2 });
    const answers = await Promise.allSettled(['A', 'B', 'C', 'D', 'E'].map((each) => bounded(each)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(answers[3]).toMatchObject({ reason: { code: 'SUMMARY_BUSY' } });
    await expect(bounded('F')).resolves.toHaveLength(32);
  });
});

describe('ACS-3 the seal of a summary', () => {
  const key = randomBytes(32);

  it('opens with its key, as what it is, and not when anything was changed', async () => {
    const sealed = await sealPart(key, 'page', '<p>x</p>');
    expect(await openPart(key, 'page', sealed)).toBe('<p>x</p>');
    await expect(openPart(key, 'bundle', sealed)).rejects.toThrow('another file');
    await expect(openPart(randomBytes(32), 'page', sealed)).rejects.toThrow('decryption operation failed');
    const parts = sealed.split('.');
    for (const index of [0, 2, 3, 4]) {
      const changed = parts.with(index, (parts[index] ?? '').replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))).join('.');
      await expect(openPart(key, 'page', changed), `part ${index}`).rejects.toThrow(/decryption|JWE|Invalid|Protected Header/);
    }
  });

  it('uses no nonce twice', async () => {
    const nonces = await Promise.all(Array.from({ length: 50 }, async () => (await sealPart(key, 'bundle', '{}')).split('.')[2]));
    expect(new Set(nonces).size).toBe(50);
  });

  it('gives its key to code and date together', async () => {
    const { wrap } = await keysOfCode(slowKey, '7K3MQ9PX2HTN', born);
    const wrapped = wrapKey(wrap, key);
    expect(unwrapKey(wrap, wrapped).equals(key)).toBe(true);
    const { wrap: other } = await keysOfCode(slowKey, '7K3MQ9PX2HTN', '1951-03-15');
    expect(() => unwrapKey(other, wrapped)).toThrow(expect.objectContaining({ code: 'FILE_SEAL_BROKEN' }));
  });
});

describe('ACS-3 a SMART Health Link', () => {
  const address = newSecret();
  const key = randomBytes(32);
  const plan = { ownOrigin: 'https://cie.example', address, key, endsAt: new Date('2026-11-24T00:00:00.900Z') };

  it('is what its specification says, and reads back with and without a page before it', () => {
    const { link, page } = healthLink(plan);
    expect(JSON.parse(Buffer.from(link.replace('shlink:/', ''), 'base64url').toString())).toEqual({
      url: `https://cie.example/shl/${address}`, key: key.toString('base64url'), exp: Date.parse('2026-11-24T00:00:00Z') / 1000, flag: 'P', label: linkLabel,
    });
    expect(page).toBe(`https://cie.example/open-summary#${link}`);
    for (const text of [link, page, ` ${link} `]) expect(readHealthLink(text)).toEqual({ address, key });
    expect(linkLabel.length).toBeLessThanOrEqual(80);
  });

  it.each(['', 'shlink:/', 'shlink:/e30', 'shlink:/eyJ1cmwiOjF9', 'shlink:/!!', `shlink:/${'A'.repeat(1001)}`, 'https://x/#shlink:/bm90IGpzb24', 'xshlink:/e30'])('%s is none of ours', (text) => {
    expect(readHealthLink(text)).toBeNull();
  });

  it('is found by a hash of its address, and proves the date of birth with it', () => {
    const [one, later] = [keysOfLink(address, born), keysOfLink(address, '1951-03-15')];
    expect(one.find.equals(later.find)).toBe(true);
    expect(one.proof.equals(later.proof)).toBe(false);
    expect(one.find.toString('base64url')).not.toBe(address);
    expect(isSecretForm(address)).toBe(true);
    expect(isSecretForm(`${address}x`)).toBe(false);
  });
});
