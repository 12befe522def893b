import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { verifyAccessLog } from '@cie/sharing/verify-log';

/** `verify-log`: checks every chain of the access log and names the entry at which one breaks. */
export async function run(_args: readonly string[], settings: Settings): Promise<void> {
  const { records, entries, faults } = await verifyAccessLog(settings);
  for (const { patientId, seq, fault } of faults) console.error(`record ${patientId}: entry ${seq} ${fault}`);
  if (faults.length > 0) {
    throw new CieError('ACCESS_LOG_BROKEN', `${faults.length} of ${records} records have a broken access log. Keep the database as it is and tell the privacy officer.`);
  }
  console.info(`The access log holds: ${entries} entries of ${records} records, none changed, missing or out of place.`);
}
