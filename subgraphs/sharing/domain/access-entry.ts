import type { AccessContext, AccessFrom } from '@cie/kit/access-context.ts';
import type { ChangePurpose } from '@cie/kit/changes.ts';
import type { Door, RecordRoom } from '@cie/kit/names.ts';
import type { CopyReason } from './decide.ts';

export const accessActions = [
  'read', 'viewed-as', 'downloaded', 'calendar-read', 'log-downloaded', 'refused', 'changed', 'invited', 'invitation-accepted', 'invitation-revoked',
  'summary-shared', 'summary-opened', 'summary-stopped', 'emergency-started', 'emergency-ended', 'emergency-disputed', 'emergency-answered', 'reason-stated', 'record-flagged', 'record-unflagged',
  'request-received', 'request-previewed', 'request-review-asked', 'request-reviewed', 'request-decided', 'request-delivered',
  'proxy-requested', 'proxy-started', 'proxy-refused', 'proxy-reviewed', 'proxy-suspended', 'proxy-resumed', 'proxy-ended',
] as const;
export type AccessAction = (typeof accessActions)[number];

/** What the access log says of one event (ACS-6); the store adds patient, sequence and time. */
export interface AccessEntry {
  readonly action: AccessAction;
  readonly who: string;
  readonly account: string | null;
  readonly kind: 'patient' | 'professional' | null;
  readonly role: string | null;
  readonly organisation: string | null;
  /** From where; left out where it cannot be told. */
  readonly from?: AccessFrom;
  readonly doors: readonly Door[];
  readonly areas: readonly RecordRoom[];
  readonly reason: string | null;
  /** What was changed, or asked to be; left out where nothing was. */
  readonly purpose?: ChangePurpose;
  /** Teams that the patient had invited, by which the door opened; left out where none was. */
  readonly teams?: readonly string[];
  /** Where the door `invited` stood open by a request for a copy alone, and nobody was invited (SAR-1). */
  readonly copy?: CopyReason;
  /** Whom an invitation is for: a team, a professional, or an e-mail address. */
  readonly invitee?: string;
  /** In the log of a joined record, names by a hash the log that the same entry stands in first (ACC-5); only the database writes it. */
  readonly joined?: string;
  readonly request: string;
}

/** What an entry may say beside who, when and what was done. */
export type EntryDetails = Partial<Pick<AccessEntry, 'doors' | 'areas' | 'reason' | 'purpose' | 'teams' | 'copy' | 'invitee'>>;

/** An entry about what this viewer does in this request. */
export function accessEntry(
  access: AccessContext,
  action: AccessAction,
  details: EntryDetails = {},
): AccessEntry {
  const { viewer } = access;
  return {
    action,
    who: viewer?.name ?? 'Somebody who had not signed in',
    account: viewer?.accountId ?? null,
    kind: viewer?.kind ?? null,
    role: viewer?.role ?? null,
    organisation: viewer?.organisation ?? null,
    ...fromOf(access),
    doors: details.doors ?? [],
    areas: details.areas ?? [],
    reason: details.reason ?? null,
    ...(details.purpose === undefined ? {} : { purpose: details.purpose }),
    ...(details.teams === undefined || details.teams.length === 0 ? {} : { teams: details.teams }),
    ...(details.copy === undefined ? {} : { copy: details.copy }),
    ...(details.invitee === undefined ? {} : { invitee: details.invitee }),
    request: access.requestId,
  };
}

/** A session that a patient-record system launched, and a calendar's fetch, say by themselves from where they are. */
function fromOf({ viewer, purpose, from }: AccessContext): { readonly from?: AccessFrom } {
  if (viewer?.onlyPatientId !== undefined) return { from: { place: 'launch' } };
  if (purpose === 'calendar') return { from: { place: 'calendar' } };
  return from === undefined ? {} : { from };
}
