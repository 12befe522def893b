import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { isPassingFault } from '@cie/kit/passing-fault.ts';
import { databaseSilent } from './database-silent.ts';
import { verifyAccessLog } from '@cie/sharing/verify-log';

/** `verify-log`: checks every chain of the access log and names the entry at which one breaks. */
export async function run(args: readonly string[], settings: Settings): Promise<void> {
  if (args.length > 0) throw new CieError('USAGE', 'verify-log takes no arguments: it checks the access log of every record.');
  const { records, entries, faults } = await verifyAccessLog(settings).catch((error: unknown) => {
    throw isPassingFault(error) ? databaseSilent(error) : error;
  });
  for (const { patientId, seq, fault } of faults) console.error(`record ${patientId}: entry ${seq} ${fault}`);
  if (faults.length > 0) {
    throw new CieError('ACCESS_LOG_BROKEN', `${faults.length} of ${records} records have a broken access log. Keep the database as it is and tell the privacy officer.`);
  }
  console.info(`The access log holds: ${entries} entries of ${records} records, none changed, missing or out of place.`);
}
