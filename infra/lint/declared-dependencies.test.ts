import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  workspaces?: string[];
}

// Our own files, whose shape npm has checked.
const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

const top = manifestOf('.');
/** Tools of the whole repository, which any package's tests and types may use. */
const shared = Object.keys(top.devDependencies ?? {});
const packages = (top.workspaces ?? []).flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root })).map((path) => path.replace(/\/package\.json$/, ''));

const packageName = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

function importedBy(folder: string): string[] {
  const files = globSync(`${folder}/**/*.ts`, { cwd: root, exclude: ['**/node_modules/**'] });
  const specifiers = files.flatMap((file) => [
    ...readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export) (?:[^'"`;]*? from )?'([^'./][^']*)'|\bimport\('([^'./][^']*)'\)/gms),
  ]);
  const names = specifiers.map(([, declared, dynamic]) => packageName(declared ?? dynamic ?? '')).filter((name) => !isBuiltin(name));
  return [...new Set(names)].sort();
}

// npm finds hoisted packages without this, and Nx then does not know that a change reaches them.
describe('every package names in package.json what it imports', () => {
  it.each(packages)('%s', (folder) => {
    const { name, dependencies, devDependencies, optionalDependencies } = manifestOf(folder);
    const declared = new Set([name, ...shared, ...Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })]);
    expect(importedBy(folder).filter((imported) => !declared.has(imported))).toEqual([]);
  });
});
