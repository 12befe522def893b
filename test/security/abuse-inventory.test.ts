import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Who may see what: rows of the list of abuse cases that every change of sharing has to leave standing. */
const cases = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 22, 24, 25, 26, 27, 28, 29, 30, 62, 63];

/** Numbers of abuse cases in the titles of a test file: "abuse case 17", "(abuse cases 4, 11)", "abuse case 7, day 27" names one. */
export function casesNamedIn(source: string): number[] {
  const code = source.split('\n').filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line)).join('\n');
  return [...code.matchAll(/abuse cases? (\d+(?:(?:, | and )\d+)*)/gi)].flatMap(([, numbers = '']) => numbers.split(/, | and /).map(Number));
}

describe('abuse cases of who may see what', () => {
  const files = globSync('{gateway,subgraphs,frontends,infra,test}/**/*.test.ts', { cwd: root, exclude: (name) => name.includes('node_modules') });
  const named = Map.groupBy(files.flatMap((file) => [...new Set(casesNamedIn(readFileSync(join(root, file), 'utf8')))].map((number) => ({ number, file }))), ({ number }) => number);

  it.each(cases)('case %i is the title of a test', (number) => {
    expect((named.get(number) ?? []).filter(({ file }) => !file.endsWith('abuse-inventory.test.ts'))).not.toEqual([]);
  });

  it('reads titles, not remarks', () => {
    expect(casesNamedIn("  it('x (abuse cases 4, 11)', async () => {\n  // abuse case 12\n * abuse case 13\n  describe('Abuse case 17 and 18')")).toEqual([4, 11, 17, 18]);
  });
});
