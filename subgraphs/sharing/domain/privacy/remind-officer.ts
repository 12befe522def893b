import type { AccessContext } from '@cie/kit/access-context.ts';
import { tellOfficer, type PrivacyCaseStore } from './privacy-case.ts';

/** How long before the end of an answer's last day the officer is reminded, and how often from then on, in hours. */
export const remindBefore = 48;
export const remindEvery = 24;

/** ACS-5: one message a day while an answer is nearly due, or overdue; resolves with how many answers it is about. */
export function remindOfficer({ now }: AccessContext, store: Pick<PrivacyCaseStore, 'remind'>): Promise<number> {
  const hoursFrom = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
  return store.remind(now, hoursFrom(remindBefore), hoursFrom(-remindEvery), tellOfficer('privacy-due'));
}
