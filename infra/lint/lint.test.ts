import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Finding {
  filename: string;
  code: string;
}

/** One file for each rule that must fire: path, content, rule. */
const offences: [path: string, content: string, rule: string][] = [
  ['subgraphs/results/store/a.ts', "import '@cie/sharing/start';", 'cie(boundaries)'],
  ['subgraphs/results/store/b.ts', "export * from '../../identity/start.ts';", 'cie(boundaries)'],
  ['subgraphs/results/store/c.ts', "export const later = import('@cie/gateway/server/start-gateway.ts');", 'cie(boundaries)'],
  ['subgraphs/results/domain/d.ts', "import { Entity } from 'typeorm';\nexport const kept = Entity;", 'cie(boundaries)'],
  ['subgraphs/results/domain/e.ts', "import { Field } from 'type-graphql';\nexport const kept = Field;", 'cie(boundaries)'],
  ['subgraphs/results/domain/o.ts', "export type Kept = import('typeorm').EntityManager;", 'cie(boundaries)'],
  ['subgraphs/kit/f.ts', "import '@cie/results/start';", 'cie(boundaries)'],
  ['frontends/results/g.ts', "import '@cie/kit/names.ts';", 'cie(boundaries)'],
  ['frontends/results/h.ts', "import '../../gateway/graph/graph.ts';", 'cie(boundaries)'],
  ['gateway/graph/i.ts', "import '@cie/web-kit/base.ts';", 'cie(boundaries)'],
  ['frontends/results/j.ts', "import { unsafeHTML } from 'lit/directives/unsafe-html.js';\nexport const kept = unsafeHTML;", 'eslint(no-restricted-imports)'],
  ['frontends/results/k.ts', "import { html } from 'lit';\nexport const kept = html`<p ${'a'}=${'b'}></p>`;", 'lit(binding-positions)'],
  ['gateway/graph/l.ts', 'export const kept = (value: any): unknown => value;', 'typescript(no-explicit-any)'],
  ['gateway/graph/m.ts', 'export const kept = (value: string | null): string => value!;', 'typescript(no-non-null-assertion)'],
  ['gateway/graph/n.ts', 'const later = async (): Promise<void> => undefined;\nlater();', 'typescript(no-floating-promises)'],
];

describe('lint rules of this house fire', () => {
  const clone = mkdtempSync(join(tmpdir(), 'cie-lint-'));
  let findings: Finding[] = [];

  beforeAll(() => {
    for (const path of ['.oxlintrc.json', 'tsconfig.base.json', 'infra/lint']) cpSync(join(root, path), join(clone, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    writeFileSync(join(clone, 'tsconfig.json'), '{ "extends": "./tsconfig.base.json", "include": ["gateway"] }');
    for (const [path, content] of offences) {
      mkdirSync(join(clone, dirname(path)), { recursive: true });
      writeFileSync(join(clone, path), `${content}\n`);
    }
    const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=json', 'gateway', 'subgraphs', 'frontends'], {
      cwd: clone,
      encoding: 'utf8',
    });
    // The shape of oxlint's own report, in the version that package-lock.json pins.
    findings = (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
  }, 30_000);

  afterAll(() => rmSync(clone, { recursive: true }));

  it.each(offences)('%s: %s', (path, _content, rule) => {
    expect(findings.filter(({ filename }) => filename === path).map(({ code }) => code)).toContain(rule);
  });
});
