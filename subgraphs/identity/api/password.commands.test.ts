import { randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { Command, Room } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import * as OTPAuth from 'otpauth';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';
import { createPasswordHasher, type PasswordHasher } from '../store/password-hasher.ts';
import { addPasswordAccount, phcOf, testQuestion, type WantedAccount } from '../testing/password-account.ts';
import { passwordCommands } from './password.commands.ts';

const password = 'violin otter quarry';
const answer = 'nautilus';
// The lowest cost that argon2 knows: these tests are about rules, not about strength.
const cost = { memory: 64, passes: 1, parallelism: 1 };
const passwordHash = phcOf(password, cost);
const answerHash = phcOf(answer, cost);
const begin = new Date('2026-11-23T09:00:00Z');
const minutes = (count: number): Date => new Date(begin.getTime() + count * 60_000);

let server: RoomServer;
let room: Room;
let database: RoomDatabase;
let keeper: Client;
let hasher: PasswordHasher;
let commands: Readonly<Record<string, Command>>;
const told: Notice[] = [];

beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity(server.settings);
  database = await openRoomDatabase({ room: 'identity', settings: server.settings, entities: [], migrations: [] });
  keeper = await server.connect('identity', 'keeper');
  hasher = createPasswordHasher(cost);
  // Other test files take what waits in the database: these notices are kept here.
  const notices = { post: async (_manager: unknown, posted: readonly Notice[]) => void told.push(...posted), commands: { 'take-notices': unused, 'settle-notice': unused } };
  commands = passwordCommands({ database, notices, settings: server.settings, hasher });
});

afterAll(async () => {
  await Promise.all([keeper.end(), database.close(), hasher.close(), room.close()]);
});

const unused = (): Promise<never> => Promise.reject(new Error('not used here'));

function viewer(accountId: string): Viewer {
  return { kind: 'patient', accountId, patientId: null, name: 'Marisol Quintero', organisation: null, role: null, proofing: 'vouched', duties: [], email: null, sessionId: randomUUID() };
}

/** Runs a command at a time, as an account or as nobody. */
async function run<Answer>(name: string, input: object, now = begin, accountId: string | null = null): Promise<Answer> {
  const access: AccessContext = { requestId: randomUUID(), viewer: accountId === null ? null : viewer(accountId), now };
  // Each test names what the command that it runs answers with.
  return (await commands[name]?.(input, access)) as Answer;
}

async function newAccount(changes: Partial<WantedAccount> = {}): Promise<{ accountId: string; email: string; mobile: string }> {
  const email = `person-${randomUUID()}@example.net`;
  const mobile = '+447700900123';
  return { accountId: await addPasswordAccount(keeper, { email, mobile, passwordHash, answerHash, ...changes }), email, mobile };
}

/** Values of the last message of a template to an account, or to its phone. */
function lastMessage(template: string): Readonly<Record<string, string>> {
  const found = told.findLast((notice) => notice.kind === 'message' && notice.template === template);
  if (found?.kind !== 'message') throw new Error(`no message ${template}`);
  return found.values;
}

const countOf = (template: string): number => told.filter((notice) => notice.kind === 'message' && notice.template === template).length;
const otherCode = (code: string): string => (code === '123456' ? '654321' : '123456');

interface SignIn { accepted: boolean; token: string }
interface Judged { outcome: string; triesLeft?: number; accountId?: string }

async function firstFactor(email: string, now = begin): Promise<string> {
  const signIn = await run<SignIn>('password-sign-in', { email, password }, now);
  expect(signIn.accepted).toBe(true);
  return signIn.token;
}

/** The same, and a code to the phone, which the gateway asks for. */
async function textedFactor(email: string): Promise<string> {
  const token = await firstFactor(email);
  expect(await run('send-sign-in-code', { token })).toBe(true);
  return token;
}

