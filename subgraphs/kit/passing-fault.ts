/**
 * Codes of faults that pass by themselves: PostgreSQL's connection, shutdown, resource, serialisation and lock classes,
 * the network's, and the links' own.
 */
const PASSING_CODES = /^(?:08...|57P0.|53...|40001|40P01|55P03|25P03|ECONN\w+|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|UND_ERR_\w+|ABORT_ERR|ROOM_TIMEOUT|ROOM_UNAVAILABLE)$/;

/** What pg and TypeORM say, without a code, when the server went away. */
const PASSING_WORDS = /connection terminated|connection ended|connection error|timeout exceeded when|not queryable|socket hang up|driver not connected|already released|was destroyed|client was closed/i;

/** Whether a fault is of the moment (a lost connection, a time-out, a restart) and the same work may succeed later. */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  if ('code' in error && typeof error.code === 'string' && PASSING_CODES.test(error.code)) return true;
  return PASSING_WORDS.test(error.message) || isPassingFault(error.cause);
}
