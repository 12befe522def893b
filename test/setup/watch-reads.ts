import { setTimeout as sleep } from 'node:timers/promises';
import { codesOf } from './answers.ts';
import type { ExchangeClient } from './exchange.ts';
import { areasOf, readThreeAreas, wholeRecord, type OwnRecord } from './short-journey.ts';

/** What readers of one record saw while something was broken on purpose. */
export interface Watched {
  /** Answers to the owner. */
  answered: number;
  /** Of these, with something of the record in them. */
  shown: number;
  /** Requests that got no answer at all. */
  failed: number;
  /** Answers to a stranger. */
  foreign: number;
  /** Answers with anything but the record's own items for the owner, or with any item for the stranger. */
  leaked: number;
  /** Codes of all errors in the answers. */
  readonly codes: Set<string>;
}

/** Reads a record again and again, four times at once as its owner and once as a stranger, until it is told to stop. */
export function watchReads(exchange: ExchangeClient, owner: OwnRecord, stranger: OwnRecord): { stop(): Promise<Watched> } {
  const seen: Watched = { answered: 0, shown: 0, failed: 0, foreign: 0, leaked: 0, codes: new Set() };
  const whole = new Map<string, unknown>(Object.entries(wholeRecord(owner.person)));
  let stopped = false;

  async function read(cookie: string): Promise<void> {
    while (!stopped) {
      const answer = await readThreeAreas(exchange, { cookie, id: owner.id }).catch(() => null);
      const shown = answer === null ? [] : Object.entries(areasOf(answer)).filter(([, item]) => item !== null);
      for (const code of answer === null ? [] : codesOf(answer)) seen.codes.add(code);
      if (answer === null) seen.failed += 1;
      else if (cookie === stranger.cookie) seen.foreign += 1;
      else seen.answered += 1;
      if (cookie === owner.cookie && shown.length > 0) seen.shown += 1;
      if (cookie === stranger.cookie ? shown.length > 0 : shown.some(([area, item]) => item !== whole.get(area))) seen.leaked += 1;
      if (shown.length === 0) await sleep(20);
    }
  }
  const readers = Promise.all([...Array.from({ length: 4 }, () => read(owner.cookie)), read(stranger.cookie)]);
  return {
    stop: async () => {
      stopped = true;
      await readers;
      return seen;
    },
  };
}
