import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

function parentOf(pid) {
  const stat = `/proc/${pid}/stat`;
  // The name in parentheses may hold anything; the fields behind it are state and parent (proc(5)).
  if (existsSync(stat)) return Number(readFileSync(stat, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[1]);
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Calls `stop` when the npm that started this process is gone. npm runs scripts through a shell, and the shell passes no
 * SIGTERM on: killing npm would otherwise leave the exchange running without anybody to stop it.
 */
export function whenNpmEnds(stop) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const npm = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === npm && isAlive(npm)) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}
