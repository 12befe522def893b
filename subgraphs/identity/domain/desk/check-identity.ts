import type { AccessContext } from '@cie/kit/access-context.ts';
import { checkStatements, invitableKinds, type CheckAnswer, type CheckDifference, type CheckEvidence, type CheckMethod, type CheckStatement } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { cleanText } from '../desk-case.ts';
import { compareWithRequest } from './compare-with-request.ts';
import type { Desk, HeldCase, WithDesk } from './desk.ts';
import { onOpenCase } from './work-desk-case.ts';

export interface CheckInput {
  readonly method: CheckMethod | null;
  readonly evidence: readonly CheckEvidence[];
  readonly statements: readonly CheckStatement[];
  readonly nhsNumber: string;
  /** ISO date; null when there was no such day. */
  readonly birthDate: string | null;
  readonly note: string;
  /** NHS number of the record that the checker made sure of although it differs from the request; null when nobody did. */
  readonly sameAs: string | null;
}

/** A fault of a check: code, and the field that it is about. */
export type CheckProblem = readonly [code: string, field: keyof CheckInput];

/**
 * What is missing from an identity check; nothing when somebody may be invited on it (REG-5). A photo has to be seen, in
 * person or on a screen; or staff who know the person vouch for them, and then the note says who.
 */
export function checkProblems({ method, evidence, statements, nhsNumber, birthDate, note }: CheckInput, now: Date): readonly CheckProblem[] {
  const found: CheckProblem[] = [];
  const number = parseNhsNumber(nhsNumber);
  if (method === null) found.push(['CHECK_METHOD_MISSING', 'method']);
  const photos = evidence.filter((each) => each !== 'staff-vouched');
  if (method === 'vouched') {
    if (!evidence.includes('staff-vouched')) found.push(['CHECK_EVIDENCE_VOUCHED', 'evidence']);
    if (cleanText(note, 4000) === '') found.push(['CHECK_VOUCHER_MISSING', 'note']);
  } else if (method !== null && photos.length === 0) {
    found.push(['CHECK_EVIDENCE_PHOTO', 'evidence']);
  } else if (evidence.length === 0) {
    found.push(['CHECK_EVIDENCE_MISSING', 'evidence']);
  }
  if (!number.ok) found.push([number.code, 'nhsNumber']);
  if (birthDate === null || birthDate > now.toISOString().slice(0, 10)) found.push(['CHECK_BIRTH_DATE', 'birthDate']);
  if (checkStatements.some((each) => !statements.includes(each))) found.push(['CHECK_STATEMENTS', 'statements']);
  return found;
}

const differenceWords: Readonly<Record<CheckDifference, string>> = { name: 'name', birthDate: 'date of birth', nhsNumber: 'NHS number' };

/**
 * Records how an identity was checked, and by whom, when a record has this number and date of birth. One that differs from the
 * request has to be made sure of by name. Throws CASE_KIND when the case is not about a person's own record, and what `onOpenCase` throws.
 */
export async function checkIdentity(access: AccessContext, withDesk: WithDesk, id: string, input: CheckInput): Promise<CheckAnswer> {
  return onOpenCase(access, withDesk, id, async ({ desk, held, viewer, record }) => {
    if (!invitableKinds.includes(held.kind)) throw notInvitable();
    const typed = checkProblems(input, access.now);
    const number = parseNhsNumber(input.nhsNumber);
    const { method, birthDate } = input;
    if (!number.ok || birthDate === null) return { problems: typed, other: null };
    const { missing, other } = await findRecord(desk, held, number.value, birthDate);
    const unsure: CheckProblem[] = other === null || input.sameAs === number.value ? [] : [['CHECK_SAME_PERSON', 'sameAs']];
    const problems = [...typed, ...missing, ...unsure];
    if (problems.length > 0 || method === null) return { problems, other };
    const note = cleanText(input.note, 4000);
    await desk.addCheck(id, {
      at: access.now, accountId: viewer.accountId, who: viewer.name, method, evidence: input.evidence, nhsNumber: number.value, birthDate, note: note === '' ? null : note,
    });
    const differs = (other?.differs ?? []).map((each) => differenceWords[each]).join(', ');
    await record('identity-checked', differs === '' ? null : `The record differs from the request (${differs}). Made sure that it is the same person.`);
    return { problems: [], other: null };
  });
}

/** The desk is told what is wrong: it may read names, and could not help the person otherwise. */
async function findRecord(desk: Desk, held: HeldCase, nhsNumber: string, birthDate: string): Promise<{ missing: readonly CheckProblem[]; other: CheckAnswer['other'] }> {
  const found = await desk.recordWith(nhsNumber);
  if (found === null) return { missing: [['CHECK_NUMBER_UNKNOWN', 'nhsNumber']], other: null };
  if (found.birthDate !== birthDate) return { missing: [['CHECK_BIRTH_DATE_OTHER', 'birthDate']], other: null };
  const differs = compareWithRequest(held, nhsNumber, found);
  const name = [found.givenName, found.familyName].filter((part) => part !== null).join(' ');
  return { missing: [], other: differs.length === 0 ? null : { name, birthDate, nhsNumber, differs } };
}

export function notInvitable(): CieError {
  return new CieError('CASE_KIND', 'Nobody is invited from a case of this kind.');
}
