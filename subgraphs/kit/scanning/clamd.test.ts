import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeScanner, type Behaviour, type FakeScanner } from '../testing/fake-scanner.ts';
import { clamdScan } from './clamd.ts';

let scanner: FakeScanner;
beforeAll(async () => {
  scanner = await startFakeScanner();
});
afterAll(() => scanner.close());

async function* parts(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await sleep(1);
    yield Buffer.from(text);
  }
}

const scanned = (behaviour: Behaviour, ...texts: readonly string[]) => {
  scanner.behaviour = behaviour;
  return clamdScan(scanner.address)(parts(...texts));
};

describe('DOC-2 ClamAV over a socket (clamd, INSTREAM)', () => {
  it('is sent the file as it is', async () => {
    expect(await scanned({ answers: 'stream: OK' }, 'one', 'two')).toBe('clean');
    expect(scanner.received.toString()).toBe('onetwo');
  });

  it.each<[Behaviour, string]>([
    [{ answers: 'stream: OK' }, 'clean'],
    [{ answers: 'stream: Win.Test.EICAR_HDB-1 FOUND' }, 'infected'],
    [{ answers: 'INSTREAM size limit exceeded. ERROR' }, 'too-large'],
    [{ cutsOffAt: 12, answers: 'INSTREAM size limit exceeded. ERROR' }, 'too-large'],
  ])('abuse case 52: %j means %s', async (behaviour, verdict) => expect(await scanned(behaviour, 'one', 'two', 'three')).toBe(verdict));

  it.each<[Behaviour]>([['hangs-up'], ['hangs-up-early'], [{ answers: 'stream: lstat() failed ERROR' }], [{ answers: 'OK' }], [{ answers: 'stream: OK, or so' }], [{ answers: '' }]])(
    'abuse case 52: %j says nothing about the file', async (behaviour) => {
      await expect(scanned(behaviour, 'one', 'two')).rejects.toMatchObject({ code: 'SCANNER_UNAVAILABLE' });
    });

  it('abuse case 52: nor does a scanner that is not there', async () => {
    for (const address of ['127.0.0.1:1', '/nowhere/clamd.sock']) await expect(clamdScan(address)(parts('one'))).rejects.toMatchObject({ code: 'SCANNER_UNAVAILABLE' });
  });

  it('and a file that cannot be read is the file’s own fault', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one');
      throw new Error('unreadable');
    }
    scanner.behaviour = { answers: 'stream: OK' };
    await expect(clamdScan(scanner.address)(broken())).rejects.toMatchObject({ code: 'SCANNER_UNAVAILABLE' });
  });
});
