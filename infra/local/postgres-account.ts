import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root; the overflow account ("nobody") exists on every Linux and owns nothing. */
const unprivileged = 65_534;

/** The account that PostgreSQL runs under: `null` is this process's own. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Another account only when this process is root. */
export function postgresAccount(): PostgresAccount | null {
  return process.getuid?.() === 0 ? { uid: unprivileged, gid: unprivileged } : null;
}

/** Whether every folder on the way may be entered by any account, which a 0700 home folder forbids. */
function isReachable(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

/**
 * A folder of ours that the unprivileged account can reach, one for each `origin` path. /var/tmp survives a restart of
 * the machine but is writable by all, hence the refusal of a folder that somebody else has put there first.
 */
function reachablePlace(origin: string): string {
  const place = join('/var/tmp', `cie-${createHash('sha256').update(origin).digest('hex').slice(0, 16)}`);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  const found = lstatSync(place);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${place} belongs to another account: remove it, or set CIE_DATA to a folder outside your home folder.`);
  }
  chmodSync(place, 0o755);
  return place;
}

/** `wanted`, or where its content has to go instead so that the PostgreSQL account reaches it. */
export function reachable(wanted: string, account: PostgresAccount | null): string {
  if (account === null || isReachable(dirname(wanted))) return wanted;
  return join(reachablePlace(wanted), 'content');
}

/** The file beside a data folder that says where its content really is. */
const locationRecord = (dataDir: string): string => `${dataDir}.path`;

/** The folder that holds the database files of `dataDir` since it was made. */
export function dataFolderOf(dataDir: string): string {
  const record = locationRecord(dataDir);
  return existsSync(record) ? readFileSync(record, 'utf8').trim() : dataDir;
}

/**
 * The folder that holds, or is going to hold, the database files of `dataDir`: the same, or a reachable one elsewhere,
 * which is then written down in `<dataDir>.path` so that later starts and `--fresh` find it.
 */
export function dataFolder(dataDir: string, account: PostgresAccount | null): string {
  const folder = dataFolderOf(dataDir);
  if (folder !== dataDir || existsSync(folder)) return folder;
  const place = reachable(dataDir, account);
  if (place !== dataDir) writeFileSync(locationRecord(dataDir), `${place}\n`);
  return place;
}

/** Deletes the database files of `dataDir`, wherever they are. PostgreSQL must not be running on them. */
export function deleteDataFolder(dataDir: string): void {
  const folder = dataFolderOf(dataDir);
  rmSync(folder === dataDir ? dataDir : dirname(folder), { recursive: true, force: true });
  rmSync(locationRecord(dataDir), { force: true });
}

/** Gives a file or folder to the PostgreSQL account. */
export function handOver(path: string, account: PostgresAccount | null): void {
  if (account !== null) chownSync(path, account.uid, account.gid);
}
