import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import type { PrivacyLabel } from './data/operations.ts';

/** Whom the patient has let in, as far as labels go. */
export interface SharingFacts {
  readonly invitations: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly email: string | null;
    readonly labels: readonly PrivacyLabel[];
    readonly state: string;
    /** When a team was closed or a professional left; it opens nothing since. */
    readonly goneAt: string | null;
  }[];
  readonly proxies: readonly { readonly name: string; readonly labels: readonly PrivacyLabel[]; readonly state: string }[];
  /** To whom the record stands open now, by every right together. */
  readonly readers: readonly { readonly ids: readonly string[]; readonly ownGroup: boolean; readonly organisation: { readonly odsCode: string } | null }[];
}

type Invited = SharingFacts['invitations'][number];

const isOpen = ({ state, goneAt }: Invited): boolean => (state === 'PENDING' || state === 'ACCEPTED') && goneAt === null;
const nameOf = ({ name, email }: Invited): string => name ?? email ?? '';
const inOrder = (names: readonly string[]): readonly string[] => [...new Set(names.filter((name) => name !== ''))].toSorted((one, other) => one.localeCompare(other, 'en-GB'));

/** Everybody beside the patient who sees items of this label because the patient let them in, each once, in the order of the alphabet. */
export function readersOf(label: PrivacyLabel, { invitations, proxies }: SharingFacts): readonly string[] {
  const invited = invitations.filter((each) => isOpen(each) && each.labels.includes(label));
  const acting = proxies.filter(({ state, labels }) => state === 'ACTIVE' && labels.includes(label));
  return inOrder([...invited.map(nameOf), ...acting.map(({ name }) => `${name} (acts for you)`)]);
}

/**
 * Of those whom the patient let in, whom this label does not show the item to and who see it all the same, because their own
 * record-sharing group supplied it (ACS-4). `supplier` is an ODS code, null for what a person entered.
 */
export function readersByCare(label: PrivacyLabel, supplier: string | null, { invitations, readers }: SharingFacts): readonly string[] {
  if (supplier === null) return [];
  const group = recordSharingGroupOf(supplier);
  const staff = new Set(readers.filter(({ ownGroup, organisation }) => ownGroup && organisation !== null && group.includes(organisation.odsCode)).flatMap(({ ids }) => ids));
  return inOrder(invitations.filter((each) => isOpen(each) && !each.labels.includes(label) && staff.has(`invitation-${each.id}`)).map(nameOf));
}
