import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';

const sourceFolders = ['gateway', 'subgraphs', 'frontends', 'infra'];
const sourceFiles = ['package-lock.json', 'package.json', 'tsconfig.base.json'];
const buildsKept = 6;

/** Tests and prose are not built: changing them costs no build. */
const isSource = (name) => !name.endsWith('.test.ts') && !name.endsWith('.md');

function* filesIn(root, folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* filesIn(root, path);
    else if (entry.isFile() && isSource(entry.name)) yield path;
  }
}

/** One name for everything a build is made of: path and content of each source file. */
export function hashSources(root) {
  const hash = createHash('sha256');
  for (const path of [...sourceFiles, ...sourceFolders.flatMap((folder) => [...filesIn(root, folder)])]) {
    hash.update(`${path}\0`).update(createHash('sha256').update(readFileSync(join(root, path))).digest());
  }
  return hash.digest('hex').slice(0, 20);
}

function removeOldBuilds(cache) {
  const builds = readdirSync(cache)
    .map((name) => join(cache, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of builds.slice(buildsKept)) rmSync(old, { recursive: true, force: true });
}

/** Folder of the build of the present sources; made with Vite when there is none yet. */
export async function build(root, node, say) {
  const cache = join(root, 'node_modules', '.cache', 'cie');
  const folder = join(cache, hashSources(root));
  if (!existsSync(folder)) {
    await withLock(root, 'build', say, () => {
      if (existsSync(folder)) return;
      say('building (Vite)');
      mkdirSync(cache, { recursive: true });
      // Made beside its place and renamed, so that a build cut short is never taken for a whole one.
      const unfinished = mkdtempSync(join(cache, 'unfinished-'));
      const result = spawnSync(node, [join(root, 'infra/local/build.ts'), unfinished], { cwd: root, stdio: 'inherit' });
      if (result.status !== 0) {
        rmSync(unfinished, { recursive: true, force: true });
        throw new Error('The build failed; the message is above.');
      }
      renameSync(unfinished, folder);
      removeOldBuilds(cache);
    });
  }
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}
