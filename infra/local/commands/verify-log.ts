import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { isPassingFault } from '@cie/kit/passing-fault.ts';
import { databaseSilent } from './database-silent.ts';
import { verifyAccessLog, type LogFault } from '@cie/sharing/verify-log';

/** `verify-log`: checks every chain of the access log and every checkpoint, and names the entry at which one breaks. */
export async function run(args: readonly string[], settings: Settings): Promise<void> {
  if (args.length > 0) throw new CieError('USAGE', 'verify-log takes no arguments: it checks the access log of every record.');
  const { records, entries, checkpoints, faults } = await verifyAccessLog(settings).catch((error: unknown) => {
    throw isPassingFault(error) ? databaseSilent(error) : error;
  });
  for (const line of describeFaults(faults)) console.error(line);
  if (faults.length > 0) {
    const broken = new Set(faults.flatMap((fault) => ('patientId' in fault ? [fault.patientId] : [])));
    throw new CieError('ACCESS_LOG_BROKEN', `${broken.size} of ${records} records have a broken access log. Keep the database and the file of checkpoints as they are and tell the privacy officer (subgraphs/sharing/access-log.md).`);
  }
  console.info(`The access log holds: ${entries} entries of ${records} records, none changed, missing or out of place, and what was signed says the same (checkpoints: ${checkpoints}).`);
}

/** A line for each fault; checkpoints in a row with the same fault share one. */
export function describeFaults(faults: readonly LogFault[]): string[] {
  const entries = faults.flatMap((fault) => {
    if (!('patientId' in fault)) return [];
    return fault.fault === 'rewritten' ? `record ${fault.patientId}: entries ${fault.after + 1} to ${fault.seq} rewritten or removed` : `record ${fault.patientId}: entry ${fault.seq} ${fault.fault}`;
  });
  const runs: { first: number; last: number; about: string }[] = [];
  for (const place of ['database', 'file']) {
    for (const fault of faults) {
      if (!('place' in fault) || fault.place !== place) continue;
      const about = `in the ${place}: ${fault.fault}`;
      const run = runs.at(-1);
      if (run?.about === about && run.last + 1 === fault.checkpoint) run.last = fault.checkpoint;
      else runs.push({ first: fault.checkpoint, last: fault.checkpoint, about });
    }
  }
  return [...entries, ...runs.map(({ first, last, about }) => `${first === last ? `checkpoint ${first}` : `checkpoints ${first} to ${last}`} ${about}`)];
}
