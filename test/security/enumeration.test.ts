import { randomUUID } from 'node:crypto';
import { deskLink } from '@cie/gateway/desk/desk-link.ts';
import { registerPublicForm } from '@cie/gateway/desk/public/public-form.ts';
import { requestAccessForm } from '@cie/gateway/desk/public/request-access.ts';
import { PageSender } from '@cie/gateway/pages/page.ts';
import { phcOf } from '@cie/identity/testing/password-account.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askInTurns, expectAlike, shownOf, type Pair } from './ask-in-turns.ts';
import { publicUrl } from './sign-in-harness.ts';
import { startPasswordExchange, type PasswordExchange } from './password-harness.ts';

/** As many pairs as the whole proof needs: one address of an account, one of none. */
const pairs = 500;
/**
 * A tenth of the exchange's own cost, for argon2id drowns every other difference between an address of an account and one of
 * none: what would show at this cost is hidden in production, and what does not show here shows nowhere.
 */
const cost = { memory: 1946, passes: 2, parallelism: 1 };
/** At the exchange's own cost fewer have to do: on a busy machine one password takes a tenth of a second. */
const dearPairs = 40;

let exchange: PasswordExchange;
let existing: string[] = [];

/** The form of the support desk, as it stands on a page that everybody may open. */
function requestAccess(app: FastifyInstance, identity: RoomLink): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, async (_request: unknown, body: string) => Object.fromEntries(new URLSearchParams(body)));
    registerPublicForm(
      scope,
      { desk: deskLink(identity), pages: new PageSender([]), sessions: { read: async () => null }, throttle: { check: async () => ({ allowed: true, retryAfter: 0 }), forget: async () => undefined }, ownOrigin: publicUrl, clock: () => new Date() },
      requestAccessForm,
    );
  });
}

beforeAll(async () => {
  exchange = await startPasswordExchange(cost, requestAccess);
  // One hash serves all: what matters is its cost.
  const passwordHash = phcOf('violin otter quarry', cost);
  existing = Array.from({ length: pairs }, () => `person-${randomUUID()}@example.net`);
  for (const email of existing) await exchange.add({ email, mobile: '+447700900123', passwordHash });
});

afterAll(() => exchange.close());

const passwordPath = '/sign-in/password?return=/record';
const wrongPassword = (email: string): Record<string, string> => ({ email, password: 'not it at all' });

/** An address of an account, and one of none, put into the same form by two browsers that nobody has seen. */
function asked(at: PasswordExchange, path: string, email: string, fields: (email: string) => Record<string, string>): Pair {
  const unknown = `person-${randomUUID()}@example.net`;
  const post = (typed: string) => () => at.browser().post(path, fields(typed));
  return { existing: { ask: post(email), typed: email }, unknown: { ask: post(unknown), typed: unknown } };
}

describe('abuse case 38: whether there is an account cannot be learned', () => {
  it('from a wrong password (REG-7)', async () => {
    // The answers come in even time, so that what is waited for is a clock: many are asked at once.
    expectAlike('password', 422, await askInTurns(existing.map((email) => asked(exchange, passwordPath, email, wrongPassword)), 25));
  }, 120_000);

  it('from a wrong password at the cost that passwords have in production (REG-7)', async () => {
    const dear = await startPasswordExchange();
    const passwordHash = phcOf('violin otter quarry');
    const emails = Array.from({ length: dearPairs }, () => `person-${randomUUID()}@example.net`);
    for (const email of emails) await dear.add({ email, passwordHash });
    expectAlike('password at full cost', 422, await askInTurns(emails.map((email) => asked(dear, passwordPath, email, wrongPassword)), 4));
    await dear.close();
  }, 120_000);

  it('from asking for a new password (REG-8)', async () => {
    // The answers come in even time, so that what is waited for is a clock: many are asked at once.
    expectAlike('reset', 303, await askInTurns(existing.map((email) => asked(exchange, '/reset', email, (typed) => ({ email: typed }))), 25));
  }, 120_000);

  it('from asking for access (REG-5)', async () => {
    const request = (email: string): Record<string, string> => ({ name: 'Marisol Quintero', day: '31', month: '1', year: '1970', nhsNumber: '', email, mobile: '', place: 'Charing Cross', reason: 'I have no smartphone', language: 'en' });
    expectAlike('request for access', 303, await askInTurns(existing.map((email) => asked(exchange, '/request-access', email, request))));
  }, 120_000);

  it('nor are accounts slowed down sooner than addresses without one (REG-7)', async () => {
    const [known, unknown] = [`person-${randomUUID()}@example.net`, `person-${randomUUID()}@example.net`];
    await exchange.add({ email: known, passwordHash: phcOf('violin otter quarry', cost) });
    const answersTo = async (email: string): Promise<string[]> => {
      const found: string[] = [];
      for (let count = 0; count < 12; count += 1) found.push(shownOf(await exchange.browser().post(passwordPath, wrongPassword(email)), email));
      // Seconds until the next try differ by the second in which the first fell.
      return found.map((each) => each.replace(/"retry-after":"\d+"/, ''));
    };
    const answers = await answersTo(known);
    expect(answers.map((each) => each.slice(1, 4))).toEqual([...Array.from({ length: 10 }, () => '422'), '429', '429']);
    expect(await answersTo(unknown)).toEqual(answers);
  }, 60_000);
});
