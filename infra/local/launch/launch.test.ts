import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hashSources } from './build.mjs';
import { withLock } from './lock.mjs';
import { satisfies } from './runtime.mjs';

const quiet = (): undefined => undefined;

describe('launcher: which Node runs the exchange', () => {
  it.each([
    ['26.0.0', true],
    ['26.10.1', true],
    ['27.0.0', true],
    ['25.99.9', false],
    ['20.20.2', false],
  ])('%s satisfies >=26.0.0: %s', (version, expected) => {
    expect(satisfies(version, '>=26.0.0')).toBe(expected);
  });

  it('refuses a range that it would misread', () => {
    expect(() => satisfies('26.0.0', '^26')).toThrow('"engines"');
  });
});

describe('launcher: when there is something to build', () => {
  it('sees each change of a source, and none of a test', () => {
    const root = mkdtempSync(join(tmpdir(), 'cie-launch-'));
    for (const folder of ['gateway', 'subgraphs/kit', 'frontends', 'infra']) mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['package-lock.json', 'package.json', 'tsconfig.base.json', 'gateway/a.ts']) writeFileSync(join(root, file), '1');
    const first = hashSources(root);

    writeFileSync(join(root, 'gateway/a.test.ts'), 'test');
    expect(hashSources(root)).toBe(first);
    writeFileSync(join(root, 'gateway/a.ts'), '2');
    expect(hashSources(root)).not.toBe(first);
    writeFileSync(join(root, 'gateway/a.ts'), '1');
    expect(hashSources(root)).toBe(first);
    cpSync(join(root, 'gateway/a.ts'), join(root, 'gateway/b.ts'));
    expect(hashSources(root)).not.toBe(first);
    rmSync(root, { recursive: true });
  });
});

describe('launcher: two starts at once', () => {
  it('do the same work one after the other', async () => {
    const root = crypto.randomUUID();
    const steps: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      steps.push(`${name} begins`);
      await sleep(50);
      steps.push(`${name} ends`);
    };
    await Promise.all([withLock(root, 'test', quiet, work('first')), withLock(root, 'test', quiet, work('second'))]);
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('leave no lock behind when the work fails', async () => {
    const root = crypto.randomUUID();
    const failing = withLock(root, 'test', quiet, () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    expect(await withLock(root, 'test', quiet, () => 'done')).toBe('done');
  });
});
