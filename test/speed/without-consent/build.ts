import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const real = join(root, 'subgraphs/sharing/store/door.store.ts');
const starts = join(root, 'subgraphs/sharing/start.ts');
const stub = fileURLToPath(new URL('door.store.ts', import.meta.url));

/** Beside the builds that are run, so that npm's packages are found; never one of them. */
const folder = join(root, 'node_modules/.cache/cie-without-consent');

/** Builds the exchange's server as infra/local/build.ts does, but with sharing's store of doors replaced. Resolves with its program. */
export async function buildWithoutConsent(): Promise<string> {
  // Vite keeps what it finds, and libraries would be built with their warnings in.
  process.env['NODE_ENV'] = 'production';
  await build({
    root, configFile: false, envDir: false, logLevel: 'warn', publicDir: false,
    ssr: { noExternal: [/^@cie\//] },
    plugins: [{
      name: 'without-consent',
      enforce: 'pre',
      async resolveId(source, importer, options) {
        // Others take from it how an entry of the access log is written.
        if (importer !== starts) return null;
        const found = await this.resolve(source, importer, { ...options, skipSelf: true });
        return found?.id === real ? stub : null;
      },
    }],
    build: {
      ssr: true, outDir: join(folder, 'server'), emptyOutDir: true, target: 'node26', minify: false,
      rolldownOptions: {
        input: { start: join(root, 'infra/local/start.ts'), 'argon2-worker': join(root, 'subgraphs/identity/store/argon2-worker.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  return join(folder, 'server/start.js');
}
