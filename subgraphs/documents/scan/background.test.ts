import { describe, expect, it } from 'vitest';
import { startChecking } from '@cie/kit/scanning/start-checking.ts';
import { startSealing } from './start-sealing.ts';

const fault = new Error('away');

describe('DOC-2 work in the background that meets a fault', () => {
  it('says so when files cannot be checked, and goes on', async () => {
    const reported: unknown[] = [];
    let turns = 0;
    const checking = startChecking(() => (turns++ === 0 ? Promise.reject(fault) : Promise.resolve('none')), () => Promise.resolve(), (error) => reported.push(error));
    await expect.poll(() => reported).toEqual([fault]);
    checking.wake();
    await expect.poll(() => turns).toBe(2);
    await checking.close();
  });

  it('says so when files cannot be sealed, and tries again later', async () => {
    const reported: unknown[] = [];
    const sealing = startSealing(() => Promise.reject(fault), (error) => reported.push(error));
    await expect.poll(() => reported).toEqual([fault]);
    await sealing.close();
  });
});
