import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { randomUUID } from 'node:crypto';
import { accessEntry, type AccessEntry } from './access-entry.ts';
import { tellOfficer, type NewPrivacyCase } from './privacy/privacy-case.ts';

export const emergencyCategories = ['life-threatening', 'unconscious', 'lacks-capacity', 'other'] as const;
export type EmergencyCategory = (typeof emergencyCategories)[number];

/** ACS-5: how long an emergency door stands open, in minutes. */
export const emergencyMinutes = 30;
/** Shortest reason in letters and digits, and longest in characters after trimming. */
export const reasonLength = { least: 10, most: 1000 } as const;
/** So many letters or digits of a reason differ at the least: one key held down says nothing. */
export const reasonLetters = 4;

export interface EmergencyStore {
  /** Opens the door, writes its entry, puts it before the privacy officer and tells both of them: one transaction. */
  start(access: AccessContext, emergency: NewEmergency, opened: { readonly entry: AccessEntry; readonly case: NewPrivacyCase; readonly notices: readonly Notice[] }): Promise<void>;
  /** Ends it for every record of the person; false when none was open. */
  end(access: AccessContext, patientIds: readonly string[], accountId: string, entry: AccessEntry): Promise<boolean>;
}

export interface NewEmergency {
  readonly id: string;
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

/** The reason is stated before anything opens (abuse case 17). Throws EMERGENCY_REASON, or the code that is given. */
export function checkedReason(reason: string, code = 'EMERGENCY_REASON'): string {
  const text = reason.trim();
  // Letters must carry the reason: dots and dashes are a blank in disguise.
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (letters.length < reasonLength.least || text.length > reasonLength.most || new Set(letters).size < reasonLetters) {
    throw new CieError(
      code,
      `Say in words, with ${reasonLength.least} letters at the least and ${reasonLength.most} characters at the most, why you must see this record now. The patient will read it.`,
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
  const { patientId, category } = request;
  const id = randomUUID();
  await store.start(access, { id, patientId, accountId: viewer.accountId, category, reason, endsAt }, {
    entry,
    case: { id, kind: 'emergency', patientId, category, endsAt, reason },
    notices: [tellPatient(patientId, 'emergency-opened'), tellPatient(patientId, 'emergency-opened-text'), tellOfficer('privacy-case')],
  });
}

/** At once, by whatever reaches them; an account that has neither address is not written to. */
function tellPatient(patientId: string, template: 'emergency-opened' | 'emergency-opened-text'): Notice {
  return { kind: 'message', to: { patientId, by: template === 'emergency-opened' ? 'email' : 'text' }, template, values: {} };
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
