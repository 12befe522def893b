import type { RecordGroup } from '@cie/kit/notices/notice.ts';

/** A record as it is compared before it is joined to another. */
export interface JoinableRecord {
  readonly patientId: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly familyName: string;
  readonly givenName: string | null;
}

/** A live link: `retiredId` is read as part of `survivingId`. */
export interface RecordLink {
  readonly id: string;
  readonly retiredId: string;
  readonly survivingId: string;
  readonly organisation: string | null;
}

/** Who joins or parts, and why. */
export interface LinkAuthor {
  readonly at: Date;
  readonly basis: 'message' | 'staff';
  /** Id of the message, or of the account of a person of the desk. */
  readonly by: string;
  /** ODS code of the hospital that sent the message. */
  readonly organisation: string | null;
  readonly reason: string | null;
}

/** What a link between two records would come to. */
export type LinkCheck = 'joined-already' | 'cycle' | 'retired-elsewhere' | 'free';

/**
 * Looks along the live links whether `retired` can be retired into `surviving`. A record is retired into one other; a link that
 * would lead back to where it began is refused, since then nobody would survive (abuse case 59).
 */
export function checkLink(retiredId: string, survivingId: string, links: readonly RecordLink[]): LinkCheck {
  const parentOf = new Map(links.map((link) => [link.retiredId, link.survivingId]));
  if (isAbove(retiredId, survivingId, parentOf)) return 'cycle';
  if (isAbove(survivingId, retiredId, parentOf)) return 'joined-already';
  return parentOf.has(retiredId) ? (rootOf(retiredId, parentOf) === rootOf(survivingId, parentOf) ? 'joined-already' : 'retired-elsewhere') : 'free';
}

/** Why two records that a message wants joined may be two people's, or null. */
export function disagreement(one: JoinableRecord, other: JoinableRecord): string | null {
  if (one.birthDate !== other.birthDate) return 'The two records have different dates of birth.';
  if (nameKey(one.familyName) !== nameKey(other.familyName) || nameKey(one.givenName ?? '') !== nameKey(other.givenName ?? '')) {
    return 'The two records have different NHS numbers and different names.';
  }
  return null;
}

/** Names as people compare them: without case, accents, hyphens and blanks. */
function nameKey(name: string): string {
  return name.normalize('NFKD').replace(/[^\p{L}]/gu, '').toLowerCase();
}

function isAbove(upper: string, lower: string, parentOf: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = lower; at !== undefined; at = parentOf.get(at)) if (at === upper) return true;
  return false;
}

function rootOf(id: string, parentOf: ReadonlyMap<string, string>): string {
  let root = id;
  for (let next = parentOf.get(root); next !== undefined; next = parentOf.get(root)) root = next;
  return root;
}

/** Each of these groups once. */
export function distinctGroups(groups: readonly RecordGroup[]): readonly RecordGroup[] {
  return [...new Map(groups.map((group) => [group.survivingId, group])).values()];
}
