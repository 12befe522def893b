import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeTally, sum, tallyOf } from './tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'cie-tally-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: object): string {
  const file = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(file, JSON.stringify({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [], ...content }));
  return file;
}

describe('the count at the end of npm test', () => {
  it('takes over what vitest counted', () => {
    expect(tallyOf(report({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 }), false)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(tallyOf(report({ numPassedTests: 5, testResults }), false).failed).toBe(1);
  });

  it('never calls a failed run passed', () => {
    expect(tallyOf(report({ numPassedTests: 5 }), false).failed).toBe(1);
    expect(tallyOf('/nowhere/report.json', true).failed).toBe(1);
  });

  it('is one line, with the skipped ones only when there are some', () => {
    expect(describeTally(sum([{ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 0 }]))).toBe('3 passed, 1 failed');
    expect(describeTally({ passed: 3, failed: 0, skipped: 4 })).toBe('3 passed, 0 failed, 4 skipped');
  });
});
