import { birthdayAt, daysBefore } from '@cie/kit/days.ts';
import type { Label } from '@cie/kit/names.ts';
import type { OwnConsent, ProxyBasis, ProxyReason, ProxyState } from '@cie/kit/proxies.ts';

/** What was decided about a proxy by people; the calendar decides the rest. */
export interface ProxyTerms {
  readonly basis: ProxyBasis;
  /** Of the patient, ISO date. */
  readonly birthDate: string;
  readonly decided: 'requested' | 'active' | 'ended' | 'refused';
  readonly labels: readonly Label[];
  /** Null until it was verified. */
  readonly endsAt: Date | null;
  /** When the desk last made sure, with the patient's own consent where they understand; verifying is the first review. */
  readonly reviewedAt: Date | null;
  readonly consent: OwnConsent | null;
  readonly suspendedByPatientAt: Date | null;
  readonly suspendedByDeskAt: Date | null;
  /** Why the desk refused, suspended or ended. */
  readonly reason: ProxyReason | null;
}

export interface Standing {
  readonly state: ProxyState;
  readonly reason: ProxyReason | null;
  /** When an active proxy stops by itself, unless somebody decides otherwise before. */
  readonly until: Date | null;
}

/** A parent's access is reviewed when the child turns 13, and stops for good when the child turns 16. */
export const reviewAge = 13;
export const independentAge = 16;
/** From then on somebody can consent in writing themselves, and sign in themselves. */
export const consentAge = 13;

/** How long before the 13th birthday the child's consent counts as the one that is due then, in years. */
const consentedAhead = 1;
/** The same for somebody's assessment that the child cannot decide, in days: what is true of a child of twelve may not be so a year later. */
const assessedAhead = 90;

/**
 * ACC-4: how a proxy stands at this moment. Decided from dates when somebody asks, never by a job that may be late: on the 13th and
 * 16th birthday the door is shut from the first second (abuse case 12).
 */
export function standingOf(terms: ProxyTerms, now: Date): Standing {
  const { decided, reason, endsAt } = terms;
  if (decided === 'refused' || decided === 'ended') return { state: decided, reason, until: null };
  if (terms.suspendedByPatientAt !== null) return suspended('PATIENT_SUSPENDED');
  if (decided === 'requested' || endsAt === null) return { state: 'requested', reason: null, until: null };

  const gates = gatesOf(terms);
  // From 16 on it is that, whatever was left undone at 13.
  const passed = gates.findLast((gate) => gate.at <= now);
  if (passed !== undefined) return suspended(passed.reason);
  if (endsAt <= now) return { state: 'ended', reason: 'EXPIRED', until: null };
  if (terms.suspendedByDeskAt !== null) return suspended(reason ?? 'OTHER');
  const [next] = gates;
  return { state: 'active', reason: null, until: next !== undefined && next.at < endsAt ? next.at : endsAt };
}

interface Gate {
  readonly at: Date;
  readonly reason: ProxyReason;
}

/** The birthdays that close a parent's access, in their order; none for other bases, which age does not touch. */
function gatesOf(terms: ProxyTerms): readonly Gate[] {
  if (terms.basis !== 'parental-responsibility') return [];
  const review = reviewDueAt(terms);
  return [
    ...(review === null ? [] : [{ at: review, reason: 'ROLE_SUSPENDED_PENDING_REVIEW' as const }]),
    { at: birthdayAt(terms.birthDate, independentAge), reason: 'AGE_16' },
  ];
}

/** The 13th birthday, while the review that a parent's access needs then has not been made; else null. */
export function reviewDueAt({ basis, birthDate, reviewedAt, consent }: ProxyTerms): Date | null {
  if (basis !== 'parental-responsibility') return null;
  const due = birthdayAt(birthDate, reviewAge);
  const countsFrom = consent === 'given' ? birthdayAt(birthDate, reviewAge - consentedAhead) : daysBefore(due, assessedAhead);
  return reviewedAt !== null && consent !== 'refused' && reviewedAt >= countsFrom ? null : due;
}

function suspended(reason: ProxyReason): Standing {
  return { state: 'suspended', reason, until: null };
}