describe('REG-7 sign-in by password', () => {
  it('takes the right password, whatever the case of the address, and sends no code before it is asked to', async () => {
    const { email, accountId } = await newAccount();
    const sent = countOf('sign-in-code');
    const silent = await firstFactor(email);
    expect(await run('second-factor', { token: silent })).toMatchObject({ phoneEnd: '123', isCodeSent: false });
    expect(countOf('sign-in-code')).toBe(sent);
    const token = await textedFactor(email.toUpperCase());
    expect(await run('second-factor', { token })).toMatchObject({ accountId, hasApp: false, phoneEnd: '123', isCodeSent: true, passkeyOptions: null });
    const { code = '' } = lastMessage('sign-in-code');
    expect(code).toMatch(/^\d{6}$/);
    expect(await run('verify-second-factor', { token, kind: 'text', code })).toMatchObject({ outcome: 'accepted', accountId, email, proofing: 'vouched', isFirst: true });
    expect(await run('verify-second-factor', { token, kind: 'text', code }), 'once').toEqual({ outcome: 'over' });
    const again = await textedFactor(email);
    expect(await run('verify-second-factor', { token: again, kind: 'text', code: lastMessage('sign-in-code').code })).toMatchObject({ outcome: 'accepted', isFirst: false });
  });

  it('abuse case 38: wrong password, unknown address, closed and unconfirmed account get the same answer', async () => {
    const open = await newAccount();
    const closed = await newAccount();
    await keeper.query("update account set closed_at = now(), closed_because = 'opted-out', subject = 'closed ' || id, email = null, mobile = null where id = $1", [closed.accountId]);
    const unconfirmed = await newAccount({ isActivated: false });
    expect(await run('password-sign-in', { email: open.email, password: 'not it at all' })).toEqual({ accepted: false });
    for (const email of [closed.email, unconfirmed.email, 'nobody@example.net']) expect(await run('password-sign-in', { email, password })).toEqual({ accepted: false });
    expect((await keeper.query('select 1 from credential where account_id = $1', [closed.accountId])).rowCount, 'a closed account forgets its password').toBe(0);
  });

  it('the code is good for ten minutes', async () => {
    const { email } = await newAccount();
    const early = await textedFactor(email);
    const { code = '' } = lastMessage('sign-in-code');
    expect(await run('verify-second-factor', { token: early, kind: 'text', code }, new Date(minutes(10).getTime() - 1))).toMatchObject({ outcome: 'accepted' });
    const late = await textedFactor(email);
    expect(await run('verify-second-factor', { token: late, kind: 'text', code: lastMessage('sign-in-code').code }, minutes(10))).toEqual({ outcome: 'over' });
  });

  it('five tries, then the password is asked for again, even with the right code', async () => {
    const { email } = await newAccount();
    const token = await textedFactor(email);
    const { code = '' } = lastMessage('sign-in-code');
    for (const triesLeft of [4, 3, 2, 1]) expect(await run('verify-second-factor', { token, kind: 'text', code: otherCode(code) })).toEqual({ outcome: 'wrong', triesLeft });
    expect(await run('verify-second-factor', { token, kind: 'text', code: otherCode(code) })).toEqual({ outcome: 'over' });
    expect(await run('verify-second-factor', { token, kind: 'text', code })).toEqual({ outcome: 'over' });
    expect(await run('second-factor', { token })).toBeNull();
  });

  it('twenty guesses at once are five', async () => {
    const { email } = await newAccount();
    const token = await textedFactor(email);
    const { code = '' } = lastMessage('sign-in-code');
    const all = await Promise.all(Array.from({ length: 20 }, () => run<Judged>('verify-second-factor', { token, kind: 'text', code: otherCode(code) })));
    expect(all.filter((each) => each.outcome === 'wrong')).toHaveLength(4);
  });

  it('sends three codes for one sign-in; each makes the one before worthless', async () => {
    const { email } = await newAccount();
    const token = await textedFactor(email);
    const first = lastMessage('sign-in-code').code ?? '';
    expect(await run('send-sign-in-code', { token })).toBe(true);
    expect(await run('send-sign-in-code', { token })).toBe(true);
    const sent = countOf('sign-in-code');
    expect(await run('send-sign-in-code', { token })).toBe(false);
    expect(countOf('sign-in-code')).toBe(sent);
    const last = lastMessage('sign-in-code').code ?? '';
    expect(await run('verify-second-factor', { token, kind: 'text', code: first === last ? otherCode(last) : first })).toMatchObject({ outcome: 'wrong' });
    expect(await run('verify-second-factor', { token, kind: 'text', code: ` ${last.slice(0, 3)} ${last.slice(3)} ` })).toMatchObject({ outcome: 'accepted' });
  });

  it("another sign-in's code opens nothing", async () => {
    const [one, other] = [await newAccount(), await newAccount()];
    const token = await textedFactor(one.email);
    const mine = lastMessage('sign-in-code').code ?? '';
    await textedFactor(other.email);
    const theirs = lastMessage('sign-in-code').code ?? '';
    expect(await run('verify-second-factor', { token, kind: 'text', code: mine === theirs ? otherCode(mine) : theirs })).toMatchObject({ outcome: 'wrong' });
  });

  it('hashes a password anew that was kept at another cost', async () => {
    const { email, accountId } = await newAccount({ passwordHash: phcOf(password, { memory: 128, passes: 1 }) });
    await firstFactor(email);
    const kept = await keeper.query<{ password_hash: string }>('select password_hash from credential where account_id = $1', [accountId]);
    expect(kept.rows[0]?.password_hash).toContain('m=64,');
    await firstFactor(email);
  });

  it('REG-8: an accepted sign-in is worth nothing once the password has changed or the account is closed', async () => {
    const { email, accountId } = await newAccount();
    const token = await textedFactor(email);
    const accepted = await run<{ passwordSetAt: string }>('verify-second-factor', { token, kind: 'text', code: lastMessage('sign-in-code').code });
    const stands = (passwordSetAt: string | null): Promise<boolean> => run<boolean>('recheck-sign-in', { accountId, passwordSetAt });
    expect([await stands(accepted.passwordSetAt), await stands(null)]).toEqual([true, true]);
    await keeper.query("update credential set changed_at = changed_at + interval '1 microsecond' where account_id = $1", [accountId]);
    expect([await stands(accepted.passwordSetAt), await stands(null)]).toEqual([false, true]);
    await keeper.query("update account set closed_at = now(), closed_because = 'opted-out', subject = 'closed ' || id, email = null, mobile = null where id = $1", [accountId]);
    expect([await stands(accepted.passwordSetAt), await stands(null)]).toEqual([false, false]);
  });
});

