import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { CieError } from '@cie/kit/errors.ts';
import { inTransaction } from '../server/in-transaction.ts';
import { checkSender, SenderInvalid, type SenderProblem } from './check-sender.ts';
import { plainDetails, type ConfiguredSender, type FeedSender, type SenderDetails, type SenderKey } from './sender.ts';

export type { ConfiguredSender, FeedSender, SenderDetails, SenderKey };

const COLUMNS = `application, facility, organisation, assigning_authorities as "assigningAuthorities", name, sites, default_label as "defaultLabel", zone,
  events, certificates, enabled, token_sha256 is not null as "hasToken", changed_by as "changedBy", changed_at as "changedAt",
  case when outbound_host is not null then json_build_object('host', outbound_host, 'port', outbound_port) end as outbound`;

/**
 * Adds the senders of a deployment's setting, or brings them up to date. What staff have changed stays as they left it: a
 * restart must not switch on a sender that was switched off. Messages held as `unknown-sender` can then be replayed.
 */
export async function registerSenders(database: Pool, senders: readonly (FeedSender & Partial<SenderDetails>)[]): Promise<void> {
  for (const given of senders) {
    const sender = { ...plainDetails, ...given };
    await database.query(
      `insert into feed_sender (${WRITTEN}) values (${PLACES}) on conflict (facility, application) do update set ${REPLACED}
       where feed_sender.changed_by is null`,
      valuesOf(sender),
    );
  }
}

/** Every sender, those switched off too, by facility and application. */
export async function listSenders(database: Pool | PoolClient): Promise<readonly ConfiguredSender[]> {
  const { rows } = await database.query<ConfiguredSender>(`select ${COLUMNS} from feed_sender order by facility, application`);
  return rows;
}

/** The sender of exactly this pair, or null. */
export async function findSender(database: Pool, { application, facility }: SenderKey): Promise<ConfiguredSender | null> {
  const { rows: [sender] } = await database.query<ConfiguredSender>(`select ${COLUMNS} from feed_sender where (facility, application) = ($1, $2)`, [facility, application]);
  return sender ?? null;
}

export interface SavingRules {
  /** What more is wrong with the sender, given all that are registered: asked under the lock, so that nobody gets in between. */
  readonly problemsAmong?: (registered: readonly ConfiguredSender[]) => readonly SenderProblem[];
  /** Whether its messages may go to this machine itself; only in a sandbox. */
  readonly isSandbox?: boolean;
}

/**
 * Adds a sender or replaces what is said of it, as a member of staff; `by` is their account id. Takes effect within a second.
 * Throws SenderInvalid (SENDER_INVALID) with every problem.
 */
