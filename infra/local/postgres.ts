import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { dataFolder, dataFolderOf, handOver, postgresAccount, type PostgresAccount } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { clearLeftovers, isReady } from './postmaster-file.ts';

const host = '127.0.0.1';
const superuser = 'postgres';

/** The longest a start may take: crash recovery reads back at most the write-ahead log since the last checkpoint. */
const startLimit = 60_000;

export interface PostgresOptions {
  /** Folder of the database files; made on the first start. */
  dataDir: string;
  port: number;
  superuserPassword: string;
  log: Log;
  /** `false` only for databases that a test run throws away: nothing survives a power cut, everything is quicker. */
  durable?: boolean;
}

export interface RunningPostgres {
  host: string;
  port: number;
  superuser: string;
  password: string;
  /** Process id of the server at this moment: another one after a crash. */
  pid(): number;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

interface Installation extends PostgresOptions {
  account: PostgresAccount | null;
  bin: string;
  folder: string;
  logFile: string;
}

/** Not the environment of the exchange, which holds every key; `/` because the clone may be unreadable. */
const processOptions = (account: PostgresAccount | null) => ({ cwd: '/', env: { LANG: 'C', TZ: 'UTC' }, ...account });

/** Makes the database folder beside its place and renames it, so that one cut short is never taken for a whole one. */
function initialise({ account, bin, folder, superuserPassword, durable }: Installation): void {
  const unfinished = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  handOver(unfinished, account);
  try {
    writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
    handOver(passwordFile, account);
    const flags = [
      `--pgdata=${unfinished}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable === false ? ['--no-sync'] : []),
    ];
    const made = spawnSync(join(bin, 'initdb'), flags, { ...processOptions(account), encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`PostgreSQL could not make its data folder ${folder}: ${made.error?.message ?? made.stderr}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, folder);
}

function serverFlags({ folder, port, durable }: Installation): string[] {
  const settings = [
    `listen_addresses=${host}`,
    `port=${port}`,
    // No socket in a folder that others can write to: the password is asked on every way in.
    'unix_socket_directories=',
    'io_method=sync',
    'shared_buffers=64MB',
    'max_connections=200',
    'timezone=UTC',
    // A failing statement and its DETAIL quote rows, that is records: only the message itself may reach the log.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_parameter_max_length_on_error=0',
    ...(durable === false ? ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'] : []),
  ];
  return ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])];
}

/** Starts the server process. `detached`: Ctrl-C in a terminal must reach the exchange first, which drains, then stops it. */
function spawnServer(installation: Installation): ChildProcess {
  const output = openSync(installation.logFile, 'a', 0o600);
  try {
    return spawn(join(installation.bin, 'postgres'), serverFlags(installation), {
      ...processOptions(installation.account),
      detached: true,
      stdio: ['ignore', output, output],
    });
  } finally {
    closeSync(output);
  }
}

const hasEnded = (server: ChildProcess): boolean => server.exitCode !== null || server.signalCode !== null;

/** Resolves when the server accepts connections, false when it ended before that. */
async function becomesReady(server: ChildProcess, folder: string): Promise<boolean> {
  let failure: Error | undefined;
  server.once('error', (error) => (failure = error));
  for (let waited = 0; waited < startLimit; waited += 10) {
    if (failure !== undefined) throw new Error(`PostgreSQL could not be started: ${failure.message}`);
    if (hasEnded(server)) return false;
    if (server.pid !== undefined && isReady(folder, server.pid)) return true;
    await sleep(10);
  }
  server.kill('SIGQUIT');
  throw new Error(`PostgreSQL was not ready after ${startLimit / 1000} seconds.`);
}

/** Tries again while the children of a killed server still hold its shared memory, which takes a moment. */
async function startServer(installation: Installation): Promise<ChildProcess> {
  const { folder, logFile } = installation;
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    await clearLeftovers(folder);
    const server = spawnServer(installation);
    if (await becomesReady(server, folder)) return server;
    await sleep(100);
  }
  const lastLines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  throw new Error(`PostgreSQL does not start. The last lines of ${logFile}:\n${lastLines}`);
}

/** Stops a PostgreSQL that outlived a killed exchange on this data folder. */
export async function stopLeftover(dataDir: string): Promise<void> {
  const folder = dataFolderOf(dataDir);
  if (existsSync(folder)) await clearLeftovers(folder);
}

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, making its data folder first when there is none, and keeps it running:
 * a server that dies is started again at once and recovers what was committed. Resolves when it accepts connections.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = postgresAccount();
  mkdirSync(dirname(options.dataDir), { recursive: true });
  const folder = dataFolder(options.dataDir, account);
  const installation: Installation = { ...options, account, folder, bin: postgresBinaries(account), logFile: `${options.dataDir}.log` };
  rmSync(installation.logFile, { force: true });
  if (!existsSync(folder)) initialise(installation);

  let server = await startServer(installation);
  let stopping = false;
  // Whoever forgets to stop it, or fails before, must not leave a server without anybody to stop it.
  const endWithThisProcess = (): void => void server.kill('SIGINT');
  process.once('exit', endWithThisProcess);

  const supervise = async (): Promise<void> => {
    for (;;) {
      if (!hasEnded(server)) await once(server, 'exit');
      if (stopping) return;
      options.log.warn({ exitCode: server.exitCode, signal: server.signalCode }, 'PostgreSQL ended unexpectedly and is started again');
      try {
        server = await startServer(installation);
        if (stopping) server.kill('SIGINT');
        else options.log.info({}, 'PostgreSQL is back');
      } catch (error) {
        options.log.error({ reason: error instanceof Error ? error.message : String(error) }, 'PostgreSQL does not come back; the next attempt follows in a second');
        await sleep(1000);
      }
    }
  };
  const supervision = supervise();

  return {
    host,
    port: options.port,
    superuser,
    password: options.superuserPassword,
    pid: () => server.pid ?? 0,
    stop: async () => {
      stopping = true;
      server.kill('SIGINT');
      // A backend that does not end within ten seconds is cut off; PostgreSQL then recovers at its next start.
      const impatience = setTimeout(() => server.kill('SIGQUIT'), 10_000);
      await supervision;
      clearTimeout(impatience);
      process.off('exit', endWithThisProcess);
    },
  };
}
