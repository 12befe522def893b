import type { Pool } from 'pg';
import { CieError } from '@cie/kit/errors.ts';
import { organisations } from '@cie/kit/organisations.ts';
import { checkSender, SenderInvalid, type SenderProblem } from '../../feeds/check-sender.ts';
import { logAction, type HeldActor } from '../../feeds/held-change.ts';
import type { ConfiguredSender, FeedSender, SenderDetails, SenderKey } from '../../feeds/sender.ts';
import { issueSenderToken, listSenders, saveSender } from '../../feeds/sender.store.ts';
import { looksAfter, type FeedArea } from '../feed-rights.ts';
import { senderKey } from '../held/sender-names.ts';

export const keyOf = ({ application, facility }: SenderKey): string => senderKey(`${application}|${facility}`);

/** The senders of the organisations that somebody looks after. */
export async function sendersWithin(database: Pool, area: FeedArea): Promise<readonly ConfiguredSender[]> {
  return (await listSenders(database)).filter(({ organisation }) => looksAfter(area, organisation));
}

/** A sender by what stands for it in addresses; null for one of another organisation, as for none. */
export async function senderWithin(database: Pool, area: FeedArea, key: string): Promise<ConfiguredSender | null> {
  return (await sendersWithin(database, area)).find((each) => keyOf(each) === key) ?? null;
}

/**
 * Saves a sender for somebody who looks after `area`; `seen` is when it was changed last as its reader saw it, null for a new one. Messages
 * of it that waited while nobody knew it are its organisation's from then on. Throws SenderInvalid with every problem, or SENDER_CHANGED.
 */
export async function saveSenderWithin(database: Pool, actor: HeldActor, area: FeedArea, sender: FeedSender & SenderDetails, seen: string | null): Promise<void> {
  const all = await listSenders(database);
  const before = all.find((each) => keyOf(each) === keyOf(sender));
  const problems = [...checkSender(sender), ...outOfArea(all, area, sender), ...(seen === null && before !== undefined && looksAfter(area, before.organisation) ? [alreadyThere] : [])];
  if (problems.length > 0) throw new SenderInvalid(problems);
  if (seen !== null && before?.changedAt.toISOString() !== seen) throw new CieError('SENDER_CHANGED', 'Somebody has changed this sender since you opened it. Nothing of yours was saved: go back, and look at it again.');
  await saveSender(database, sender, actor.accountId);
  await logAction(database, actor, { message: null, action: 'sender-saved', detail: `${sender.application}|${sender.facility}` });
  await adoptHeld(database, sender);
}

/** A new token for a sender, which is shown once. */
export async function newTokenFor(database: Pool, actor: HeldActor, sender: SenderKey): Promise<string> {
  const token = await issueSenderToken(database, sender, actor.accountId);
  await logAction(database, actor, { message: null, action: 'sender-token', detail: `${sender.application}|${sender.facility}` });
  return token;
}

const alreadyThere: SenderProblem = { field: 'application', message: 'This application and facility are registered already: change that sender instead' };

/**
 * Abuse case 22: a trust's own engineer names no other organisation, and no facility that is another one's. An exact application goes before
 * the facility's `*`: it would take over what another trust's system sends.
 */
function outOfArea(all: readonly ConfiguredSender[], area: FeedArea, sender: FeedSender): readonly SenderProblem[] {
  if (area === 'every') return [];
  const isOthers = all.some(({ facility, organisation }) => facility === sender.facility && organisation !== area.organisation)
    || organisations.some(({ odsCode }) => odsCode === sender.facility && odsCode !== area.organisation);
  return [
    ...(looksAfter(area, sender.organisation) ? [] : [{ field: 'organisation' as const, message: 'Select your own organisation' }]),
    ...(isOthers ? [{ field: 'facility' as const, message: 'This facility is not your organisation’s. Ask the exchange to register it' }] : []),
  ];
}

async function adoptHeld(database: Pool, { application, facility, organisation }: FeedSender): Promise<void> {
  await database.query(
    `update feed_message set organisation = $3 where state = 'held' and code = 'unknown-sender' and organisation is null
       and split_part(split_part(sender, '|', 2), '^', 1) = $2 and ($1 = '*' or split_part(split_part(sender, '|', 1), '^', 1) = $1)`,
    [application, facility, organisation],
  );
}
