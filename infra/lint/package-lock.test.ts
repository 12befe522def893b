import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  optionalDependencies?: Record<string, string>;
}

// Written by npm, which reads it back in the same shape.
const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as { packages: Record<string, Locked> };
const locked = Object.keys(lock.packages);

const isLocked = (dependency: string): boolean => locked.some((path) => path === `node_modules/${dependency}` || path.endsWith(`/node_modules/${dependency}`));

// npm leaves a platform's binary out when the registry does not have it, and `npm ci` then refuses the whole file, everywhere.
describe('package-lock.json holds the binaries of every platform', () => {
  it('names each optional dependency of each package', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((dependency) => !isLocked(dependency))
        .map((dependency) => `${path} → ${dependency}`),
    );
    expect(missing).toEqual([]);
  });
});
