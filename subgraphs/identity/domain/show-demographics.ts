import type { AccessContext } from '@cie/kit/access-context.ts';
import { newestDemographics, type Demographics } from './demographics.ts';

/**
 * What to show of a person (ACC-2). `readVisible` returns what the passes of this request open, and nothing else. Of joined records
 * it is the newest that any organisation says; the NHS number is that of the record which stands for them (ACC-5).
 */
export async function showDemographics(
  _access: AccessContext,
  survivingId: string,
  readVisible: () => Promise<readonly Demographics[]>,
): Promise<Demographics | null> {
  const visible = await readVisible();
  const newest = newestDemographics(visible);
  if (newest === null) return null;
  const surviving = newestDemographics(visible.filter((each) => each.patientId === survivingId));
  return { ...newest, nhsNumber: surviving?.nhsNumber ?? newest.nhsNumber };
}
