import { hasDuty, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';

/** Who asks, when it is somebody of the support desk. Throws DESK_ONLY: the desk's queue is nobody else's business, whoever calls. */
export function requireDesk(access: AccessContext): Viewer {
  const { viewer } = access;
  if (!hasDuty(viewer, 'support-desk')) {
    throw new CieError('DESK_ONLY', 'Only the support desk may do this.');
  }
  return viewer;
}
