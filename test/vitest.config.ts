import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { styles } from '../frontends/styles.config.ts';
import { chromiumFlags, findChromium } from './setup/chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const chromium = findChromium();

/** Need a whole exchange, their own or the one they share: they run one after the other. */
const journeys = ['test/journeys/**/*.test.ts', 'test/{faults,security}/exchange-*.test.ts'];
const browserTests = 'frontends/**/*.browser.test.ts';

/** Node's order of extensions: graphql's `main` names none, and loaded as .js and as .mjs at once it refuses its own types. */
const asNode = { extensions: ['.js', '.json', '.mjs', '.ts'] };

export default defineConfig({
  root,
  // The default lies inside the configuration file's package; one cache for all keeps the tree clean.
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    // One PostgreSQL for the whole run; each test file uses patients or databases of its own.
    globalSetup: ['test/setup/postgres.setup.ts'],
    projects: [
      {
        root,
        resolve: asNode,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{gateway,subgraphs,frontends,infra}/**/*.test.ts'],
          exclude: ['**/node_modules/**', browserTests],
          setupFiles: ['reflect-metadata'],
        },
      },
      {
        root,
        resolve: asNode,
        test: {
          name: 'exchange',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/speed/**', ...journeys],
          setupFiles: ['reflect-metadata'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        resolve: asNode,
        test: {
          name: 'journeys',
          environment: 'node',
          include: journeys,
          exclude: ['**/node_modules/**'],
          globalSetup: ['test/setup/shared-exchange.setup.ts'],
          setupFiles: ['reflect-metadata'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        css: styles(),
        test: {
          name: 'browser',
          include: [browserTests],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(chromium === null ? {} : { executablePath: chromium }), args: chromiumFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
