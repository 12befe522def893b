import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { WebFiles } from '@cie/gateway/embed/web-files.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { webDir } from '../setup/build.ts';

let folder: string;
let files: WebFiles;

const brotli = (path: string): number => brotliCompressSync(readFileSync(join(folder, path))).length;
const sum = (names: Iterable<string>): number => [...new Set(names)].reduce((total, name) => total + brotli(`assets/${name}`), 0);
const frameStyles = 'frontends/kit/styles/frame.scss';
const boot = 'frontends/portal/portal.ts';
const element = 'frontends/portal/page-element.ts';

beforeAll(() => {
  folder = webDir();
  files = WebFiles.read(folder);
}, 120_000);

describe('EMB-1 what a host page and a frame load, in bytes after brotli', () => {
  it('shell: at most 1.5 kB', () => expect(brotli('shell/1/cie.js')).toBeLessThanOrEqual(1500));

  it('first view of the results frame, JS and CSS: at most 14 kB', () => {
    expect(sum([files.file(frameStyles), ...files.withImports(boot)])).toBeLessThanOrEqual(14_000);
  });

  it.each(['results', 'documents', 'appointments', 'sharing'])('frame of %s with everything its first touch loads: at most 20 kB', (area) => {
    const names = [files.file(frameStyles), ...[boot, element, `frontends/${area}/area.ts`].flatMap((source) => files.withImports(source))];
    expect(sum(names)).toBeLessThanOrEqual(20_000);
  });

  it('chart, beside what the frame has and Lit: at most 2 kB', () => {
    const [chart] = files.withImports('frontends/results/elements/trend-chart/register.ts');
    expect(brotli(`assets/${chart ?? ''}`)).toBeLessThanOrEqual(2000);
  });

  it('all areas together: at most 40 kB', () => {
    const areas = ['results', 'documents', 'appointments', 'sharing'].map((area) => `frontends/${area}/area.ts`);
    const names = [files.file(frameStyles), ...[boot, element, 'frontends/portal/record-area.ts', ...areas].flatMap((source) => files.withImports(source))];
    expect(sum(names)).toBeLessThanOrEqual(40_000);
  });
});
