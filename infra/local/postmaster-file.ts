import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, isAlive } from './processes.ts';

/** The first line of postmaster.pid is the server's process id, the eighth its state (PostgreSQL, utils/pidfile.h). */
const stateLine = 7;

function linesOf(folder: string): string[] {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Whether the server with this process id says that it accepts connections. */
export function isReady(folder: string, pid: number): boolean {
  const lines = linesOf(folder);
  return Number(lines[0]) === pid && lines[stateLine]?.trim() === 'ready';
}

/**
 * Clears what a killed exchange left behind: stops a PostgreSQL that outlived it, and removes a postmaster.pid whose
 * process id now belongs to a stranger (common in containers), which PostgreSQL itself would take for a running server.
 */
export async function clearLeftovers(folder: string): Promise<void> {
  const pid = Number(linesOf(folder)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isAlive(pid) && commandLine(pid).includes(folder)) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 50) await sleep(50);
    if (isAlive(pid)) throw new Error(`A PostgreSQL left from before (process ${pid}) does not stop: end it and start again.`);
  }
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}