export async function saveSender(database: Pool, sender: FeedSender & SenderDetails, by: string, { problemsAmong, isSandbox = false }: SavingRules = {}): Promise<void> {
  const alone = checkSender(sender, isSandbox);
  if (alone.length > 0 && problemsAmong === undefined) throw new SenderInvalid(alone);
  await inTransaction(database, async (client) => {
    // One at a time: two saves at once could each find the other's authority free.
    await client.query('lock table feed_sender in share row exclusive mode');
    const problems = [...alone, ...(problemsAmong?.(await listSenders(client)) ?? [])];
    if (problems.length > 0) throw new SenderInvalid(problems);
    await refuseTaken(client, sender);
    await client.query(
      `insert into feed_sender (${WRITTEN}, changed_by, changed_at) values (${PLACES}, $14, now())
       on conflict (facility, application) do update set ${REPLACED}, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
      [...valuesOf(sender), by],
    );
    await noteChange(client, sender, by);
  });
}

/** Switches a sender off: what it sends is kept and waits until it is on again. Throws SENDER_NOT_FOUND. */
export async function removeSender(database: Pool, key: SenderKey, by: string): Promise<void> {
  await changeSender(database, key, by, 'enabled = false');
}

/**
 * Gives a sender a new token for /hl7 and /fhir, which replaces the one before. It is shown once: only its hash is kept.
 * Throws SENDER_NOT_FOUND.
 */
export async function issueSenderToken(database: Pool, key: SenderKey, by: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await changeSender(database, key, by, 'token_sha256 = $4', hashOfToken(token));
  return token;
}

/** The sender whose token this is, switched off or not; null for nobody's. */
export async function senderOfToken(database: Pool, token: string): Promise<SenderKey | null> {
  const { rows: [key] } = await database.query<SenderKey>('select application, facility from feed_sender where token_sha256 = $1', [hashOfToken(token)]);
  return key ?? null;
}

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export interface SenderChange {
  /** Account id of the member of staff. */
  readonly changedBy: string;
  readonly changedAt: Date;
  /** What was said of the sender from then on. */
  readonly sender: FeedSender & SenderDetails;
}

/** What staff changed of a sender, newest first. */
export async function senderChanges(database: Pool, { application, facility }: SenderKey): Promise<readonly SenderChange[]> {
  const { rows } = await database.query<SenderChange>(
    `select changed_by as "changedBy", changed_at as "changedAt", sender from feed_sender_change where (facility, application) = ($1, $2) order by seq desc limit 100`,
    [facility, application],
  );
  return rows;
}

const FIELDS = ['application', 'facility', 'organisation', 'assigning_authorities', 'name', 'sites', 'default_label', 'zone', 'events', 'certificates', 'outbound_host', 'outbound_port', 'enabled'];
const WRITTEN = FIELDS.join(', ');
const PLACES = FIELDS.map((_, index) => `$${index + 1}`).join(', ');
const REPLACED = FIELDS.slice(2).map((field) => `${field} = excluded.${field}`).join(', ');

function valuesOf(sender: FeedSender & SenderDetails): unknown[] {
  const { application, facility, organisation, assigningAuthorities, name, sites, defaultLabel, zone, events, certificates, outbound, enabled } = sender;
  return [application, facility, organisation, assigningAuthorities, name, JSON.stringify(sites), defaultLabel, zone, events, certificates, outbound?.host ?? null, outbound?.port ?? null, enabled];
}

/** An assigning authority is one organisation's, and a certificate one sender's: else a sender could speak as another (abuse case 23). */
async function refuseTaken(client: PoolClient, { application, facility, organisation, assigningAuthorities, certificates }: FeedSender & SenderDetails): Promise<void> {
  const { rows: [taken] } = await client.query<{ authority: boolean; certificate: boolean }>(
    `select coalesce(bool_or(organisation <> $3 and assigning_authorities && $4::text[]), false) as authority,
            coalesce(bool_or(certificates && $5::text[] and organisation <> $3), false) as certificate
     from feed_sender where (facility, application) <> ($2, $1)`,
    [application, facility, organisation, assigningAuthorities, certificates],
  );
  const problems = [
    ...(taken?.authority ? [{ field: 'assigningAuthorities' as const, message: 'An assigning authority belongs to another organisation already. A sender may use only those of its own (PID-3.4).' }] : []),
    ...(taken?.certificate ? [{ field: 'certificates' as const, message: 'A certificate belongs to a sender of another organisation already.' }] : []),
  ];
  if (problems.length > 0) throw new SenderInvalid(problems);
}

async function changeSender(database: Pool, key: SenderKey, by: string, change: string, value?: Buffer): Promise<void> {
  await inTransaction(database, async (client) => {
    const { rows: [sender] } = await client.query<ConfiguredSender>(
      `update feed_sender set ${change}, changed_by = $3, changed_at = now() where (facility, application) = ($1, $2) returning ${COLUMNS}`,
      [key.facility, key.application, by, ...(value === undefined ? [] : [value])],
    );
    if (sender === undefined) throw new CieError('SENDER_NOT_FOUND', 'No sender has this application and facility.');
    await noteChange(client, sender, by);
  });
}

async function noteChange(client: PoolClient, sender: FeedSender & SenderDetails, by: string): Promise<void> {
  const { application, facility, organisation, assigningAuthorities, name, sites, defaultLabel, zone, events, certificates, outbound, enabled } = sender;
  const said = { application, facility, organisation, assigningAuthorities, name, sites, defaultLabel, zone, events, certificates, outbound, enabled };
  await client.query('insert into feed_sender_change (application, facility, changed_by, changed_at, sender) values ($1, $2, $3, now(), $4)', [application, facility, by, JSON.stringify(said)]);
}
