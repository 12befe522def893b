import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isMailAddress } from '@cie/kit/mail-address.ts';
import { privacyTextLength, type FlagPage, type RecordFlag } from '@cie/kit/privacy.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry, type AccessEntry } from '../access-entry.ts';
import { officerOf, writtenText } from './privacy-case.ts';

/** Shortest reason for a flag, or for taking it away, in characters after trimming. */
export const whyLength = 10;

export interface NewRecordFlag {
  readonly patientId: string;
  readonly staffEmail: string | null;
  readonly why: string;
  readonly by: string;
}

export interface RecordFlagStore {
  findPatient(nhsNumber: string, birthDate: string): Promise<string | null>;
  page(first: number, after: string | null): Promise<FlagPage>;
  /** Null when the record is flagged already. */
  add(access: AccessContext, flag: NewRecordFlag, entry: AccessEntry): Promise<RecordFlag | null>;
  /** Null when there is no such flag, or it was taken away before. */
  lift(access: AccessContext, id: string, lifted: { readonly by: string; readonly why: string }, entry: AccessEntry): Promise<RecordFlag | null>;
}

/**
 * Abuse case 19: from the next request on, care alone does not open this record to anybody without a stated reason. Throws
 * PRIVACY_OFFICER_ONLY, FLAG_PATIENT_UNKNOWN, FLAG_TWICE, FLAG_WHY, FLAG_EMAIL.
 */
export async function flagRecord(
  access: AccessContext,
  store: RecordFlagStore,
  wish: { readonly nhsNumber: string; readonly birthDate: string; readonly staffEmail: string | null; readonly why: string },
): Promise<RecordFlag> {
  const officer = officerOf(access);
  const why = writtenText(wish.why, whyLength, 'FLAG_WHY', `Write down why the record is flagged (${whyLength} to ${privacyTextLength} characters).`);
  const staffEmail = wish.staffEmail?.trim().toLowerCase() || null;
  if (staffEmail !== null && !isMailAddress(staffEmail)) throw new CieError('FLAG_EMAIL', 'Enter the email address with which the member of staff signs in, or leave it empty.');
  const patientId = await store.findPatient(wish.nhsNumber, wish.birthDate);
  if (patientId === null) throw new CieError('FLAG_PATIENT_UNKNOWN', 'Nobody with this NHS number and date of birth has a record.');
  const flag = await store.add(access, { patientId, staffEmail, why, by: officer.name }, accessEntry(access, 'record-flagged'));
  if (flag === null) throw new CieError('FLAG_TWICE', 'This record is flagged already.');
  return flag;
}

/** Takes a flag away. Throws PRIVACY_OFFICER_ONLY, FLAG_UNKNOWN, FLAG_WHY. */
export async function unflagRecord(access: AccessContext, store: RecordFlagStore, id: string, why: string): Promise<RecordFlag> {
  const officer = officerOf(access);
  const text = writtenText(why, whyLength, 'FLAG_WHY', `Write down why the flag is taken away (${whyLength} to ${privacyTextLength} characters).`);
  const lifted = isRecordId(id) ? await store.lift(access, id, { by: officer.name, why: text }, accessEntry(access, 'record-unflagged')) : null;
  if (lifted === null) throw new CieError('FLAG_UNKNOWN', 'There is no such flag, or it was taken away already.');
  return lifted;
}