const appCode = (secret: string, at: Date): string => new OTPAuth.TOTP({ secret }).generate({ timestamp: at.getTime() });

async function addApp(accountId: string, now = begin): Promise<string> {
  const adding = await run<{ begun: boolean; token: string }>('begin-factor', { kind: 'totp', password }, now, accountId);
  const shown = await run<{ secret: string; address: string }>('show-factor', { kind: 'totp', token: adding.token }, now, accountId);
  expect(shown.address).toContain(`secret=${shown.secret}`);
  expect(await run('confirm-factor', { kind: 'totp', token: adding.token, code: appCode(shown.secret, now) }, now, accountId)).toEqual({ outcome: 'accepted' });
  return shown.secret;
}

describe('REG-7 authenticator app', () => {
  it('adding one needs the password, and a code that the app makes', async () => {
    const { accountId } = await newAccount();
    expect(await run('begin-factor', { kind: 'totp', password: 'not it at all' }, begin, accountId)).toEqual({ begun: false });
    const { token } = await run<{ token: string }>('begin-factor', { kind: 'totp', password }, begin, accountId);
    expect(await run('confirm-factor', { kind: 'totp', token, code: '000000' }, begin, accountId)).toMatchObject({ outcome: 'wrong' });
    const stranger = await newAccount();
    expect(await run('show-factor', { kind: 'totp', token }, begin, stranger.accountId), 'of another account').toBeNull();
    await addApp(accountId);
    expect(told.at(-1)).toMatchObject({ kind: 'message', template: 'sign-in-changed', to: { accountId, by: 'email' } });
    expect(await run('list-factors', {}, begin, accountId)).toMatchObject([{ kind: 'text' }, { kind: 'totp' }]);
  });

  it('takes the code of a step before and after, and none of further away', async () => {
    const { accountId, email } = await newAccount();
    const secret = await addApp(accountId);
    const noon = minutes(180);
    const beside = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
    const tryCode = async (at: Date): Promise<string> => {
      const token = await firstFactor(email, noon);
      return (await run<Judged>('verify-second-factor', { token, kind: 'totp', code: appCode(secret, at) }, noon)).outcome;
    };
    expect(await tryCode(beside(-60))).toBe('wrong');
    expect(await tryCode(beside(60))).toBe('wrong');
    expect(await tryCode(beside(-30))).toBe('accepted');
    expect(await tryCode(noon)).toBe('accepted');
    expect(await tryCode(beside(30))).toBe('accepted');
  });

  it('a code that was used is used up, also the one that confirmed the app, also for two at once', async () => {
    const { accountId, email } = await newAccount();
    const secret = await addApp(accountId);
    const token = await firstFactor(email);
    expect(await run('verify-second-factor', { token, kind: 'totp', code: appCode(secret, begin) })).toMatchObject({ outcome: 'wrong' });
    const later = minutes(5);
    const tokens = [await firstFactor(email, later), await firstFactor(email, later)];
    const both = await Promise.all(tokens.map((each) => run<Judged>('verify-second-factor', { token: each, kind: 'totp', code: appCode(secret, later) }, later)));
    expect(both.map((each) => each.outcome).toSorted()).toEqual(['accepted', 'wrong']);
  });

  it('sends no text message unasked to who has an app', async () => {
    const { accountId, email } = await newAccount();
    await addApp(accountId);
    const sent = countOf('sign-in-code');
    const token = await firstFactor(email);
    expect(countOf('sign-in-code')).toBe(sent);
    expect(await run('second-factor', { token })).toMatchObject({ hasApp: true, phoneEnd: '123', isCodeSent: false });
  });

  it('the last factor stays, and removing the phone forgets its number', async () => {
    const { accountId } = await newAccount();
    const list = (): Promise<{ id: string; kind: string }[]> => run('list-factors', {}, begin, accountId);
    const [phone] = await list();
    expect(await run('remove-factor', { id: phone?.id, password }, begin, accountId)).toBe('last-one');
    await addApp(accountId);
    expect(await run('remove-factor', { id: phone?.id, password: 'not it at all' }, begin, accountId)).toBe('wrong-password');
    const both = await list();
    const outcomes = await Promise.all(both.map(({ id }) => run<string>('remove-factor', { id, password }, begin, accountId)));
    expect(outcomes.toSorted(), 'two at once leave one').toEqual(['last-one', 'removed']);
    const { rows } = await keeper.query<{ mobile: string | null }>('select mobile from account where id = $1', [accountId]);
    expect(rows[0]?.mobile === null).toBe((await list())[0]?.kind === 'totp');
  });

  it('a new phone counts once its code was typed', async () => {
    const { accountId } = await newAccount();
    const { token } = await run<{ token: string }>('begin-factor', { kind: 'text', password, mobile: '07700 900456' }, begin, accountId);
    const mobile = async (): Promise<unknown> => (await keeper.query<{ mobile: string }>('select mobile from account where id = $1', [accountId])).rows[0]?.mobile;
    expect(await mobile()).toBe('+447700900123');
    const { code = '' } = lastMessage('sign-in-code');
    expect(await run('confirm-factor', { kind: 'text', token, code: otherCode(code) }, begin, accountId)).toMatchObject({ outcome: 'wrong' });
    expect(await run('confirm-factor', { kind: 'text', token, code }, begin, accountId)).toEqual({ outcome: 'accepted' });
    expect(await mobile()).toBe('+447700900456');
    expect(await run('list-factors', {}, begin, accountId)).toHaveLength(1);
  });
});

