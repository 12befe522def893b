import { CieError } from '@cie/kit/errors.ts';
import { createServer } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import type { Throttle } from '../throttle/throttle.ts';
import type { DeskLink, NewRequest } from './desk-link.ts';
import { startMailIn } from './mail-in.ts';
import { readMail } from './read-mail.ts';

const mailbox = 'desk@exchange.example.net';
const logged: object[] = [];
const log = { info: (fields: object) => void logged.push(fields), warn: (fields: object) => void logged.push(fields) };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

interface Mailbox {
  readonly opened: NewRequest[];
  send(mail: SendMailOptions): Promise<unknown>;
}

/** A mailbox on a port of its own; `open` and `allowed` play the parts behind it. */
async function openMailbox({ open = async (): Promise<string> => 'K7MP-X2DR', allowed = true, check = async (_bucket: string) => allowed } = {}): Promise<Mailbox> {
  const port = await freePort();
  const opened: NewRequest[] = [];
  const desk: Pick<DeskLink, 'open'> = {
    open: async (request) => {
      const reference = await open();
      opened.push(request);
      return reference;
    },
  };
  const throttle: Throttle = { check: async (bucket) => ({ allowed: await check(bucket), retryAfter: 60 }), forget: async () => undefined };
  const settings = { CIE_MAIL_IN_PORT: String(port), CIE_DESK_EMAIL: mailbox, CIE_SANDBOX: 'no' };
  const mailIn = await startMailIn({ desk, throttle, settings, log, clock: () => new Date() });
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, logger: false });
  closing.push(() => mailIn.close(), async () => transport.close());
  return { opened, send: (mail) => transport.sendMail({ from: 'Perdita Quickly <perdita@example.net>', to: mailbox, subject: 'Help', text: 'I cannot sign in.', ...mail }) };
}

const smtp = (responseCode: number): unknown => expect.objectContaining({ responseCode });

