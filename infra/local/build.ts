import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { build, type InlineConfig } from 'vite';
import { pageChunks, plainImports } from '../../frontends/chunks.config.ts';
import { styles } from '../../frontends/styles.config.ts';
import { compressFiles } from './compress-files.ts';
import { pageEntries, shellEntry } from './web-entries.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const shared: InlineConfig = { root, configFile: false, envDir: false, logLevel: 'warn', publicDir: false };

/** How long plugins take is of no use to somebody who starts the exchange. */
const quiet = { checks: { pluginTimings: false } };

/** Everything of this repository in one folder of modules; npm's packages stay outside. Runs on the pinned Node only. */
const server = (outDir: string): InlineConfig => ({
  ...shared,
  ssr: { noExternal: [/^@cie\//] },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: false,
    target: 'node26',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      ...quiet,
      input: {
        start: 'infra/local/start.ts', service: 'infra/local/service.ts', cie: 'infra/local/cie.ts',
        // A thread's program: found beside the server's files by its name.
        'argon2-worker': 'subgraphs/identity/store/argon2-worker.ts',
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});

const shell = (outDir: string): InlineConfig => ({
  ...shared,
  build: {
    outDir,
    emptyOutDir: false,
    target: 'baseline-widely-available',
    modulePreload: false,
    rolldownOptions: { ...quiet, input: { cie: shellEntry }, output: { format: 'es', entryFileNames: '[name].js' } },
  },
});

/** Frames and portal: hashed names, found by the server through `manifest.json`. */
const pages = (outDir: string): InlineConfig => ({
  ...shared,
  base: '/assets/',
  css: styles(),
  plugins: [plainImports],
  build: {
    outDir,
    emptyOutDir: false,
    manifest: 'manifest.json',
    target: 'baseline-widely-available',
    // The server names what a page preloads; the helper for it would be a tenth of a first page.
    modulePreload: false,
    rolldownOptions: {
      ...quiet,
      input: pageEntries,
      output: { format: 'es', entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]', codeSplitting: pageChunks },
    },
  },
});

// Vite keeps what it finds, and a test runner that needs a build says 'test': libraries would be built with their warnings in.
process.env['NODE_ENV'] = 'production';
const target = process.argv[2];
if (target === undefined) throw new Error('Say where to build: node infra/local/build.ts <folder>');
const folder = resolve(target);
await build(server(join(folder, 'server')));
await build(shell(join(folder, 'web/shell/1')));
await build(pages(join(folder, 'web/assets')));
compressFiles(join(folder, 'web'));
