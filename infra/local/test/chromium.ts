import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../../../test/setup/chromium.ts';

const advice = `There is no Chromium for the browser tests. Install one, or say with CIE_CHROMIUM where it is:
  Debian, Ubuntu (as root)   apt-get install -y --no-install-recommends chromium
  elsewhere                  npx playwright install chromium`;

/** Whether this is a system whose own packages may be installed by this account. */
const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** Path of a Chromium, installed first where that is possible; null, with advice, where it is not. */
export function provideChromium(): string | null {
  const found = findChromium();
  if (found !== null) {
    console.info(`browser tests use ${found}`);
    return found;
  }
  if (canInstall()) {
    console.info('installing Chromium for the browser tests: apt-get install -y --no-install-recommends chromium');
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
      const done = spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
      if (done.status !== 0) break;
    }
  }
  const installed = findChromium();
  if (installed === null) console.error(advice);
  return installed;
}
