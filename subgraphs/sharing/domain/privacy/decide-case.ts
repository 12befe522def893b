import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { privacyOutcomes, privacyTextLength, type PrivacyDecision } from '@cie/kit/privacy.ts';
import { accessEntry } from '../access-entry.ts';
import { caseUnknown, checkedCaseId, officerOf, writtenText, type CaseStep, type PrivacyCase, type PrivacyCaseStore } from './privacy-case.ts';

export interface CaseDecision {
  readonly id: string;
  readonly outcome: string;
  /** What was looked into, for the exchange alone. */
  readonly note: string;
  /** What the patient reads. */
  readonly answer: string | null;
}

/** Shortest note and answer, in characters after trimming. */
export const decisionLength = 10;

/**
 * ACS-5: the privacy officer says whether it was justified. Somebody who disputed it is answered in words; everybody else reads the outcome
 * in their access log. A case is decided once, and again only after the patient has disputed it. Throws PRIVACY_OFFICER_ONLY,
 * PRIVACY_CASE_UNKNOWN, PRIVACY_DECIDED, and what is wrong with the answers.
 */
export async function decideCase(access: AccessContext, store: PrivacyCaseStore, given: CaseDecision): Promise<PrivacyCase> {
  const officer = officerOf(access);
  const outcome = privacyOutcomes.find((each) => each === given.outcome);
  if (outcome === undefined) throw new CieError('PRIVACY_OUTCOME', 'Choose what you found.');
  const note = writtenText(given.note, decisionLength, 'PRIVACY_NOTE', `Write down what you looked into, and with whom (${decisionLength} to ${privacyTextLength} characters).`);
  const decided = await store.change(access, checkedCaseId(given.id), (found): CaseStep => {
    if (found.outcome !== null) throw new CieError('PRIVACY_DECIDED', 'This case was decided already. Reload the page.');
    const answer = answerTo(found, given.answer);
    const decision: PrivacyDecision = { outcome, note, answer, at: access.now.toISOString(), by: officer.name };
    return {
      change: { outcome, texts: { ...found.texts, decisions: [...found.texts.decisions, decision] } },
      // The person whose record was opened in an emergency reads what was found, whether they asked or not.
      entry: found.kind === 'emergency' ? accessEntry(access, 'emergency-answered', { reason: outcome }) : null,
      notices: found.patientId === null || found.disputedAt === null ? []
        : [{ kind: 'message', to: { patientId: found.patientId, by: 'email' }, template: 'emergency-answered', values: {} }],
    };
  });
  if (decided === null) throw caseUnknown();
  return decided;
}

/** Whoever asked gets an answer in words; to whoever did not, nothing is written that they would never be told about. */
function answerTo({ disputedAt }: PrivacyCase, answer: string | null): string | null {
  if (disputedAt === null) return null;
  return writtenText(answer ?? '', decisionLength, 'PRIVACY_ANSWER', `Answer the patient in your own words (${decisionLength} to ${privacyTextLength} characters). They read it.`);
}
