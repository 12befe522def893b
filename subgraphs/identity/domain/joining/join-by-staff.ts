import type { AccessContext } from '@cie/kit/access-context.ts';
import { isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { MergeOutcome } from '@cie/kit/merges.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { requireDesk } from '../desk/require-desk.ts';
import type { Joins } from './joins.ts';
import { checkLink, type JoinableRecord, type LinkAuthor } from './record-link.ts';

export interface PersonDetails {
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
}

export interface MergeWish {
  /** The record that stands for both from then on. */
  readonly surviving: PersonDetails;
  readonly retired: PersonDetails;
  readonly reason: string;
}

/** Shortest and longest reason, in characters. */
const reasonLength = { least: 10, most: 1000 } as const;

/**
 * The desk joins two records (ACC-5). Unlike a message it may join what disagrees: whoever typed both numbers and dates of birth has
 * looked at both people. Throws DESK_ONLY, MERGE_REASON, MERGE_UNKNOWN, MERGE_SAME, MERGE_CYCLE, MERGE_RETIRED.
 */
export async function mergeRecords(access: AccessContext, joins: Joins, { surviving, retired, reason }: MergeWish): Promise<MergeOutcome> {
  const author = authorOf(access, reason);
  await joins.takeTurn([]);
  const [kept, other] = [await found(joins, surviving), await found(joins, retired)];
  if (kept.patientId === other.patientId) throw new CieError('MERGE_SAME', 'Both are one record. Enter the details of two.');

  const links = [...(await joins.linksOf(kept.patientId)), ...(await joins.linksOf(other.patientId))];
  const check = checkLink(other.patientId, kept.patientId, links);
  if (check === 'cycle') throw new CieError('MERGE_CYCLE', 'The record that is to stand for both was itself merged into the other one. Undo that merge first.');
  if (check === 'retired-elsewhere') throw new CieError('MERGE_RETIRED', 'This record was merged into another one already. Merge that one, or undo the merge first.');
  if (check === 'joined-already') return { mergeId: links.find((link) => link.retiredId === other.patientId)?.id ?? '', changed: false };
  const link = await joins.add(other.patientId, kept.patientId, author);
  await joins.announce([kept.patientId]);
  return { mergeId: link.id, changed: true };
}

/** The desk parts two records again; every row is where its own identifiers put it. Throws DESK_ONLY, MERGE_REASON, MERGE_UNKNOWN. */
export async function unmergeRecords(access: AccessContext, joins: Joins, wish: { readonly mergeId: string; readonly reason: string }): Promise<MergeOutcome> {
  const author = authorOf(access, wish.reason);
  await joins.takeTurn([]);
  const link = isRecordId(wish.mergeId) ? await joins.byId(wish.mergeId) : null;
  if (link === null) throw new CieError('MERGE_UNKNOWN', 'There is no such merge. Reload the list.');
  if (link.isUndone) return { mergeId: link.id, changed: false };
  await joins.undo(link.id, author);
  await joins.announce([link.retiredId, link.survivingId]);
  return { mergeId: link.id, changed: true };
}

function authorOf(access: AccessContext, reason: string): LinkAuthor {
  const { accountId } = requireDesk(access);
  const text = reason.trim();
  if (text.length < reasonLength.least || text.length > reasonLength.most) {
    throw new CieError('MERGE_REASON', `Say why, in ${reasonLength.least} to ${reasonLength.most} characters: whoever looks at it later must understand.`);
  }
  return { at: access.now, basis: 'staff', by: accountId, organisation: null, reason: text };
}

async function found(joins: Joins, { nhsNumber, birthDate }: PersonDetails): Promise<JoinableRecord> {
  const number = parseNhsNumber(nhsNumber);
  const record = number.ok && isDay(birthDate) ? await joins.find(number.value, birthDate) : null;
  if (record === null) throw new CieError('MERGE_UNKNOWN', 'No record has this NHS number and date of birth. Check both.');
  return record;
}
