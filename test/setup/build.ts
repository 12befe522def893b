import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folder of the built web parts: CIE_WEB_DIR, or what the launcher builds from the present sources (nothing when it is up to date). */
export function webDir(): string {
  const given = process.env['CIE_WEB_DIR'];
  if (given !== undefined) return given;
  const done = spawnSync(process.execPath, [join(root, 'infra/local/launch.mjs'), 'build'], { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`The build failed:\n${done.stdout}${done.stderr}`);
  const cache = join(root, 'node_modules/.cache/cie');
  // The launcher marks the build it uses with the present time.
  const [newest] = readdirSync(cache)
    .filter((name) => !name.startsWith('unfinished-'))
    .map((name) => join(cache, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  if (newest === undefined) throw new Error('The launcher left no build.');
  return join(newest, 'web');
}
