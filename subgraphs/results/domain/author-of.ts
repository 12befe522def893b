import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';

/** Who enters something. Throws CHANGE_NOT_ALLOWED when nobody has signed in; no door would have opened either. */
export function authorOf({ viewer }: AccessContext): Viewer {
  if (viewer === null) throw new CieError('CHANGE_NOT_ALLOWED', 'Sign in to enter something into a record.');
  return viewer;
}
