import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { extendDelayMutation, releaseReportMutation } from './operations.ts';

/** Lets patient and proxies read a report now (RES-4). Throws AskError 'refused' with what to correct. */
export async function releaseReport(ask: Ask, patient: string, report: string, reason: string): Promise<void> {
  await ask(releaseReportMutation, { patient, report, reason });
}

/** Makes the delay of a report longer, once (RES-4). Throws AskError 'refused' with what to correct. */
export async function extendDelay(ask: Ask, patient: string, report: string, days: number, reason: string): Promise<void> {
  await ask(extendDelayMutation, { patient, report, days, reason });
}
