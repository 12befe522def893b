import { CieError } from '@cie/kit/errors.ts';

/** What somebody reads to whom the record would be open, were it not flagged. */
export function reasonWanted(): CieError {
  return new CieError('REASON_WANTED', 'This record is specially protected. Say why you open it: the privacy officer is told, and the patient can read it.');
}
