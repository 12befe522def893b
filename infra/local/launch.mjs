// Starts everything: npm start, npm test, npm run bench, npm run cie. Runs on the machine's own Node, which may be too
// old for the exchange itself, and without any package, which may not be installed yet.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './launch/build.mjs';
import { install } from './launch/install.mjs';
import { whenNpmEnds } from './launch/npm-process.mjs';
import { chooseNode } from './launch/runtime.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (text) => process.stderr.write(`cie: ${text}\n`);

/** What each command runs: a bundled entry of the build, a source file without decorators, or the build alone. */
const commands = {
  start: { built: 'start.js' },
  cie: { built: 'cie.js' },
  test: { source: 'infra/local/test.ts' },
  bench: { source: 'test/speed/bench.ts' },
  build: {},
};

async function entryOf(command, node) {
  if (command.source !== undefined) return { entry: join(root, command.source), environment: {} };
  const folder = await build(root, node, say);
  if (command.built === undefined) return null;
  return { entry: join(folder, 'server', command.built), environment: { CIE_WEB_DIR: join(folder, 'web') } };
}

/** Resolves with the exit code. The channel tells the child when this process is gone, whatever ended it. */
function run(node, entry, args, environment) {
  const child = spawn(node, ['--enable-source-maps', entry, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenNpmEnds(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
try {
  if (command === undefined) throw new Error(`Say what to launch: ${Object.keys(commands).join(', ')}.`);
  await install(root, say);
  const node = chooseNode(root);
  const program = await entryOf(command, node);
  if (program !== null) process.exitCode = await run(node, program.entry, args, program.environment);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
