import { describe, expect, it } from 'vitest';
import { CieError } from './errors.ts';
import { reportTo } from './room-log.ts';

describe('faults of work in the background', () => {
  it('are told by their kind and never by their words, at once and once a minute', () => {
    let now = 0;
    const lines: unknown[] = [];
    const report = reportTo({ warn: (...line) => lines.push(line) }, 'the work failed', () => now);
    for (const at of [0, 1000, 59_999, 60_000]) {
      now = at;
      report(new CieError('SCANNER_UNAVAILABLE', 'words'));
    }
    const line = [{ kind: 'CieError', code: 'SCANNER_UNAVAILABLE' }, 'the work failed'];
    expect(lines).toEqual([line, line]);
  });
});
