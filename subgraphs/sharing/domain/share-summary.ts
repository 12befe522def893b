import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Label, RecordRoom } from '@cie/kit/names.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { fetchMinutes, mostWaitingSummaries, mostWrongTries, summaryHours, whoLength, type ShareOutcome, type SummaryWay } from '@cie/kit/summary-shares.ts';
import { accessEntry, type AccessAction, type AccessEntry } from './access-entry.ts';
import { ownerFor, ownerOf, type RecordOwner } from './own-record.ts';
import { judgeTry, type Attempted, type SharedSummary, type SummaryContent, type SummaryKeys, type SummaryStore, type TriedSummary, type TryDecision, type TryKind } from './summary-share.ts';

/** The rooms that a summary is made from. Appointments say where somebody goes, and are no part of it. */
const summaryAreas: readonly RecordRoom[] = ['identity', 'results', 'documents'];

export interface SummaryWish {
  readonly id: string;
  readonly labels: readonly Label[];
  /** How long it waits to be opened; one of those that are offered. */
  readonly hours: number;
  readonly keys: SummaryKeys;
  readonly content: SummaryContent;
}

/** ACS-3: keeps a summary that the patient gives away, which opens once. Throws OWN_RECORD_ONLY, SUMMARY_LABELS, SUMMARY_UNTIL. */
export async function shareSummary(access: AccessContext, store: SummaryStore, wish: SummaryWish): Promise<ShareOutcome> {
  const owner = sharer(access);
  if (wish.labels.length === 0 || !isRecordId(wish.id)) throw new CieError('SUMMARY_LABELS', 'Choose at least one part of your record to share.');
  if (!summaryHours.some((each) => each === wish.hours)) throw new CieError('SUMMARY_UNTIL', 'Choose how long the summary can be opened.');
  const labels = [...new Set(wish.labels)].toSorted((one, other) => one - other);
  const { id, hours, keys, content } = wish;
  const endsAt = new Date(access.now.getTime() + hours * 3_600_000);
  const summary = { id, labels, endsAt, keys, content, patientId: owner.patientId, accountId: owner.viewer.accountId };
  return store.add(access, summary, accessEntry(access, 'summary-shared', { doors: ['self'], areas: summaryAreas }), mostWaitingSummaries);
}

function sharer(access: AccessContext): RecordOwner {
  const owner = ownerFor(access, 'share');
  if (owner === null) throw new CieError('OWN_RECORD_ONLY', 'Only the person whose record it is can give a summary of it away. Sign in as that person.');
  return owner;
}

/** All summaries of the viewer's own record. Throws OWN_RECORD_ONLY. */
export async function listSummaries(access: AccessContext, store: SummaryStore, groupOf: GroupOf): Promise<readonly SharedSummary[]> {
  return store.list(await groupOf(sharer(access).patientId), access.now);
}

/** Works at once: a summary is opened by whoever asks first, the one who stops it or the one who opens it. Throws OWN_RECORD_ONLY. */
export async function stopSummary(access: AccessContext, store: SummaryStore, groupOf: GroupOf, id: string): Promise<boolean> {
  const { patientId } = ownerOf(access);
  return isRecordId(id) && store.stop(access, await groupOf(patientId), id, accessEntry(access, 'summary-stopped', { doors: ['self'], areas: summaryAreas }));
}

type GroupOf = (patientId: string) => Promise<readonly string[]>;

export interface OpeningTry {
  readonly way: SummaryWay;
  readonly find: Buffer;
  /** Null where a link was asked without its passcode. */
  readonly proof: Buffer | null;
  /** Who they say they are; nobody checks it. */
  readonly who: string;
  /** Of a receiver that takes no longer bundle than this in an answer, and by what it will fetch it. */
  readonly fetch: { readonly longerThan: number; readonly find: Buffer } | null;
}

