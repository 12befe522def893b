import { argon2Sync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Argon2Answer, Argon2Task } from './password-hasher.ts';

/**
 * The thread that computes argon2id, and nothing else. Where the system lets a thread have a priority of its own (Linux: a
 * process id of 0 means the calling thread), it has a low one: requests for records come first.
 */
const niceness = 10;

if (process.platform === 'linux') setPriority(0, niceness);

parentPort?.on('message', ({ id, message, salt, memory, passes, parallelism, length }: Argon2Task) => {
  const tag = argon2Sync('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength: length });
  const answer: Argon2Answer = { id, tag };
  parentPort?.postMessage(answer);
});
