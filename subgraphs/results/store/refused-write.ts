import { CieError } from '@cie/kit/errors.ts';
import { QueryFailedError } from 'typeorm';

/** What PostgreSQL answers when no write pass is for a row: insufficient_privilege, from row-level security. */
const insufficientPrivilege = '42501';

/** Runs a write; one that the database's policies refuse is a change that this viewer may not make. */
export async function orNotAllowed<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const cause: unknown = error instanceof QueryFailedError ? error.driverError : null;
    const isRefused = typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === insufficientPrivilege;
    if (!isRefused) throw error;
    throw new CieError('CHANGE_NOT_ALLOWED', 'You cannot make this change to this record. Only some people who may read a record may also change it.', { cause: error });
  }
}
