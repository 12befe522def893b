import type { Pool } from 'pg';
import { listSenders } from './sender.store.ts';
import type { ConfiguredSender, SenderKey } from './sender.ts';

/** How long a change of a sender may take to count, in milliseconds. */
const FRESH_FOR = 1000;

/** No two pairs have one key, whatever a message calls itself. */
function pairOf({ application, facility }: SenderKey): string {
  return JSON.stringify([application, facility]);
}

/** The registered senders, read again when older than a second. */
export class SenderDirectory {
  readonly #database: Pool;
  #senders = new Map<string, ConfiguredSender>();
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** The sender for MSH-3.1 and MSH-4.1: the exact pair, else the facility's `*`. Also one that is switched off. */
  async find(application: string, facility: string): Promise<ConfiguredSender | null> {
    if (performance.now() - this.#readAt > FRESH_FOR) await this.refresh();
    const known = this.#known(application, facility);
    if (known !== null) return known;
    // Registered a moment ago, perhaps: who replays at once must not find the message held again. A reading under way may have begun before.
    await this.#reading;
    await this.refresh();
    return this.#known(application, facility);
  }

  #known(application: string, facility: string): ConfiguredSender | null {
    return this.#senders.get(pairOf({ application, facility })) ?? this.#senders.get(pairOf({ application: '*', facility })) ?? null;
  }

  /** Reads them again; who asks while a reading is under way shares it. */
  async refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    await this.#reading;
  }

  async #read(): Promise<void> {
    const senders = await listSenders(this.#database);
    this.#senders = new Map(senders.map((sender) => [pairOf(sender), sender]));
    this.#readAt = performance.now();
  }
}
