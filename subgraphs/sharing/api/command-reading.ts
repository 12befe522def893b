import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';

/** Who asks, and when; a command that decides about people needs both. Throws COMMAND_INPUT_INVALID. */
export function asking(access: AccessContext | null | undefined): AccessContext {
  if (!access) throw new CieError('COMMAND_INPUT_INVALID', 'The command needs to know who asks, and when.');
  return access;
}

/** One of the known values of a field. Throws COMMAND_INPUT_INVALID. */
export function oneOf<Value extends string>(known: readonly Value[], text: string, name: string): Value {
  const found = known.find((each) => each === text);
  if (found === undefined) throw new CieError('COMMAND_INPUT_INVALID', `The command's field "${name}" must be one of: ${known.join(', ')}.`);
  return found;
}

/** Where a page of a staff list ended, as the store wrote it: a time or a day, and the id of the last row. Throws CURSOR_INVALID. */
export function checkedCursor(after: string | null): string | null {
  if (after !== null && !/^\d{4}-\d\d-\d\d(T[\d:.]+Z)? [0-9a-f-]{36}$/.test(after)) throw new CieError('CURSOR_INVALID', 'Go back to the first page.');
  return after;
}
