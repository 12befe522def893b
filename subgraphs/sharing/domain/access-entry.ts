import type { AccessContext } from '@cie/kit/access-context.ts';
import type { ChangePurpose } from '@cie/kit/changes.ts';
import type { Door, RecordRoom } from '@cie/kit/names.ts';

export const accessActions = [
  'read', 'downloaded', 'calendar-read', 'refused', 'changed', 'invited', 'invitation-accepted', 'invitation-revoked', 'emergency-started', 'emergency-ended',
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
  readonly doors: readonly Door[];
  readonly areas: readonly RecordRoom[];
  readonly reason: string | null;
  /** What was changed, or asked to be; left out where nothing was. */
  readonly purpose?: ChangePurpose;
  readonly request: string;
}

/** An entry about what this viewer does in this request. */
export function accessEntry(
  access: AccessContext,
  action: AccessAction,
  details: { doors?: readonly Door[]; areas?: readonly RecordRoom[]; reason?: string | null; purpose?: ChangePurpose } = {},
): AccessEntry {
  const { viewer } = access;
  return {
    action,
    who: viewer?.name ?? 'Somebody who had not signed in',
    account: viewer?.accountId ?? null,
    kind: viewer?.kind ?? null,
    role: viewer?.role ?? null,
    organisation: viewer?.organisation ?? null,
    doors: details.doors ?? [],
    areas: details.areas ?? [],
    reason: details.reason ?? null,
    ...(details.purpose === undefined ? {} : { purpose: details.purpose }),
    request: access.requestId,
  };
}
