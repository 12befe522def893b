import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';

/** Who enters something. Throws CHANGE_NOT_ALLOWED when nobody has signed in; no door would have opened either. */
export function authorOf({ viewer }: AccessContext): Viewer {
  if (viewer === null) throw new CieError('CHANGE_NOT_ALLOWED', 'Sign in to enter something into a record.');
  return viewer;
}

/** Rows that people enter, each changed in one transaction; null when no pass shows such a row. */
interface OwnRows<Patient, Row, Next> {
  change(patient: Patient, id: string, next: (found: Row) => Next): Promise<Row | null>;
}

/** Changes a row of the viewer's own. Throws `unknown` alike for what does not exist, what is hidden, and what somebody else or a hospital entered (abuse case 2). */
export async function changeOwn<Patient, Row extends { readonly authorId: string | null }, Next>(
  access: AccessContext, rows: OwnRows<Patient, Row, Next>, { patient, id }: { readonly patient: Patient; readonly id: string }, next: (found: Row) => Next, unknown: () => CieError,
): Promise<Row> {
  const { accountId } = authorOf(access);
  const changed = isRecordId(id)
    ? await rows.change(patient, id, (found) => {
        if (found.authorId !== accountId) throw unknown();
        return next(found);
      })
    : null;
  if (changed === null) throw unknown();
  return changed;
}
