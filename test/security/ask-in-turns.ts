import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { compare } from '../setup/same-time.ts';

interface Question {
  ask(): Promise<LightMyRequestResponse>;
  /** What was typed, which the answer may repeat. */
  readonly typed: string;
}

/** The same question about something that exists and about something that does not. */
export interface Pair {
  readonly existing: Question;
  readonly unknown: Question;
}

export interface Asked {
  /** Kinds of answer: one, when nothing can be learned. */
  readonly answers: ReadonlySet<string>;
  /** Milliseconds. */
  readonly existing: readonly number[];
  readonly unknown: readonly number[];
}

/** What of an answer reaches a person or a program, with what was typed and a number given to each request taken out. */
export function shownOf(response: LightMyRequestResponse, typed: string): string {
  const { date: _date, ...headers } = response.headers;
  return JSON.stringify([response.statusCode, headers, response.body]).replaceAll(typed, 'typed').replace(/reference=[2-9A-Z]{4}-[2-9A-Z]{4}/, 'reference=');
}

/** Asks pair by pair, now about the one first and now about the other; with `lanes`, so many pairs at once, half of them in either order. */
export async function askInTurns(pairs: readonly Pair[], lanes = 1): Promise<Asked> {
  const answers = new Set<string>();
  const times: { existing: number[]; unknown: number[] } = { existing: [], unknown: [] };
  const one = async (kind: keyof typeof times, question: Question): Promise<void> => {
    const begin = performance.now();
    const response = await question.ask();
    times[kind].push(performance.now() - begin);
    answers.add(shownOf(response, question.typed));
  };
  const lane = async (first: number): Promise<void> => {
    for (let index = first; index < pairs.length; index += lanes) {
      const pair = pairs[index];
      if (pair === undefined) return;
      const both = [() => one('existing', pair.existing), () => one('unknown', pair.unknown)];
      for (const each of (index + Math.floor(index / lanes)) % 2 === 0 ? both : both.toReversed()) await each();
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_each, first) => lane(first)));
  return { answers, ...times };
}

/**
 * Chance alone moves the rank-biserial correlation of 500 pairs by 0.037 (one standard deviation); four of them are allowed. An
 * attacker who sees that much guesses right 57 times in 100 at best, over a wire that adds more noise than this.
 */
export const noise = (count: number): number => 4 * Math.sqrt((2 * count + 1) / (3 * count * count));

/** Expects one kind of answer, with this status, and times that cannot be told apart, and prints how near they are. */
export function expectAlike(what: string, status: number, { answers, existing, unknown }: Asked): void {
  const { rankBiserial, probability, medianDifference, medians } = compare(existing, unknown);
  console.log(`${what}: ${existing.length} pairs, medians ${medians.map((each) => each.toFixed(2)).join(' and ')} ms, difference ${medianDifference.toFixed(3)} ms, rank-biserial ${rankBiserial.toFixed(3)}, p ${probability.toFixed(3)}`);
  expect(answers.size, `kinds of answer: ${[...answers].join('\n')}`).toBe(1);
  expect([...answers][0]).toMatch(`[${status},`);
  expect(Math.abs(rankBiserial), 'rank-biserial correlation').toBeLessThan(noise(existing.length));
}
