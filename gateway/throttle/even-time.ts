import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds in which the answer to an address, a number or a reference comes, whether or not it is known. */
export const evenStep = 250;

/**
 * Answers when a whole number of steps has passed since the request began: how long the work took then says nothing about what
 * there was to do, such as whether an account exists (abuse case 38). `step` in milliseconds is longer than the work is as a rule.
 */
export async function inEvenTime<T>(step: number, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  try {
    return await work();
  } finally {
    await untilEven(begin, step);
  }
}

/** Waits until a whole number of steps has passed since `begin`, a time of `performance.now`: for the one of several answers that must not tell. */
export async function untilEven(begin: number, step: number): Promise<void> {
  const passed = performance.now() - begin;
  await sleep(Math.ceil(passed / step) * step - passed);
}
