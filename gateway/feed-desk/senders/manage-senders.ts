import type { Pool } from 'pg';
import { CieError } from '@cie/kit/errors.ts';
import type { SenderProblem } from '../../feeds/check-sender.ts';
import { logAction, type HeldActor } from '../../feeds/held-change.ts';
import type { ConfiguredSender, FeedSender, SenderDetails, SenderKey } from '../../feeds/sender.ts';
import { issueSenderToken, listSenders, saveSender } from '../../feeds/sender.store.ts';
import { looksAfter, type FeedArea } from '../feed-rights.ts';
import { idOf } from '../held/held-message.store.ts';
import { senderKey } from '../held/sender-names.ts';

export const keyOf = ({ application, facility }: SenderKey): string => senderKey(JSON.stringify([application, facility]));

/** The senders of the organisations that somebody looks after. */
export async function sendersWithin(database: Pool, area: FeedArea): Promise<readonly ConfiguredSender[]> {
  return (await listSenders(database)).filter(({ organisation }) => looksAfter(area, organisation));
}

/** A sender by what stands for it in addresses; null for one of another organisation, as for none. */
export async function senderWithin(database: Pool, area: FeedArea, key: string): Promise<ConfiguredSender | null> {
  return (await sendersWithin(database, area)).find((each) => keyOf(each) === key) ?? null;
}

/** Who saves a sender: whose senders they set up, when they saw it changed last (null for a new one), and whether this is a sandbox. */
export interface SenderSaving {
  readonly actor: HeldActor;
  readonly area: FeedArea;
  readonly seen: string | null;
  readonly isSandbox: boolean;
}

/**
 * Saves a sender for somebody who looks after `area`. When the exchange's own staff save it, messages of it that waited while nobody
 * knew it are its organisation's from then on. Throws SenderInvalid with every problem, or SENDER_CHANGED.
 */
export async function saveSenderWithin(database: Pool, { actor, area, seen, isSandbox }: SenderSaving, sender: FeedSender & SenderDetails): Promise<void> {
  await saveSender(database, sender, actor.accountId, {
    isSandbox,
    problemsAmong: (all) => {
      const before = all.find((each) => isSame(each, sender));
      const problems = [...outOfArea(all, area, sender), ...(seen === null && before !== undefined && looksAfter(area, before.organisation) ? [alreadyThere] : [])];
      if (problems.length === 0 && seen !== null && before?.changedAt.toISOString() !== seen) throw new CieError('SENDER_CHANGED', 'Somebody has changed this sender since you opened it. Nothing of yours was saved: go back, and look at it again.');
      return problems;
    },
  });
  await logAction(database, actor, { message: null, action: 'sender-saved', detail: `${sender.application}|${sender.facility}` });
  // What a stranger sent may be about anybody: a trust cannot make it its own by naming the stranger (abuse case 22).
  if (area === 'every') await adoptHeld(database, sender);
}

/**
 * Whom a message names that waits because nobody knows its sender; null for any other message, and for a trust's engineer, to whom no
 * such message is shown. Addresses carry the message's id: with shifted fields it may name anybody in MSH-3 and MSH-4.
 */
export async function strangerOf(database: Pool, area: FeedArea, message: string): Promise<SenderKey | null> {
  if (area !== 'every' || idOf(message) === null) return null;
  const { rows: [row] } = await database.query<SenderKey>(
    `select coalesce(application, '') as application, coalesce(facility, '') as facility from feed_message
     where id = $1 and state = 'held' and code = 'unknown-sender' and organisation is null`,
    [message],
  );
  return row ?? null;
}

/** A new token for a sender, which is shown once. */
export async function newTokenFor(database: Pool, actor: HeldActor, sender: SenderKey): Promise<string> {
  const token = await issueSenderToken(database, sender, actor.accountId);
  await logAction(database, actor, { message: null, action: 'sender-token', detail: `${sender.application}|${sender.facility}` });
  return token;
}

const alreadyThere: SenderProblem = { field: 'application', message: 'This application and facility are registered already: change that sender instead' };

function isSame(one: SenderKey, other: SenderKey): boolean {
  return one.application === other.application && one.facility === other.facility;
}

/**
 * Abuse case 22: a trust's own engineer names no other organisation, and no facility or assigning authority that is not registered for
 * theirs already: whose a new name is, is for the exchange to find out. An exact application goes before the facility's `*`: it would
 * take over what another trust's system sends. Where messages to a sender go is the exchange's to say too: it connects there from within.
 */
function outOfArea(all: readonly ConfiguredSender[], area: FeedArea, sender: FeedSender & SenderDetails): readonly SenderProblem[] {
  if (area === 'every') return [];
  const own = all.filter(({ organisation }) => organisation === area.organisation);
  const isOthers = all.some(({ facility, organisation }) => facility === sender.facility && organisation !== area.organisation);
  const facilities = new Set([area.organisation, ...own.map(({ facility }) => facility)]);
  const authorities = new Set([area.organisation, ...own.flatMap(({ assigningAuthorities }) => assigningAuthorities)]);
  const outbound = all.find((each) => isSame(each, sender))?.outbound ?? null;
  return [
    ...(looksAfter(area, sender.organisation) ? [] : [{ field: 'organisation' as const, message: 'Select your own organisation' }]),
    ...(isOthers || !facilities.has(sender.facility) ? [{ field: 'facility' as const, message: 'This facility is not registered for your organisation. Ask the exchange to register it' }] : []),
    ...(sender.assigningAuthorities.every((each) => authorities.has(each)) ? [] : [{ field: 'assigningAuthorities' as const, message: 'An assigning authority is not registered for your organisation. Ask the exchange to register it' }]),
    ...(outbound?.host === sender.outbound?.host && outbound?.port === sender.outbound?.port ? [] : [{ field: 'outbound' as const, message: 'Where messages to a sender go is set by the exchange. Ask the exchange to change it' }]),
  ];
}

async function adoptHeld(database: Pool, { application, facility, organisation }: FeedSender): Promise<void> {
  await database.query(
    `update feed_message set organisation = $3 where state = 'held' and code = 'unknown-sender' and organisation is null
       and facility = $2 and ($1 = '*' or application = $1)`,
    [application, facility, organisation],
  );
}
