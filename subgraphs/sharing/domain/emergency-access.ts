import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';

export const emergencyCategories = ['life-threatening', 'unconscious', 'lacks-capacity', 'other'] as const;
export type EmergencyCategory = (typeof emergencyCategories)[number];

/** ACS-5: how long an emergency door stands open, in minutes. */
export const emergencyMinutes = 30;
/** Shortest and longest reason, in characters after trimming. */
export const reasonLength = { least: 10, most: 1000 } as const;

export interface EmergencyStore {
  start(access: AccessContext, emergency: NewEmergency, entry: AccessEntry): Promise<void>;
  /** Ends it for every record of the person; false when none was open. */
  end(access: AccessContext, patientIds: readonly string[], accountId: string, entry: AccessEntry): Promise<boolean>;
}

export interface NewEmergency {
  readonly patientId: string;
  readonly accountId: string;
  readonly category: EmergencyCategory;
  readonly reason: string;
  readonly endsAt: Date;
}

/** Who may find a record by number and date of birth, and open it in an emergency. Throws PROFESSIONALS_ONLY. */
export function professionalOf(access: AccessContext): Viewer {
  if (access.viewer?.kind !== 'professional') {
    throw new CieError('PROFESSIONALS_ONLY', 'Sign in as a health or care professional to do this.');
  }
  if (access.viewer.duties.length > 0) {
    throw new CieError('PROFESSIONALS_ONLY', 'Staff of the exchange itself open no records. Sign in with your clinical role to do this.');
  }
  return access.viewer;
}

/** The reason is stated before anything opens (abuse case 17). Throws EMERGENCY_REASON. */
export function checkedReason(reason: string): string {
  const text = reason.trim();
  // Letters must carry the reason: dots and dashes are a blank in disguise.
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '').length;
  if (letters < reasonLength.least || text.length > reasonLength.most) {
    throw new CieError(
      'EMERGENCY_REASON',
      `Say in your own words why you must see this record now (${reasonLength.least} to ${reasonLength.most} characters). The patient will read it.`,
    );
  }
  return text;
}

/** Opens every label of one patient's record for 30 minutes. */
export async function startEmergencyAccess(
  access: AccessContext,
  store: EmergencyStore,
  request: { patientId: string; category: EmergencyCategory; reason: string },
): Promise<void> {
  const viewer = professionalOf(access);
  const reason = checkedReason(request.reason);
  const endsAt = new Date(access.now.getTime() + emergencyMinutes * 60_000);
  const entry = accessEntry(access, 'emergency-started', { doors: ['emergency'], reason: `${request.category}: ${reason}` });
  await store.start(access, { patientId: request.patientId, accountId: viewer.accountId, category: request.category, reason, endsAt }, entry);
}

/** Closes the viewer's own emergency door early; false when none is open. */
export async function endEmergencyAccess(
  access: AccessContext,
  store: EmergencyStore,
  groupOf: (patientId: string) => Promise<readonly string[]>,
  patientId: string,
): Promise<boolean> {
  const viewer = professionalOf(access);
  if (!isRecordId(patientId)) return false;
  return store.end(access, await groupOf(patientId), viewer.accountId, accessEntry(access, 'emergency-ended', { doors: ['emergency'] }));
}
