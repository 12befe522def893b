import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { pick } from '@cie/kit/testing/pick.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(root, 'infra/local/launch.mjs');
/** Ports that one exchange may take, counted from CIE_PORT. */
const portsTaken = 22;

/** What a test does with an exchange that runs, whoever started it. */
export interface ExchangeClient {
  readonly addresses: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** Its first port. */
  readonly port: number;
  /** File of all that it printed. */
  readonly printed: string;
  /** Runs `npm run cie -- <args>` against it. */
  cie(...args: string[]): Promise<CommandResult>;
  /** A cookie of a sandbox session for scripts. */
  session(...args: string[]): Promise<string>;
  /** Runs an operation of any text under a script's session. */
  query(cookie: string, query: string, variables?: Record<string, unknown>): Promise<GraphAnswer>;
}

/** A whole exchange of its own, started as a person starts it: ports and data of its own, stopped by SIGTERM. */
export interface RunningExchange extends ExchangeClient {
  readonly process: ChildProcess;
  /** Ends it and deletes its data; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends it and keeps its data for the next start. */
  pause(): Promise<number | null>;
}

export interface ExchangeOptions {
  readonly services?: boolean;
  /** Deletes what is in `place` first, as a person does by `--fresh`. */
  readonly fresh?: boolean;
  /** Where one was paused; a new place when left out. */
  readonly place?: ExchangePlace;
  readonly environment?: Readonly<Record<string, string>>;
  /** A built start.js to run in place of what the launcher builds. */
  readonly program?: string;
}

export interface ExchangePlace {
  readonly dataDir: string;
  readonly port: number;
}

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface GraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: { message: string; extensions: { code: string }; path?: (string | number)[] }[];
}

export async function startExchange(options: ExchangeOptions = {}): Promise<RunningExchange> {
  const { dataDir, port } = options.place ?? (await newPlace());
  const environment = { ...process.env, ...options.environment, CIE_DATA: dataDir, CIE_PORT: String(port) };
  const wishes = [...(options.services ? ['--services'] : []), ...(options.fresh ? ['--fresh'] : [])];
  const child = options.program === undefined ? launch(['start', ...wishes], environment) : launch(wishes, environment, options.program);
  const printed = printedFile(dataDir);
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer | string) => appendFileSync(printed, text));
  await until(child, 'ready');

  let asked = false;
  child.once('exit', (code) => {
    // 130: killed on purpose by the test.
    if (!asked && code !== 130) console.error(`the exchange ended by itself with ${code}:\n${readFileSync(printed, 'utf8').split('\n').slice(-40).join('\n')}`);
  });
  const pause = async (): Promise<number | null> => {
    asked = true;
    child.kill('SIGTERM');
    return await exitOf(child);
  };
  return {
    ...reachExchange({ dataDir, port }),
    process: child,
    pause,
    stop: async () => {
      const code = await pause();
      rmSync(dataDir, { recursive: true, force: true });
      rmSync(printed, { force: true });
      return code;
    },
  };
}

/** The exchange that runs in this place. */
export function reachExchange({ dataDir, port }: ExchangePlace): ExchangeClient {
  const environment = { ...process.env, CIE_DATA: dataDir, CIE_PORT: String(port) };
  const run = (...args: string[]) => resultOf(launch(['cie', ...args], environment));
  // Written by the exchange that has said it is ready.
  const addresses = JSON.parse(readFileSync(join(dataDir, 'addresses.json'), 'utf8')) as Record<string, string>;
  return {
    addresses,
    dataDir,
    port,
    printed: printedFile(dataDir),
    cie: run,
    session: async (...args) => {
      const { code, output, errors } = await run('session', ...args);
      if (code !== 0) throw new Error(`session ${args.join(' ')} failed: ${errors}`);
      return output.trim().split('\n').at(-1) ?? '';
    },
    query: async (cookie, query, variables = {}) => {
      const response = await fetch(addresses['graphql'] ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ query, variables }),
      });
      return await response.json() as GraphAnswer;
    },
  };
}

async function newPlace(): Promise<ExchangePlace> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cie-exchange-'));
  // PostgreSQL runs under another account when this is root; closed to it, its files would go elsewhere and stay.
  chmodSync(dataDir, 0o755);
  return { dataDir, port: await freePorts() };
}

/** Beside the data, which `--fresh` deletes. */
const printedFile = (dataDir: string): string => `${dataDir}.printed.log`;

function launch(args: string[], environment: NodeJS.ProcessEnv, program = launcher): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Resolves when a line of the process is this word; fails with what it printed when it ends before. */
function until(child: ChildProcess, word: string): Promise<void> {
  let printed = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.split('\n').includes(word)) resolve();
    });
  }
  child.once('exit', (code) => reject(new Error(`the exchange ended with ${code} before it was ${word}:\n${printed}`)));
  return promise;
}

async function resultOf(child: ChildProcess): Promise<CommandResult> {
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => { output += text; });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  return { code: await promise, output, errors };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}

/** Below the ports that this machine gives to outgoing connections, which come and go. */
const portRange = { first: 21_000, rows: 260, perProcess: 2 * portsTaken };
let nextRow = portRange.first + (process.pid % portRange.rows) * portRange.perProcess;

/** The first of a row of ports that are free now, away from those of an exchange that a person may be running, and never given twice. */
async function freePorts(): Promise<number> {
  for (let row = nextRow; row < 60_000; row += portsTaken) {
    nextRow = row + portsTaken;
    const free = await Promise.all(Array.from({ length: portsTaken }, (_each, index) => isFree(row + index)));
    if (free.every(Boolean)) return row;
  }
  throw new Error('no row of free ports was found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
