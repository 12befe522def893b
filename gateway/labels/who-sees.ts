import type { PrivacyLabel } from './data/operations.ts';

/** Whom the patient has let in, as far as labels go. */
export interface SharingFacts {
  readonly invitations: readonly {
    readonly name: string | null;
    readonly email: string | null;
    readonly labels: readonly PrivacyLabel[];
    readonly state: string;
    /** When a team was closed or a professional left; it opens nothing since. */
    readonly goneAt: string | null;
  }[];
  readonly proxies: readonly { readonly name: string; readonly labels: readonly PrivacyLabel[]; readonly state: string }[];
}

/** Everybody beside the patient who sees items of this label because the patient let them in, each once, in the order of the alphabet. */
export function readersOf(label: PrivacyLabel, { invitations, proxies }: SharingFacts): readonly string[] {
  const invited = invitations.filter(({ state, goneAt, labels }) => (state === 'PENDING' || state === 'ACCEPTED') && goneAt === null && labels.includes(label));
  const acting = proxies.filter(({ state, labels }) => state === 'ACTIVE' && labels.includes(label));
  const names = [...invited.map(({ name, email }) => name ?? email ?? ''), ...acting.map(({ name }) => `${name} (acts for you)`)];
  return [...new Set(names.filter((name) => name !== ''))].toSorted((one, other) => one.localeCompare(other, 'en-GB'));
}