describe('REG-7 change of the password', () => {
  it('asks for the old one, ends the sessions and tells the person', async () => {
    const { accountId, email } = await newAccount();
    const change = (before: string, after: string): Promise<string> => run('change-password', { before, after }, begin, accountId);
    const open = await firstFactor(email);
    await expect(change(password, 'too short')).rejects.toMatchObject({ code: 'PASSWORD_SHORT' });
    await expect(change(password, `hills ${email}`)).rejects.toMatchObject({ code: 'PASSWORD_OWN_WORDS' });
    expect(await change('not it at all', 'lamp otter violin')).toBe('wrong-password');
    expect(await change('not it at all', password), 'who does not know it learns nothing').toBe('wrong-password');
    await expect(change(password, password)).rejects.toMatchObject({ code: 'PASSWORD_SAME' });
    expect(await change(password, 'lamp otter violin')).toBe('changed');
    expect(told.slice(-2)).toMatchObject([{ kind: 'end-sessions', accountId }, { kind: 'message', template: 'password-changed', to: { accountId, by: 'email' } }]);
    expect(await run('password-sign-in', { email, password })).toEqual({ accepted: false });
    expect(await run('password-sign-in', { email, password: 'lamp otter violin' })).toMatchObject({ accepted: true });
    expect(await run('second-factor', { token: open }), 'a sign-in half way').toBeNull();
  });
});

async function linkFor(email: string, now = begin): Promise<string> {
  await run('begin-reset', { email }, now);
  return lastMessage('reset-link').link?.split('/reset/')[1] ?? '';
}

