import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CieError } from '@cie/kit/errors.ts';
import { commandLine, isAlive } from './processes.ts';
import { deleteDataFolder } from './postgres-account.ts';
import { stopLeftover } from './postgres.ts';

const lockFile = (dataDir: string): string => join(dataDir, 'exchange.lock');

/** Process id of the exchange that runs on this data folder, or null. */
export function runningExchange(dataDir: string): number | null {
  if (!existsSync(lockFile(dataDir))) return null;
  const pid = Number(readFileSync(lockFile(dataDir), 'utf8'));
  // After kill -9 the number may belong to a stranger: only a process of this program counts.
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) && commandLine(pid).includes('start.js') ? pid : null;
}

function refuseWhenRunning(dataDir: string): void {
  const pid = runningExchange(dataDir);
  if (pid !== null) {
    throw new CieError('EXCHANGE_RUNNING', `An exchange is already running on ${dataDir} (process ${pid}). Stop it first, or set CIE_DATA to another folder.`);
  }
}

/** Takes the data folder for this process, until the returned function is called. Throws EXCHANGE_RUNNING. */
export function takeDataFolder(dataDir: string): () => void {
  refuseWhenRunning(dataDir);
  mkdirSync(dataDir, { recursive: true });
  rmSync(lockFile(dataDir), { force: true });
  try {
    writeFileSync(lockFile(dataDir), String(process.pid), { flag: 'wx' });
  } catch (error) {
    // Two starts at the same instant: the other one made the file between our two lines.
    throw new CieError('EXCHANGE_RUNNING', `Another exchange is just starting on ${dataDir}.`, { cause: error });
  }
  return () => rmSync(lockFile(dataDir), { force: true });
}

/**
 * Deletes everything the exchange keeps in this folder. Refuses a folder that an exchange runs on, and one that no
 * exchange has made, so that a wrong CIE_DATA does not cost somebody their files.
 */
export async function deleteData(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  refuseWhenRunning(dataDir);
  if (!existsSync(join(dataDir, 'secrets.json')) && readdirSync(dataDir).length > 0) {
    throw new CieError('NOT_A_DATA_FOLDER', `${dataDir} was not made by an exchange and is not deleted. Set CIE_DATA to another folder.`);
  }
  const postgres = join(dataDir, 'postgres');
  await stopLeftover(postgres);
  deleteDataFolder(postgres);
  rmSync(dataDir, { recursive: true, force: true });
}
