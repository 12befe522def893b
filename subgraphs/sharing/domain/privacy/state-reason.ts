import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { randomUUID } from 'node:crypto';
import { accessEntry, type AccessEntry } from '../access-entry.ts';
import { checkedReason, professionalOf } from '../emergency-access.ts';
import { noRecord, type RecordFinder } from '../find-record.ts';
import { searchWithinLimits, type SearchStore } from '../limit-searches.ts';
import type { DoorStore, FoundRecord } from '../open-record.ts';
import { tellOfficer, type NewPrivacyCase } from './privacy-case.ts';

/** How long a stated reason opens a flagged record, in minutes. */
export const reasonMinutes = 30;

export interface StatedReason {
  readonly patientId: string;
  readonly accountId: string;
  readonly endsAt: Date;
}

export interface StatedReasonStore {
  /** Keeps the reason with its entry in the access log, and puts it before the privacy officer: one transaction. */
  state(access: AccessContext, reason: StatedReason, opened: { readonly entry: AccessEntry; readonly case: NewPrivacyCase; readonly notices: readonly Notice[] }): Promise<void>;
}

export interface ReasonParts {
  readonly reasons: StatedReasonStore;
  readonly finder: Pick<RecordFinder, 'find'>;
  readonly searches: SearchStore;
  readonly doors: Pick<DoorStore, 'logRefusal'>;
}

/** Whose record: by its id, or as one finds a patient. */
export type WhoseRecord = { readonly patientId: string } | { readonly nhsNumber: string; readonly birthDate: string };

/**
 * Abuse case 19: states why a flagged record is to be opened, which the privacy officer is told. It opens what care for the patient opens,
 * for 30 minutes, and to nobody else: for a record that wants no reason of this viewer the answer is that of one that does not exist. Null then.
 * Throws PROFESSIONALS_ONLY, REASON_TEXT, SEARCH_TOO_OFTEN.
 */
export async function stateReason(
  access: AccessContext,
  { reasons, finder, searches, doors }: ReasonParts,
  recordOf: (patientId: string) => Promise<FoundRecord>,
  whose: WhoseRecord,
  given: string,
): Promise<string | null> {
  const viewer = professionalOf(access);
  const reason = checkedReason(given, 'REASON_TEXT');
  const wanting = async (patientId: string): Promise<string | null> => {
    const found = isRecordId(patientId) ? await recordOf(patientId) : null;
    if (found?.wantsReason === true) return found.survivingId;
    await doors.logRefusal(access, isRecordId(patientId) ? patientId : null, accessEntry(access, 'refused', { doors: ['own-organisation'] }));
    return null;
  };
  const patientId = 'patientId' in whose
    ? await wanting(whose.patientId)
    : await searchWithinLimits(access, searches, doors, async () => wanting((await finder.find(whose.nhsNumber, whose.birthDate)) ?? noRecord));
  if (patientId === null) return null;
  const endsAt = new Date(access.now.getTime() + reasonMinutes * 60_000);
  await reasons.state(access, { patientId, accountId: viewer.accountId, endsAt }, {
    entry: accessEntry(access, 'reason-stated', { doors: ['own-organisation'], reason }),
    case: { id: randomUUID(), kind: 'reason', patientId, category: 'flagged', endsAt, reason },
    notices: [tellOfficer('privacy-case')],
  });
  return patientId;
}
