import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMessages, type Messages } from '@cie/gateway/messages/start-messages.ts';
import { startCourier, type Courier } from '@cie/gateway/notices/courier.ts';
import type { MessageLanguage, Notice } from '@cie/kit/notices/notice.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { openScratchNotices, type ScratchNotices } from '@cie/kit/testing/scratch-notices.ts';
import { Inbox } from '@cie/local/inbox/inbox.ts';
import { startSmtpSink } from '@cie/local/inbox/smtp-sink.ts';
import { freePort } from '@cie/local/ports.ts';
import { startNotifySimulator } from '@cie/local/simulators/notify/notify-simulator.ts';
import { sandboxNotifyTemplates } from '@cie/local/simulators/notify/notify-templates.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

type Message = Extract<Notice, { kind: 'message' }>;

const key = 'test-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';
const link = 'https://exchange.example.net/reset?token=abc';
const reset: Message = { kind: 'message', to: { email: 'marigold@example.net' }, template: 'reset-link', values: { link } };
const code: Message = { kind: 'message', to: { mobile: '07700900123' }, template: 'sign-in-code', values: { code: '482913' } };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let inbox: Inbox;
let smtpPort: number;
let notifyPort: number;
const closing: { close(): unknown }[] = [];

beforeEach(async () => {
  inbox = new Inbox();
  [smtpPort, notifyPort] = [await freePort(), await freePort()];
});
afterEach(async () => {
  for (const each of closing.splice(0).toReversed()) await each.close();
});

const opened = <Part extends { close(): unknown }>(part: Part): Part => {
  closing.push(part);
  return part;
};

const settings = (changes: Settings = {}): Settings => ({
  CIE_PUBLIC_URL: 'https://exchange.example.net',
  CIE_EMAIL_BY: 'smtp',
  CIE_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
  CIE_MAIL_FROM: 'Care Information Exchange <no-reply@exchange.example.net>',
  CIE_NOTIFY_URL: `http://127.0.0.1:${notifyPort}`,
  CIE_NOTIFY_KEY: key,
  CIE_NOTIFY_TEXT_TEMPLATE: sandboxNotifyTemplates.text,
  CIE_NOTIFY_EMAIL_TEMPLATE: sandboxNotifyTemplates.email,
  CIE_DESK_EMAIL: 'desk@exchange.example.net',
  CIE_PRIVACY_OFFICER_EMAIL: 'privacy@exchange.example.net',
  CIE_RECORDS_TEAM_EMAIL: 'records@exchange.example.net',
  ...changes,
});

interface Contact {
  readonly email: string | null;
  readonly mobile: string | null;
  readonly language: MessageLanguage;
}

/** Messages whose identity room knows these contacts, by account. */
function messagesOf(changes: Settings = {}, contacts: Readonly<Record<string, Contact>> = {}): Messages {
  const identity = {
    command: async (_name: string, input: unknown): Promise<unknown> => contacts[String(Reflect.get(Object(input), 'accountId'))] ?? null,
  };
  return opened(startMessages({ identity, settings: settings(changes), log: quiet, clock: () => new Date() }));
}

const startSmtp = async () => opened(await startSmtpSink(inbox, smtpPort, quiet));
const startNotify = async (mostPerMinute?: number) =>
  opened(await startNotifySimulator({ port: notifyPort, key, inbox, ...(mostPerMinute === undefined ? {} : { mostPerMinute }) }));

const failureOf = async (sent: Promise<void>): Promise<unknown> => sent.then(() => null, (error: unknown) => error);

