import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { describe, expect, it } from 'vitest';
import { createReportOpenings } from './opening.store.ts';

const patient = { id: 'p', ids: ['p'], passes: ['pass'] };
const fault = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });

describe('RES-4 openings that cannot be noted', () => {
  it('are reported, hold nothing up, and are noted when the report is read again', async () => {
    const reported: unknown[] = [];
    let tries = 0;
    const database = { changeWithPasses: <T>(): Promise<T> => (++tries === 1 ? Promise.reject(fault) : Promise.resolve(undefined as T)) }; // What is written is not read here.
    const openings = createReportOpenings(database, (error) => void reported.push(error));
    for (const report of ['r1', 'r2', 'r1', 'r2']) {
      openings.note(patient, testViewer, report);
      await openings.close();
    }
    expect(reported).toEqual([fault]);
    // The second reading of r1 tries again; r2 was noted and is not written twice.
    expect(tries).toBe(3);
  });
});
