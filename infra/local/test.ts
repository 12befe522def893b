import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideChromium } from './test/chromium.ts';
import { describeTally, sum, tallyOf, type Tally } from './test/tally.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
const launcher = join(root, 'infra/local/launch.mjs');
const reports = mkdtempSync(join(tmpdir(), 'cie-test-reports-'));

const running = new Set<ChildProcess>();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of running) child.kill(signal);
  });
}
process.on('disconnect', () => {
  interrupted = true;
  for (const child of running) child.kill('SIGTERM');
});

/**
 * Runs one of our programs on this same Node, also for what it starts itself; resolves whether it succeeded. A quiet one says what it
 * has to say at its end, in one piece.
 */
async function node(args: readonly string[], environment: Record<string, string> = {}, isQuiet = false): Promise<boolean> {
  if (interrupted) return false;
  const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  const stdio: StdioOptions = isQuiet ? ['inherit', 'pipe', 'pipe'] : 'inherit';
  const child = spawn(process.execPath, args, { cwd: root, stdio, env: { ...process.env, ...environment, PATH: path } });
  running.add(child);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => said.push(text));
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  child.once('error', reject);
  child.once('close', (code) => resolve(code === 0));
  const succeeded = await promise;
  running.delete(child);
  process.stdout.write(Buffer.concat(said));
  return succeeded;
}

/** A check is not a test: it adds nothing when it passes, and one failure when it does not. */
async function check(title: string, args: readonly string[]): Promise<Tally> {
  const begin = performance.now();
  console.info(`\n── ${title}`);
  const succeeded = await node(args);
  console.info(`${succeeded ? 'passed' : 'FAILED'}: ${title} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  return { passed: 0, failed: succeeded ? 0 : 1, skipped: 0 };
}

interface Run {
  readonly environment?: Record<string, string>;
  /** Which part of the test files, as `1/2`; all of them when left out. */
  readonly part?: string;
  readonly isQuiet?: boolean;
}

async function tests(project: string, { environment = {}, part, isQuiet = false }: Run = {}): Promise<Tally> {
  const title = part === undefined ? `${project} tests` : `${project} tests, part ${part}`;
  console.info(`\n── ${title}${isQuiet ? ': what they say follows at their end' : ''}`);
  const report = join(reports, `${title.replaceAll(/\W/g, '-')}.json`);
  const vitest = [join(modules, 'vitest/vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', project];
  const parts = part === undefined ? [] : [`--shard=${part}`];
  // By default one core would be left to a person who goes on working.
  const workers = `--maxWorkers=${availableParallelism()}`;
  const succeeded = await node([...vitest, ...parts, workers, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], environment, isQuiet);
  return tallyOf(report, succeeded);
}

async function browserTests(): Promise<Tally[]> {
  const chromium = provideChromium();
  const environment: Record<string, string> = chromium === null ? {} : { CIE_CHROMIUM: chromium };
  const exchange = await tests('exchange', { environment });
  // Journeys wait for pages and processes most of the time: two exchanges, each with half of them, share the cores.
  const journeys = await Promise.all([tests('journeys', { environment, part: '1/2' }), tests('journeys', { environment, part: '2/2', isQuiet: true })]);
  return [exchange, ...journeys, chromium === null ? { passed: 0, failed: 1, skipped: 0 } : await tests('browser', { environment })];
}

try {
  const tally = sum([
    // Nx runs the two side by side, and repeats what they said when no file has changed since.
    await check('lint and type check', [join(modules, 'nx/dist/bin/nx.js'), 'run-many', '-t', 'lint', 'typecheck', '--outputStyle=static']),
    await check('build', [launcher, 'build']),
    await check('committed schema is up to date', [launcher, 'cie', 'compose', '--check']),
    await tests('unit'),
    ...(await browserTests()),
  ]);
  console.info(`\n${describeTally(tally)}`);
  process.exitCode = tally.failed === 0 && !interrupted ? 0 : 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
  process.disconnect?.();
}