describe('REG-8 reset', () => {
  const next = async (token: string, now = begin): Promise<string | undefined> => (await run<{ next: string } | null>('show-reset', { token }, now))?.next;

  it('link, code, answer, new password: each opens the next, sessions end', async () => {
    const { accountId, email } = await newAccount();
    const token = await linkFor(email);
    expect(await next(token)).toBe('send-code');
    expect(await run('send-reset-code', { token })).toBe(true);
    expect(await next(token)).toBe('code');
    expect(await run('give-reset-code', { token, code: lastMessage('reset-code').code })).toEqual({ outcome: 'accepted' });
    expect(await run('show-reset', { token })).toMatchObject({ next: 'answer', question: testQuestion, triesLeft: 5 });
    expect(await run('give-reset-answer', { token, answer: ' Nautilus! ' })).toEqual({ outcome: 'accepted' });
    expect(await next(token)).toBe('password');
    await expect(run('set-new-password', { token, password: 'passwordpassword' })).rejects.toMatchObject({ code: 'PASSWORD_BREACHED' });
    await expect(run('set-new-password', { token, password })).rejects.toMatchObject({ code: 'PASSWORD_SAME' });
    expect(await run('set-new-password', { token, password: 'lamp otter violin' })).toEqual({ outcome: 'accepted', email });
    expect(told.slice(-2)).toMatchObject([{ kind: 'end-sessions', accountId }, { kind: 'message', template: 'password-changed' }]);
    expect(await run('set-new-password', { token, password: 'quarry lamp otter' }), 'once').toEqual({ outcome: 'over' });
    expect(await run('password-sign-in', { email, password: 'lamp otter violin' })).toMatchObject({ accepted: true });
  });

  it('abuse case 41: the answer alone, or the link and the answer, open nothing', async () => {
    const { email } = await newAccount();
    const token = await linkFor(email);
    expect(await run('give-reset-answer', { token, answer })).toEqual({ outcome: 'over' });
    expect(await run('set-new-password', { token, password: 'lamp otter violin' })).toEqual({ outcome: 'over' });
    await run('send-reset-code', { token });
    expect(await run('give-reset-answer', { token, answer })).toEqual({ outcome: 'over' });
    expect(await run('give-reset-answer', { token: 'x'.repeat(43), answer })).toEqual({ outcome: 'over' });
    expect(await run('password-sign-in', { email, password })).toMatchObject({ accepted: true });
  });

  it('abuse case 38: an unknown, a closed and an unconfirmed account are sent nothing, and all are answered alike', async () => {
    const unconfirmed = await newAccount({ isActivated: false });
    const links = countOf('reset-link');
    for (const email of ['nobody@example.net', unconfirmed.email]) expect(await run('begin-reset', { email })).toBeUndefined();
    expect(countOf('reset-link')).toBe(links);
    expect(await run('begin-reset', { email: (await newAccount()).email })).toBeUndefined();
  });

  it('five wrong codes end it, and five wrong answers', async () => {
    const { email } = await newAccount();
    const guessed = await linkFor(email);
    await run('send-reset-code', { token: guessed });
    const code = lastMessage('reset-code').code ?? '';
    for (const triesLeft of [4, 3, 2, 1]) expect(await run('give-reset-code', { token: guessed, code: otherCode(code) })).toEqual({ outcome: 'wrong', triesLeft });
    expect(await run('give-reset-code', { token: guessed, code: otherCode(code) })).toEqual({ outcome: 'over' });
    expect(await run('give-reset-code', { token: guessed, code })).toEqual({ outcome: 'over' });

    const token = await linkFor(email);
    await run('send-reset-code', { token });
    await run('give-reset-code', { token, code: lastMessage('reset-code').code });
    for (const triesLeft of [4, 3, 2, 1]) expect(await run('give-reset-answer', { token, answer: 'rover' })).toEqual({ outcome: 'wrong', triesLeft });
    expect(await run('give-reset-answer', { token, answer: 'rover' })).toEqual({ outcome: 'over' });
    expect(await run('give-reset-answer', { token, answer })).toEqual({ outcome: 'over' });
    expect(await next(token)).toBeUndefined();
  });

  it('a link lasts thirty minutes, and a newer one makes it worthless', async () => {
    const { email } = await newAccount();
    const token = await linkFor(email);
    expect(await next(token, new Date(minutes(30).getTime() - 1))).toBe('send-code');
    expect(await next(token, minutes(30))).toBeUndefined();
    const older = await linkFor(email);
    const newer = await linkFor(email);
    expect(await next(older)).toBeUndefined();
    expect(await next(newer)).toBe('send-code');
  });

  it('without a phone only the desk can help', async () => {
    const { email } = await newAccount({ mobile: null });
    const token = await linkFor(email);
    expect(await next(token)).toBe('no-phone');
    expect(await run('send-reset-code', { token })).toBe(false);
  });
});
