import { setTimeout as sleep } from 'node:timers/promises';
import { pick } from '@cie/kit/testing/pick.ts';
import { listOf } from './answers.ts';
import type { ExchangeClient } from './exchange.ts';

/** Reads what the sandbox sent to one person, each message once. */
export interface Postbox {
  /** The newest message to this address or number that was not read yet and holds the pattern; its first group. Waits for it. */
  next(to: string, pattern: RegExp): Promise<string>;
  /** Texts of all messages to this address or number. */
  all(to: string): Promise<string[]>;
}

export function postboxOf(exchange: ExchangeClient): Postbox {
  const read = new Set<string>();
  const list = async (to: string): Promise<readonly unknown[]> => {
    const response = await fetch(new URL(`/messages.json?to=${encodeURIComponent(to)}`, exchange.addresses['inbox']));
    return listOf(await response.json());
  };
  const textOf = (message: unknown): string => `${String(pick(message, 'subject'))}\n${String(pick(message, 'text'))}`;
  return {
    all: async (to) => (await list(to)).map(textOf),
    next: async (to, pattern) => {
      for (const end = Date.now() + 15_000; Date.now() < end; await sleep(50)) {
        const found = (await list(to)).find((message) => !read.has(String(pick(message, 'id'))) && pattern.test(textOf(message)));
        if (found === undefined) continue;
        read.add(String(pick(found, 'id')));
        return pattern.exec(textOf(found))?.[1] ?? '';
      }
      throw new Error('the message did not arrive');
    },
  };
}
