import type { Pool } from 'pg';

/** A system allowed to send, and for whom it speaks. Configured by staff, never taken from a message. */
export interface FeedSender {
  /** MSH-3.1; `*` for every application of the facility. */
  readonly application: string;
  /** MSH-4.1. */
  readonly facility: string;
  /** ODS code of the organisation whose data it sends. */
  readonly organisation: string;
  /** Assigning authorities (PID-3.4) whose identifiers it may use (abuse case 23). */
  readonly assigningAuthorities: readonly string[];
}

/** Adds senders or brings them up to date; messages held as `unknown-sender` can then be replayed. */
export async function registerSenders(database: Pool, senders: readonly FeedSender[]): Promise<void> {
  for (const { application, facility, organisation, assigningAuthorities } of senders) {
    await database.query(
      `insert into feed_sender (application, facility, organisation, assigning_authorities) values ($1, $2, $3, $4)
       on conflict (facility, application)
       do update set organisation = excluded.organisation, assigning_authorities = excluded.assigning_authorities`,
      [application, facility, organisation, assigningAuthorities],
    );
  }
}

/** How long a sender just registered may still count as unknown, in milliseconds. */
const FRESH_FOR = 1000;

/** The registered senders, read again when older than a second. */
export class SenderDirectory {
  readonly #database: Pool;
  #senders = new Map<string, FeedSender>();
  #readAt = -Infinity;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** The sender for MSH-3.1 and MSH-4.1: the exact pair, else the facility's `*`. */
  async find(application: string, facility: string): Promise<FeedSender | null> {
    if (performance.now() - this.#readAt > FRESH_FOR) await this.refresh();
    return this.#senders.get(`${application}|${facility}`) ?? this.#senders.get(`*|${facility}`) ?? null;
  }

  async refresh(): Promise<void> {
    const { rows } = await this.#database.query<FeedSender>(
      'select application, facility, organisation, assigning_authorities as "assigningAuthorities" from feed_sender',
    );
    this.#senders = new Map(rows.map((sender) => [`${sender.application}|${sender.facility}`, sender]));
    this.#readAt = performance.now();
  }
}