describe('MSG-1 e-mail over SMTP', () => {
  it('arrives in the language of the account, as text and as HTML with its direction', async () => {
    await startSmtp();
    const messages = messagesOf({}, { a1: { email: 'nadia@example.net', mobile: null, language: 'ar' } });
    await messages.send({ kind: 'message', to: { accountId: 'a1', by: 'email' }, template: 'reset-link', values: { link } }, 'n1');
    const [message] = inbox.list();
    expect(message).toMatchObject({ by: 'email', from: '"Care Information Exchange" <no-reply@exchange.example.net>', to: ['nadia@example.net'], subject: 'اختيار كلمة مرور جديدة' });
    expect(message?.text).toContain(link);
    expect(message?.html).toContain('<html lang="ar" dir="rtl">');
  });

  it('writes to the duties at the addresses of the settings', async () => {
    await startSmtp();
    const messages = messagesOf();
    await messages.send({ kind: 'message', to: { duty: 'privacy-officer' }, template: 'search-alert', values: {} }, 'n1');
    await messages.send({ kind: 'message', to: { duty: 'support-desk' }, template: 'case-received', values: { reference: 'CIE-1234' } }, 'n2');
    await messages.send({ kind: 'message', to: { duty: 'records-team' }, template: 'records-task', values: { reference: 'CIE-1234', date: '2027-01-04' } }, 'n3');
    expect(inbox.list().map(({ to }) => to)).toEqual([['records@exchange.example.net'], ['desk@exchange.example.net'], ['privacy@exchange.example.net']]);
  });

  it('ACC-3 writes to nobody who has closed their account, nor without an address', async () => {
    await startSmtp();
    const messages = messagesOf({}, { a2: { email: null, mobile: null, language: 'en' } });
    for (const accountId of ['a1', 'a2']) await messages.send({ ...reset, to: { accountId, by: 'email' } }, 'n1');
    expect(inbox.list()).toEqual([]);
  });

  it.each(['a@example.net, b@example.net', 'a@example.net\r\nBcc: b@example.net', '"a b"@example.net', '<a@example.net>', 'nobody'])('takes %j for no address', async (email) => {
    await startSmtp();
    expect(await failureOf(messagesOf().send({ ...reset, to: { email } }, 'n1'))).toMatchObject({ code: 'MAIL_ADDRESS_INVALID' });
    expect(inbox.list()).toEqual([]);
  });

  it('tells an address that is refused for good from a server that is busy', async () => {
    let reply = 550;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 test\r\n');
      socket.on('data', (command) => socket.write(command.toString().startsWith('RCPT') ? `${reply} no\r\n` : '250 ok\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(smtpPort, '127.0.0.1', resolve));
    opened({ close: () => server.close() });
    const messages = messagesOf();
    expect(await failureOf(messages.send(reset, 'n1'))).toMatchObject({ code: 'MAIL_ADDRESS_REFUSED' });
    reply = 450;
    expect(await failureOf(messages.send(reset, 'n1'))).toMatchObject({ code: 'MAIL_NOT_SENT' });
  });
});

describe('MSG-1 text messages by GOV.UK Notify', () => {
  it('arrive', async () => {
    await startNotify();
    await messagesOf().send(code, 'n1');
    expect(inbox.list()).toMatchObject([{ by: 'text', to: ['07700900123'], subject: '' }]);
    expect(inbox.list()[0]?.text).toContain('\n482913\n');
  });

  it('carry e-mail as well when the operator says so', async () => {
    await startNotify();
    await messagesOf({ CIE_EMAIL_BY: 'notify', CIE_SMTP_URL: undefined }).send(reset, 'n1');
    expect(inbox.list()).toMatchObject([{ by: 'email', to: ['marigold@example.net'], subject: 'Choose a new password' }]);
    expect(inbox.list()[0]?.text).toContain(link);
  });

  it('are refused for good for a number that is none', async () => {
    await startNotify();
    expect(await failureOf(messagesOf().send({ ...code, to: { mobile: '0770090' } }, 'n1'))).toMatchObject({ code: 'NOTIFY_ADDRESS_REFUSED' });
    expect(await failureOf(messagesOf().send({ ...code, to: { mobile: 'call me' } }, 'n1'))).toMatchObject({ code: 'MOBILE_INVALID' });
  });

  it.each([
    ['a wrong secret', { CIE_NOTIFY_KEY: `${key.slice(0, -4)}0000` }, 'NOTIFY_403'],
    ['another service', { CIE_NOTIFY_KEY: key.replace('26785a09', '00000000') }, 'NOTIFY_403'],
    ['a template that does not exist', { CIE_NOTIFY_TEXT_TEMPLATE: '00000000-0000-4000-8000-000000000000' }, 'NOTIFY_400'],
    ['a template of the other kind', { CIE_NOTIFY_TEXT_TEMPLATE: sandboxNotifyTemplates.email }, 'NOTIFY_400'],
  ])('are tried again later after %s, which an operator can mend', async (_what, changes, expected) => {
    await startNotify();
    expect(await failureOf(messagesOf(changes).send(code, 'n1'))).toMatchObject({ code: expected });
    expect(inbox.list()).toEqual([]);
  });

  it('wait when Notify says that it is too much', async () => {
    await startNotify(1);
    const messages = messagesOf();
    await messages.send(code, 'n1');
    expect(await failureOf(messages.send(code, 'n2'))).toMatchObject({ code: 'NOTIFY_429' });
  });

  it('fail without a word of the number or the code in the error', async () => {
    const error = await failureOf(messagesOf().send(code, 'n1'));
    expect(error).toMatchObject({ code: 'NOTIFY_UNREACHABLE' });
    expect(String(error) + JSON.stringify(error) + String(error instanceof Error ? error.cause : '')).not.toMatch(/07700900123|482913/);
  });
});

describe('MSG-1 settings are checked at the start', () => {
  it.each([
    [{ CIE_EMAIL_BY: 'pigeon' }, 'SETTING_INVALID'],
    [{ CIE_EMAIL_BY: undefined }, 'SETTING_MISSING'],
    [{ CIE_SMTP_URL: 'mail.example.net' }, 'SETTING_INVALID'],
    [{ CIE_NOTIFY_URL: 'ftp://example.net' }, 'SETTING_INVALID'],
    [{ CIE_EMAIL_BY: 'notify', CIE_NOTIFY_EMAIL_TEMPLATE: undefined }, 'SETTING_MISSING'],
    [{ CIE_PRIVACY_OFFICER_EMAIL: undefined }, 'SETTING_MISSING'],
    [{ CIE_RECORDS_TEAM_EMAIL: undefined }, 'SETTING_MISSING'],
  ])('%j: %s', (changes, expected) => {
    expect(() => messagesOf(changes)).toThrow(expect.objectContaining({ code: expected }));
  });
});

describe('fault: the mail server is away', () => {
  let scratch: ScratchNotices;
  let minutes = 0;

  beforeAll(async () => {
    scratch = await openScratchNotices();
  });
  afterAll(() => scratch.drop());

  async function start(): Promise<Courier> {
    const messages = messagesOf();
    const nothing = async (): Promise<void> => undefined;
    const link = (store: ScratchNotices['store'] | null) => ({
      command: async (name: string, input: unknown, access?: Parameters<ScratchNotices['store']['commands']['take-notices']>[1]) =>
        store === null ? [] : store.commands[name === 'take-notices' ? name : 'settle-notice'](input, access),
      graphql: () => Promise.reject(new Error('no GraphQL here')), ready: nothing, close: nothing,
    });
    return opened(startCourier({
      rooms: { identity: { name: 'identity', ...link(scratch.store) }, sharing: { name: 'sharing', ...link(null) } },
      handlers: { message: messages.send, 'end-sessions': nothing, 'close-sharing': nothing, 'record-links': nothing, professional: nothing },
      log: quiet,
      clock: () => new Date(Date.now() + minutes * 60_000),
    }));
  }

  async function until(check: () => Promise<boolean> | boolean): Promise<void> {
    for (const end = Date.now() + 15_000; Date.now() < end; await sleep(50)) if (await check()) return;
    throw new Error('It did not happen in time.');
  }
  const attempts = async (): Promise<number> => (await scratch.pool.query<{ sum: string }>('select coalesce(sum(attempts), 0) as sum from notice')).rows.map(({ sum }) => Number(sum))[0] ?? 0;

  it('keeps messages over a refused connection, a server that hangs up and a restart of the exchange, and delivers each once when it is back', async () => {
    await scratch.post([reset, reset, { ...reset, to: { email: 'kwame@example.net' } }]);
    const before = await start();
    await until(async () => (await attempts()) === 3);
    // The exchange stops; what was not sent waits in the database.
    await before.close();
    expect((await scratch.pool.query('select 1 from notice where dead_code is null')).rowCount).toBe(3);

    const rude: Server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => rude.listen(smtpPort, '127.0.0.1', resolve));
    minutes += 1.1;
    await start();
    await until(async () => (await attempts()) === 6);
    await new Promise((resolve) => rude.close(resolve));

    await startSmtp();
    minutes += 11;
    await until(() => inbox.list().length === 3);
    await until(async () => (await scratch.pool.query('select 1 from notice')).rowCount === 0);
    expect(inbox.list().flatMap(({ to }) => to).toSorted()).toEqual(['kwame@example.net', 'marigold@example.net', 'marigold@example.net']);
  });
});
