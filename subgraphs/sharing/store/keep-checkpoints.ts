import type { CheckpointStore } from './checkpoint.store.ts';
import { keepRepeating, type Repeated } from './keep-repeating.ts';

/** Time between two checkpoints, in milliseconds (ACS-6). */
const every = 300_000;

/** Writes a checkpoint at once, then every five minutes until it is closed. One that fails is made up for by the next. */
export function keepCheckpoints(store: CheckpointStore, report: (error: unknown) => void, clock: () => Date = () => new Date()): Repeated {
  return keepRepeating({ turn: () => store.write(clock()), report, every });
}
