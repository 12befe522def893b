import { randomUUID } from 'node:crypto';
import { errorKind } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { keepDoing } from './keep-doing.ts';

export interface ResultTasksOptions {
  readonly results: Pick<RoomLink, 'command'>;
  readonly log: { warn(fields: object, message: string): void };
  readonly clock: () => Date;
  /** Time between two looks, in milliseconds; ten minutes when left out: a look reads a short stretch of one index. */
  readonly every?: number;
}

const tenMinutes = 600_000;

/**
 * Lets results raise tasks for reports that patients can soon read and nobody has opened (RES-4): at once, then every ten minutes. Results
 * raises each once, however many gateways ask.
 */
export function startResultTasks({ results, log, clock, every = tenMinutes }: ResultTasksOptions): { close(): Promise<void> } {
  return keepDoing({
    every,
    turn: async () => {
      await results.command('raise-result-tasks', {}, { requestId: randomUUID(), viewer: null, now: clock() });
    },
    failed: (error) => log.warn(errorKind(error), 'tasks for unopened results could not be raised'),
  });
}
