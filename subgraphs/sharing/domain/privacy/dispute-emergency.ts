import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { privacyTextLength } from '@cie/kit/privacy.ts';
import { accessEntry } from '../access-entry.ts';
import type { HolidayExceptions } from '../bank-holidays.ts';
import { ownerFor } from '../own-record.ts';
import { answerBy } from './answer-by.ts';
import { caseUnknown, checkedCaseId, tellOfficer, type CaseStep, type PrivacyCase, type PrivacyCaseStore } from './privacy-case.ts';

/** Shortest text with which somebody disputes an emergency, in characters after trimming. */
export const disputeLength = 10;

/** Emergencies in which the viewer's own record was opened, newest first. Throws OWN_RECORD_ONLY. */
export async function ownEmergencies(access: AccessContext, store: PrivacyCaseStore, groupOf: (patientId: string) => Promise<readonly string[]>): Promise<PrivacyCase[]> {
  return store.emergenciesOf(await groupOf(ownRecordOf(access)));
}

/**
 * ACS-5: the person says that there was no emergency, or asks what it was for, and gets an answer by a deadline. Once for each emergency: what
 * the officer decided before then counts no more. Throws OWN_RECORD_ONLY, PRIVACY_CASE_UNKNOWN, DISPUTE_TEXT, DISPUTE_TWICE.
 */
export async function disputeEmergency(
  access: AccessContext,
  { cases, holidays }: { readonly cases: PrivacyCaseStore; readonly holidays: HolidayExceptions },
  groupOf: (patientId: string) => Promise<readonly string[]>,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<PrivacyCase> {
  const mine = await groupOf(ownRecordOf(access));
  const dispute = text.trim();
  if (dispute.length < disputeLength || dispute.length > privacyTextLength) {
    throw new CieError('DISPUTE_TEXT', `Say in your own words what was not right (${disputeLength} to ${privacyTextLength} characters).`);
  }
  const disputed = await cases.change(access, checkedCaseId(id), (found): CaseStep => {
    // Somebody else's emergency is answered like one that does not exist.
    if (found.kind !== 'emergency' || found.patientId === null || !mine.includes(found.patientId)) throw caseUnknown();
    if (found.disputedAt !== null) throw new CieError('DISPUTE_TWICE', 'You have asked about this already. The answer comes to you here.');
    return {
      change: { outcome: null, disputedAt: access.now, answerBy: answerBy(access.now, holidays), texts: { ...found.texts, dispute } },
      entry: accessEntry(access, 'emergency-disputed', { doors: ['self'] }),
      notices: [tellOfficer('privacy-dispute')],
    };
  });
  if (disputed === null) throw caseUnknown();
  return disputed;
}

function ownRecordOf(access: AccessContext): string {
  const owner = ownerFor(access, 'see-log');
  if (owner === null) throw new CieError('OWN_RECORD_ONLY', 'Only the person whose record it is can ask about this. Sign in as that person.');
  return owner.patientId;
}
