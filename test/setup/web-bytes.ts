import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { WebFiles } from '@cie/gateway/embed/web-files.ts';
import { webDir } from './build.ts';

const frameStyles = 'frontends/kit/styles/frame.scss';
const boot = 'frontends/portal/portal.ts';
const element = 'frontends/portal/page-element.ts';

/** Bytes after brotli of what browsers load from the present build. */
export interface WebBytes {
  /** The script of a host page. */
  readonly shell: number;
  /** Scripts and styles of a patient's frame before anything is touched. */
  readonly firstView: number;
  /** The frame of one area with all that its first touch loads. */
  frameOf(area: string): number;
  /** One frame with all these areas. */
  together(areas: readonly string[]): number;
  /** The trend chart, beside what the frame has. */
  readonly chart: number;
}

export function measureWebBytes(): WebBytes {
  const folder = webDir();
  const files = WebFiles.read(folder);
  const brotli = (path: string): number => brotliCompressSync(readFileSync(join(folder, path))).length;
  const sum = (names: Iterable<string>): number => [...new Set(names)].reduce((total, name) => total + brotli(`assets/${name}`), 0);
  const frame = (...sources: string[]): number => sum([files.file(frameStyles), ...sources.flatMap((source) => files.withImports(source))]);
  const areaSource = (area: string): string => `frontends/${area}/area.ts`;
  const [chart] = files.withImports('frontends/kit/elements/trend-chart/register.ts');
  return {
    shell: brotli('shell/1/cie.js'),
    firstView: frame(boot),
    frameOf: (area) => frame(boot, element, areaSource(area)),
    together: (areas) => frame(boot, element, 'frontends/portal/record-area.ts', ...areas.map(areaSource)),
    chart: brotli(`assets/${chart ?? ''}`),
  };
}
