import type { AccessContext } from '@cie/kit/access-context.ts';
import { checkStatements, invitableKinds, type CheckEvidence, type CheckMethod, type CheckStatement } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { cleanText } from '../desk-case.ts';
import type { WithDesk } from './desk.ts';
import { onOpenCase } from './work-desk-case.ts';

export interface CheckInput {
  readonly method: CheckMethod | null;
  readonly evidence: readonly CheckEvidence[];
  readonly statements: readonly CheckStatement[];
  readonly nhsNumber: string;
  /** ISO date; null when there was no such day. */
  readonly birthDate: string | null;
  readonly note: string;
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

/**
 * Records how an identity was checked, and by whom. Throws CHECK_INCOMPLETE, CASE_KIND when the case is not about a person's own
 * record, and what `onOpenCase` throws.
 */
export async function checkIdentity(access: AccessContext, withDesk: WithDesk, id: string, input: CheckInput): Promise<{ problems: readonly CheckProblem[] }> {
  return onOpenCase(access, withDesk, id, async ({ desk, held, viewer, record }) => {
    if (!invitableKinds.includes(held.kind)) throw notInvitable();
    const problems = checkProblems(input, access.now);
    const number = parseNhsNumber(input.nhsNumber);
    if (problems.length > 0 || input.method === null || input.birthDate === null || !number.ok) return { problems };
    const note = cleanText(input.note, 4000);
    await desk.addCheck(id, {
      at: access.now, accountId: viewer.accountId, who: viewer.name, method: input.method, evidence: input.evidence,
      nhsNumber: number.value, birthDate: input.birthDate, note: note === '' ? null : note,
    });
    await record('identity-checked', null);
    return { problems: [] };
  });
}

export function notInvitable(): CieError {
  return new CieError('CASE_KIND', 'Nobody is invited from a case of this kind.');
}
