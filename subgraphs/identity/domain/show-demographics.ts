import type { AccessContext } from '@cie/kit/access-context.ts';
import { newestDemographics, type Demographics } from './demographics.ts';

/** What to show of a person (ACC-2). `readVisible` returns what the passes of this request open, and nothing else. */
export async function showDemographics(_access: AccessContext, readVisible: () => Promise<readonly Demographics[]>): Promise<Demographics | null> {
  return newestDemographics(await readVisible());
}
