import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';

const stampOf = (root) => join(root, 'node_modules', '.cie-installed');

/** npm writes this list last: a package of the lock file that it lacks, or has in another version, is not installed. */
function matchesWhatNpmInstalled(root, lock) {
  const written = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  const installed = JSON.parse(readFileSync(written, 'utf8')).packages;
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    if (found === undefined) return wanted.optional === true || wanted.peer === true;
    return wanted.link === true ? found.link === true : found.version === wanted.version;
  });
}

function isInstalled(root, lock, hash) {
  const stamp = stampOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  if (!matchesWhatNpmInstalled(root, lock)) return false;
  writeFileSync(stamp, hash);
  return true;
}

function runNpm(root) {
  // Install scripts of packages stay off, also with an npm that does not know "allowScripts".
  const flags = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: 'inherit' };
  return npm === undefined
    ? spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' })
    : spawnSync(process.execPath, [npm, ...flags], options);
}

/** Installs exactly what package-lock.json names, when node_modules is missing or from another lock file. */
export async function install(root, say) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (isInstalled(root, lock, hash)) return;
  await withLock(root, 'install', say, () => {
    if (isInstalled(root, lock, hash)) return;
    say('installing packages (npm ci); this happens once for each package-lock.json and takes about half a minute');
    const result = runNpm(root);
    if (result.status !== 0) {
      throw new Error('npm ci failed; its message is above. Most often the package registry cannot be reached: check the network and start again.');
    }
    writeFileSync(stampOf(root), hash);
  });
}
