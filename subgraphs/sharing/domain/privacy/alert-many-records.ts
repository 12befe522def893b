import type { AccessContext } from '@cie/kit/access-context.ts';

/** Abuse case 3: so many records of which none opens, asked for in one operation, are no mistake. */
export const manyRecords = 10;
/** An account that goes on is reported again after so many minutes. */
export const alertMinutes = 60;

export interface AlertStore {
  /** One case and one message, however many operations of the account come at once. */
  raise(access: AccessContext, kind: 'many-records'): Promise<void>;
}

/** Alerts the privacy officer once in an operation, at the tenth record that is closed. Somebody who has not signed in cannot be named. */
export async function alertManyRecords(access: AccessContext, alerts: AlertStore, closed: number): Promise<void> {
  if (closed === manyRecords && access.viewer !== null) await alerts.raise(access, 'many-records');
}
