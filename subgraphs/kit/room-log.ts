import { errorKind } from './errors.ts';
import type { RoomName } from './names.ts';

/** Where a room says what went wrong outside any request; the shape of pino. Never personal data. */
export interface RoomLog {
  warn(fields: object, message: string): void;
}

/** A line of JSON on standard error, as the gateway's own logger writes them. */
export function processLog(room: RoomName): RoomLog {
  return {
    warn: (fields, message) => {
      process.stderr.write(`${JSON.stringify({ level: 'warn', time: new Date().toISOString(), room, ...fields, message })}\n`);
    },
  };
}

const oncePer = 60_000;

/** Warns of the kind of a fault that work in the background met: at once, and while it lasts, once a minute. */
export function reportTo(log: RoomLog, message: string, clock: () => number = () => performance.now()): (error: unknown) => void {
  let next = -Infinity;
  return (error) => {
    if (clock() < next) return;
    next = clock() + oncePer;
    log.warn(errorKind(error), message);
  };
}
