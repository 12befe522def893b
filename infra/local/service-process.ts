import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '@cie/kit/settings.ts';
import { settingsForService } from './compose-settings.ts';
import type { Log } from './log.ts';

/** Built beside this module. */
const entry = fileURLToPath(new URL('./service.js', import.meta.url));

/** Once it has run this long, a service that dies is started again without delay. */
const settledAfter = 10_000;
const longestPause = 5_000;

function spawnService(name: string, settings: Settings): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', entry, name], {
    // Nothing but its own settings: the environment of this process may hold more than a service should know.
    env: { ...settingsForService(name, settings), TZ: 'UTC' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C in a terminal must reach the exchange alone, which stops its services in order.
    detached: true,
  });
}

/** Resolves when the service says that it serves; false when it ended before. */
async function serves(child: ChildProcess): Promise<boolean> {
  return await new Promise((resolve) => {
    child.once('message', () => resolve(true));
    child.once('exit', () => resolve(false));
    child.once('error', () => resolve(false));
  });
}

/** Starts one service as a process of its own and starts it again whenever it ends, pausing longer when it ends at once. */
export async function superviseService(name: string, settings: Settings, log: Log): Promise<{ close(): Promise<void> }> {
  let child = spawnService(name, settings);
  if (!(await serves(child))) throw new Error(`The ${name} service does not start; its message is above.`);

  const closing = new AbortController();
  const supervise = async (): Promise<void> => {
    let pause = 0;
    for (;;) {
      const since = performance.now();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      if (closing.signal.aborted) return;
      pause = performance.now() - since > settledAfter ? 0 : Math.min(longestPause, pause * 2 + 100);
      log.warn({ service: name, exitCode: child.exitCode, signal: child.signalCode, pause }, 'a service ended and is started again');
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      child = spawnService(name, settings);
    }
  };
  const supervision = supervise();
  return {
    close: async () => {
      closing.abort();
      child.kill('SIGTERM');
      await supervision;
    },
  };
}
