import type { ProxyTerms } from '../domain/proxy-standing.ts';

type Moments = 'endsAt' | 'reviewedAt' | 'suspendedByPatientAt' | 'suspendedByDeskAt';

/** Terms as `proxyTerms` build them: moments are texts. */
export type StoredTerms = Omit<ProxyTerms, Moments> & Readonly<Record<Moments, string | null>>;

/** What decides about a row of `proxy x`, as an object for lists of facts. */
export const proxyTerms = `jsonb_build_object('basis', x.basis, 'birthDate', x.birth_date, 'decided', x.decided, 'labels', x.labels,
  'endsAt', x.ends_at, 'reviewedAt', x.reviewed_at, 'consent', x.consent, 'suspendedByPatientAt', x.suspended_by_patient_at,
  'suspendedByDeskAt', x.suspended_by_desk_at, 'reason', x.reason)`;

export function readTerms(terms: StoredTerms): ProxyTerms {
  return {
    ...terms,
    endsAt: momentOf(terms.endsAt),
    reviewedAt: momentOf(terms.reviewedAt),
    suspendedByPatientAt: momentOf(terms.suspendedByPatientAt),
    suspendedByDeskAt: momentOf(terms.suspendedByDeskAt),
  };
}

const momentOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
