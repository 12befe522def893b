import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Process id in the lock, 0 while its owner has not written it yet. */
function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}

function take(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Runs `work` while no other start in this clone does work of the same name. The lock stands outside the clone because
 * npm ci empties node_modules; one whose owner is gone is broken.
 */
export async function withLock(root, name, say, work) {
  const clone = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `cie-${userInfo().username}-${name}-${clone}.lock`);
  let unowned = 0;
  for (let tries = 0; !take(folder); tries += 1) {
    const pid = ownerOf(folder);
    unowned = pid === 0 ? unowned + 1 : 0;
    if ((pid !== 0 && !isAlive(pid)) || unowned > 20) rmSync(folder, { recursive: true, force: true });
    else {
      if (tries === 0) say(`waiting: another start is doing the same (${name}, process ${pid})`);
      await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