/**
 * ACS-3: opens a summary once, for whoever has its code or link and knows the date of birth. Five wrong dates close it for good. The entry in
 * the patient's access log and the message to the patient are written with it or it does not open (ACS-6).
 */
export async function openSummary(access: AccessContext, store: SummaryStore, { way, find, proof, who, fetch }: OpeningTry): Promise<Attempted & { readonly remaining: number }> {
  let wrong = 0;
  const decide = (found: TriedSummary | null): TryDecision => {
    const decision = decideTry(access, found, judgeTry(found, proof, access.now), who);
    wrong = decision.change.wrong ?? found?.wrong ?? 0;
    return decision;
  };
  const until = new Date(access.now.getTime() + fetchMinutes * 60_000);
  const attempted = await store.attempt(access, way, find, decide, fetch === null ? null : { ...fetch, until });
  return { ...attempted, remaining: mostWrongTries - wrong };
}

/** Tries after a summary had closed that its patient is told of in the log; whoever goes on trying fills no more of it. */
const mostLateEntries = 5;

function decideTry(access: AccessContext, found: TriedSummary | null, kind: TryKind, who: string): TryDecision {
  const nothing = { kind, change: {}, entry: null, notices: [] } as const;
  if (found === null) return { ...nothing, entry: accessEntry(access, 'refused', { reason: 'A code or link for a summary that there is not' }) };
  if (kind === 'unasked') return nothing;
  if (kind === 'right') {
    return {
      kind,
      change: { openedAt: access.now, openedBy: saidName(who) },
      entry: entryOf(access, 'summary-opened', who, 'They said themselves who they are; nobody has checked it'),
      notices: [receipt(found, 'summary-opened')],
    };
  }
  if (kind === 'late') {
    if (found.late >= mostLateEntries) return nothing;
    return { ...nothing, change: { late: found.late + 1 }, entry: entryOf(access, 'refused', who, 'The code or link of a summary that can be opened no more') };
  }
  const wrong = found.wrong + 1;
  const reason = `A wrong date of birth for a summary: try ${wrong} of ${mostWrongTries}`;
  if (kind === 'wrong') return { ...nothing, change: { wrong }, entry: entryOf(access, 'refused', who, reason) };
  return { kind, change: { wrong, stoppedAt: access.now }, entry: entryOf(access, 'summary-stopped', who, `${reason}. It opens for nobody any more`), notices: [receipt(found, 'summary-burned')] };
}

/** Somebody who has not signed in, under the name that they gave. */
function entryOf(access: AccessContext, action: AccessAction, who: string, reason: string): AccessEntry {
  return { ...accessEntry(access, action, { doors: action === 'summary-opened' ? ['invited'] : [], areas: summaryAreas, reason }), who: `${saidName(who)} (not signed in)` };
}

/** What somebody said of themself, as a line that the log can show: short, and without what would change the direction or the lines around it. */
export function saidName(who: string): string {
  // The database takes no half of a character.
  const said = who.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\s+/g, ' ').trim();
  return said === '' ? 'Somebody who did not say who they are' : said.slice(0, whoLength.most).toWellFormed();
}

/**
 * What is logged and told of a summary that ends because records were parted (ACC-5): what it holds may be somebody else's as well. When they
 * were joined is not known, so that one from before ends too.
 */
export function summaryParted(access: AccessContext): { readonly entry: AccessEntry; readonly notice: (patientId: string) => Notice } {
  const entry = { ...accessEntry(access, 'summary-stopped', { areas: summaryAreas, reason: 'Records that had been joined were parted' }), who: 'The exchange' };
  return { entry, notice: (patientId) => receipt({ patientId }, 'summary-stopped') };
}

const receipt = ({ patientId }: Pick<SharedSummary, 'patientId'>, template: 'summary-opened' | 'summary-burned' | 'summary-stopped') => ({ kind: 'message', to: { patientId, by: 'email' }, template, values: {} }) as const;
