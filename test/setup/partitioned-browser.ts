import { chromium, type Browser } from 'playwright-core';
import { chromiumFlags, findChromium } from './chromium.ts';

const executablePath = findChromium();

/** Without a browser these tests are skipped. */
export const withoutBrowser = executablePath === null;

/** As playwright-core writes it (src/server/chromium/chromiumSwitches.ts); the last entries are for other systems. */
const playwrightFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay',
  'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'TcpPortRandomizationWin', 'OptimizationHints',
  'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch', 'msForceBrowserSignIn', 'msEdgeUpdateLaunchServicesPreferredVersion',
];
const switchOf = (features: readonly string[]): string => `--disable-features=${features.join(',')}`;

/**
 * Chromium as people have it: what a frame stores is kept apart for each website around it. Playwright switches that off, and
 * a sign-in that works there may fail for everybody; the journey through the frame checks that it is on.
 */
export async function openPartitionedBrowser(): Promise<Browser> {
  if (executablePath === null) throw new Error('There is no Chromium.');
  return await chromium.launch({
    executablePath,
    args: [...chromiumFlags, switchOf(playwrightFeatures.filter((name) => name !== 'ThirdPartyStoragePartitioning'))],
    ignoreDefaultArgs: [switchOf(playwrightFeatures)],
  });
}
