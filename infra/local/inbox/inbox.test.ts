import { connect } from 'node:net';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeRow } from '../ports.ts';
import { sandboxNotifyTemplates } from '../simulators/notify/notify-templates.ts';
import { startInbox } from './start-inbox.ts';

const key = 'sandbox-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';

let port: number;
let inbox: { close(): Promise<void> };

beforeAll(async () => {
  port = await freeRow(16);
  inbox = await startInbox({ settings: { CIE_PORT: String(port), CIE_NOTIFY_KEY: key }, log: { info: () => undefined, warn: () => undefined } });
});
afterAll(() => inbox.close());

/** Speaks SMTP as a plain client does: one command at a time, each after the answer to the last. */
function send(message: string): Promise<string> {
  const lines = ['EHLO test', 'MAIL FROM:<exchange@example.net>', 'RCPT TO:<marigold@example.net>', 'DATA', `${message.replaceAll('\n', '\r\n')}\r\n.`, 'QUIT'];
  return new Promise((resolve, reject) => {
    let talk = '';
    const socket = connect(port + 7, '127.0.0.1');
    socket.on('error', reject);
    socket.on('close', () => resolve(talk));
    socket.on('data', (data) => {
      talk += data.toString();
      // A reply is complete at a line with a space after its code (RFC 5321, section 4.2.1).
      if (/^\d{3} .*\r\n$/m.test(data.toString())) socket.write(`${lines.shift() ?? 'QUIT'}\r\n`);
    });
  });
}

const page = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port + 6}${path}`)).text();

describe('MSG-1 inbox of the sandbox', () => {
  it('shows an e-mail that was sent, as text', async () => {
    const talk = await send('From: Exchange <exchange@example.net>\nSubject: Your invitation <b>\n\nOpen http://localhost:4000/record?a=1&b=2\n<script>alert(1)</script>');
    expect(talk).toContain('250 OK');
    const list = await page('/');
    expect(list).toContain('Your invitation &lt;b&gt;');
    expect(list).toContain('marigold@example.net');
    const message = await page(/\/messages\/[\w-]+/.exec(list)?.[0] ?? '/');
    expect(message).toContain('<a href="http://localhost:4000/record?a=1&amp;b=2"');
    expect(message).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(message).not.toContain('<script');
  });

  it('shows a text message that GOV.UK Notify would have sent', async () => {
    const token = await new SignJWT({ iss: key.slice(-73, -37) }).setProtectedHeader({ typ: 'JWT', alg: 'HS256' }).setIssuedAt().sign(new TextEncoder().encode(key.slice(-36)));
    const body = { template_id: sandboxNotifyTemplates.text, phone_number: '07700900123', personalisation: { text: 'رمز الأمان\n482913' } };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port + 15}/v2/notifications/sms`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
    const list = await page('/');
    expect(list).toContain('07700900123');
    expect(list).toContain('Text message');
    expect(await page(/\/messages\/[\w-]+/.exec(list)?.[0] ?? '/')).toContain('<div class="text" dir="auto">رمز الأمان\n482913</div>');
  });

  it('gives scripts the messages as JSON, all or those to one address, newest first', async () => {
    await send('Subject: first\n\none');
    await send('Subject: second\n\ntwo');
    const messages: unknown = JSON.parse(await page('/messages.json?to=marigold@example.net'));
    expect(messages).toMatchObject([{ by: 'email', subject: 'second', to: ['marigold@example.net'] }, { subject: 'first' }, {}]);
    expect(JSON.parse(await page('/messages.json?to=nobody@example.net'))).toEqual([]);
  });

  it('runs nothing: a strict policy on every page', async () => {
    const { headers } = await fetch(`http://127.0.0.1:${port + 6}/`);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  });

  it('refuses a message that is too large and goes on', async () => {
    expect(await send(`Subject: large\n\n${'x'.repeat(1_100_000)}`)).toContain('552');
    expect(await send('Subject: next\n\nstill here')).toContain('250 OK');
    expect(await page('/')).not.toContain('>large<');
  });

  it('says so when a message is not there', async () => {
    const response = await fetch(`http://127.0.0.1:${port + 6}/messages/none`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('All messages');
  });
});
