import { createNoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside, untilTrue, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

interface Received {
  readonly by: 'email' | 'text';
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

const exchange = sharedExchange();
let own: Inside;

beforeAll(() => {
  own = inside(exchange);
});
afterAll(() => own.close());

const received = async (to: string): Promise<readonly Received[]> =>
  // What infra/local/inbox keeps.
  (await (await fetch(`${exchange.addresses['inbox'] ?? ''}/messages.json?to=${encodeURIComponent(to)}`)).json()) as readonly Received[];

/** Posts as a room does, with the room's own key. */
async function post(database: 'cie_identity' | 'cie_sharing', notice: Notice): Promise<void> {
  const query = (sql: string, values: unknown[]) => own.sql(database, sql, values);
  // A plain connection stands in for an entity manager: `post` only runs statements.
  await createNoticeStore({ statement: async () => [] }, own.settings).post({ query: query as never }, [notice]);
}

describe('MSG-1 what a room has to tell leaves the exchange', () => {
  it.each(['cie_identity', 'cie_sharing'] as const)('an e-mail of %s, in the language of its reader, within moments', async (database) => {
    const email = `${randomUUID()}@example.net`;
    const link = `${exchange.addresses['portal'] ?? ''}/reset?token=abc`;
    await post(database, { kind: 'message', to: { email, language: 'ar' }, template: 'reset-link', values: { link } });
    await untilTrue(async () => (await received(email)).length > 0, 10);
    const [message] = await received(email);
    expect(message).toMatchObject({ by: 'email', subject: 'اختيار كلمة مرور جديدة' });
    expect(message?.text).toContain(link);
    expect(message?.html).toContain('<html lang="ar" dir="rtl">');
    await untilTrue(async () => (await own.sql(database, "select 1 from notice where kind = 'message' and dead_code is null")).length === 0, 10);
  });

  it('a text message, by the protocol of GOV.UK Notify', async () => {
    const mobile = '07700900999';
    await post('cie_identity', { kind: 'message', to: { mobile }, template: 'sign-in-code', values: { code: '482913' } });
    await untilTrue(async () => (await received(mobile)).length > 0, 10);
    expect(await received(mobile)).toMatchObject([{ by: 'text', text: 'Care Information Exchange: your security code is\n482913\nIt works once, for a few minutes. Do not tell it to anybody.' }]);
  });

  it('or is given up, where no later try would help, and the exchange stays ready', async () => {
    const id = randomUUID();
    await post('cie_identity', { kind: 'message', to: { email: `${id}, somebody@example.net` }, template: 'welcome', values: {} });
    const dead = () => own.sql<{ dead_code: string }>('cie_identity', "select dead_code from notice where dead_code = 'MAIL_ADDRESS_INVALID'");
    await untilTrue(async () => (await dead()).length > 0, 10);
    expect((await fetch(`${exchange.addresses['portal'] ?? ''}/ready`)).status).toBe(200);
    await own.sql('cie_identity', "delete from notice where dead_code = 'MAIL_ADDRESS_INVALID'");
  });

  it('OPS-2 the log names no address, no number and no code of it', () => {
    const log = readFileSync(exchange.printed, 'utf8') + readFileSync(`${exchange.dataDir}/exchange.log`, 'utf8');
    expect(log).toContain('MAIL_ADDRESS_INVALID');
    expect(log).not.toMatch(/somebody@example\.net|07700900999|482913/);
  });
});
