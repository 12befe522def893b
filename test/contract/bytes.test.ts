import { beforeAll, describe, expect, it } from 'vitest';
import { measureWebBytes, type WebBytes } from '../setup/web-bytes.ts';

const areas = ['results', 'health', 'documents', 'appointments', 'sharing'];
let bytes: WebBytes;

beforeAll(() => {
  bytes = measureWebBytes();
}, 120_000);

describe('EMB-1 what a host page and a frame load, in bytes after brotli', () => {
  it('shell: at most 1.5 kB', () => expect(bytes.shell).toBeLessThanOrEqual(1500));
  it('first view of a frame, JS and CSS: at most 14 kB', () => expect(bytes.firstView).toBeLessThanOrEqual(14_000));
  it.each(areas)('frame of %s with everything its first touch loads: at most 20 kB', (area) => expect(bytes.frameOf(area)).toBeLessThanOrEqual(20_000));
  it('chart, beside what the frame has and Lit: at most 2 kB', () => expect(bytes.chart).toBeLessThanOrEqual(2000));
  it('all areas together: at most 40 kB', () => expect(bytes.together(areas)).toBeLessThanOrEqual(40_000));
});