describe('REG-5 mail to the support desk becomes a case', () => {
  it('takes sender, subject and text, and knows a mail again', async () => {
    const { opened, send } = await openMailbox();
    await send({ messageId: '<one@example.net>', text: 'Dear desk,\nI cannot sign in.\n\nPerdita' });
    expect(opened).toEqual([{
      kind: 'mail', name: 'Perdita Quickly', email: 'perdita@example.net', mobile: '', source: 'perdita@example.net\n<one@example.net>',
      details: { subject: 'Help', message: 'Dear desk,\nI cannot sign in.\n\nPerdita\n' },
    }]);
  });

  it('turns markup into text, with nothing that would run or load', async () => {
    const { opened, send } = await openMailbox();
    await send({ text: undefined, html: '<p>Good <b>day</b></p><script>alert(1)</script><style>p{}</style><img src="http://tracker.example/x.png"><p>I have a question &lt;here&gt;</p>' });
    const message = opened[0]?.details['message'] ?? '';
    expect(message).toContain('Good day');
    expect(message).toContain('I have a question <here>');
    expect(message).not.toMatch(/alert|p\{/);
    await send({ text: undefined, html: '<p>With a picture</p><script>alert(1)</script>', attachments: [{ filename: 'a.jpg', content: 'x' }] });
    expect(opened[1]?.details['message']?.trim()).toBe('With a picture');
  });

  it('names attachments and keeps none', async () => {
    const { opened, send } = await openMailbox();
    await send({ attachments: [{ filename: 'passport.jpg', content: Buffer.alloc(2000, 7) }, { filename: '../../etc/passwd', content: 'x' }] });
    expect(opened[0]?.details['attachments']).toMatch(/^Not kept: passport\.jpg, /);
    expect(JSON.stringify(opened)).not.toContain('BwcHBw');
  });

  it('keeps the beginning of a long text and says so', async () => {
    const { opened, send } = await openMailbox();
    await send({ text: 'word '.repeat(20_000) });
    expect(opened[0]?.details['message']).toHaveLength(20_000);
    expect(opened[0]?.details['cut']).toMatch(/longer/);
  });

  it('abuse case 39: what one sender is refused uses up nothing of everybody’s', async () => {
    const counted: string[] = [];
    const check = async (bucket: string): Promise<boolean> => {
      counted.push(bucket);
      return counted.filter((each) => each === bucket).length <= (bucket === 'desk mail' ? 500 : 10);
    };
    const { opened, send } = await openMailbox({ check });
    for (let count = 0; count < 10; count += 1) await send({ messageId: `<${count}@example.net>` });
    for (let count = 0; count < 5; count += 1) await expect(send({})).rejects.toThrow(smtp(451));
    await send({ from: 'someone.else@example.net' });
    expect(opened).toHaveLength(11);
    expect(counted.filter((each) => each === 'desk mail')).toHaveLength(11);
  });

  it('relays nothing: mail to any other address is refused', async () => {
    const { opened, send } = await openMailbox();
    for (const to of ['somebody@example.net', 'desk@example.net', 'xdesk@exchange.example.net']) await expect(send({ to })).rejects.toThrow(smtp(550));
    await send({ to: mailbox.toUpperCase() });
    expect(opened).toHaveLength(1);
  });

  it('refuses a mail above 1 MB for good', async () => {
    const { opened, send } = await openMailbox();
    await expect(send({ attachments: [{ filename: 'scan.pdf', content: Buffer.alloc(1_200_000, 1) }] })).rejects.toThrow(smtp(552));
    expect(opened).toEqual([]);
  });

  it.each<[string, SendMailOptions]>([
    ['an automatic answer', { headers: { 'Auto-Submitted': 'auto-replied (vacation)' } }],
    ['our own messages', { headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } }],
    ['bulk mail', { headers: { Precedence: 'bulk' } }],
    ['a list', { list: { unsubscribe: 'https://example.net/leave' } }],
    ['a report of delivery', { envelope: { from: '', to: mailbox } }],
  ])('drops %s, so that no two machines answer each other', async (_name, mail) => {
    const { opened, send } = await openMailbox();
    await send(mail);
    expect(opened).toEqual([]);
  });

  it('lets a person say that no machine wrote', async () => {
    const { opened, send } = await openMailbox();
    await send({ headers: { 'Auto-Submitted': 'no' } });
    expect(opened).toHaveLength(1);
  });

  it('asks to come again when there is too much, and when the case could not be stored', async () => {
    const full = await openMailbox({ allowed: false });
    await expect(full.send({})).rejects.toThrow(smtp(451));
    const broken = await openMailbox({ open: () => Promise.reject(new CieError('ROOM_TIMEOUT', 'The room does not answer.')) });
    await expect(broken.send({})).rejects.toThrow(smtp(451));
    const nobody = await openMailbox({ open: () => Promise.reject(new CieError('EMAIL_INVALID', 'Enter an address.')) });
    await expect(nobody.send({})).rejects.toThrow(smtp(550));
    expect(JSON.stringify(logged)).not.toMatch(/perdita|Quickly|sign in/i);
  });

  it('opens no port without the setting, and none to the world outside a sandbox', async () => {
    const parts = { desk: { open: async () => '' }, throttle: { check: async () => ({ allowed: true, retryAfter: 0 }), forget: async () => undefined }, log, clock: () => new Date() };
    await (await startMailIn({ ...parts, settings: {} })).close();
    const settings = { CIE_MAIL_IN_PORT: '2525', CIE_MAIL_IN_HOST: '0.0.0.0', CIE_DESK_EMAIL: mailbox, CIE_SANDBOX: 'no' };
    await expect(startMailIn({ ...parts, settings })).rejects.toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });
});

describe('REG-5 mail as hostile senders make it', () => {
  it('survives nesting, half a message and no message', async () => {
    const nested = Array.from({ length: 2000 }, (_each, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`).join('');
    for (const raw of ['', '\0\0\0', 'From: a@example.net\r\n\r\n', `From: a@example.net\r\n${nested}`, `From: ${'x'.repeat(5000)}\r\n\r\ny`, 'From: =?utf-8?B?//79?= <a@example.net>\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%']) {
      const reading = await readMail(Buffer.from(raw), 'a@example.net').catch((error: unknown) => error);
      if (reading instanceof Error) continue;
      expect(reading).toHaveProperty('kind');
    }
  });

  it('turns a megabyte of markup into text in good time', async () => {
    const raw = Buffer.from(`From: a@example.net\r\nContent-Type: text/html\r\n\r\n${'<div>'.repeat(150_000)}`);
    const start = performance.now();
    await readMail(raw, 'a@example.net').catch(() => undefined);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
