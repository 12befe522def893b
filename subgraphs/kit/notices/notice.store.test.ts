import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openScratchNotices, type ScratchNotices } from '../testing/scratch-notices.ts';
import { createNoticeStore, noticeKinds } from './notice.store.ts';
import type { Notice, NoticeOutcome, TakenNotice } from './notice.ts';

const invitation: Notice = { kind: 'message', to: { email: 'marigold@example.net' }, template: 'invitation-code', values: { code: '8K3PQ-7ABCD' } };
const revocation: Notice = { kind: 'end-sessions', accountId: '01890a5d-ac96-774b-bcce-b302099a8057' };
let scratch: ScratchNotices;

beforeAll(async () => {
  scratch = await openScratchNotices();
});
afterAll(() => scratch.drop());
beforeEach(() => scratch.pool.query('delete from notice'));

async function take(kinds: readonly string[] = noticeKinds, minutes = 0): Promise<readonly TakenNotice[]> {
  const access = { requestId: 'test', viewer: null, now: new Date(Date.now() + minutes * 60_000) };
  // What the store gives, as its type says.
  return (await scratch.store.commands['take-notices']({ kinds }, access)) as readonly TakenNotice[];
}

async function settle(id: string, outcome: NoticeOutcome): Promise<void> {
  await scratch.store.commands['settle-notice']({ id, ...outcome });
}

const count = async (): Promise<number> => (await scratch.pool.query('select 1 from notice')).rowCount ?? 0;

describe('MSG-1 notices wait in the database until they are acted on', () => {
  it('gives out what was posted, by kind, and deletes it when it is done', async () => {
    await scratch.post([invitation, revocation]);
    const [taken] = await take(['end-sessions']);
    expect(taken).toMatchObject({ kind: 'end-sessions', attempts: 0, notice: revocation });
    await settle(taken?.id ?? '', { result: 'done' });
    expect(await count()).toBe(1);
    const [message] = await take(['message']);
    expect(message?.notice).toEqual(invitation);
  });

  it('gives one notice to one taker, and again to the next when the first does not settle it within a minute', async () => {
    await scratch.post(Array.from({ length: 8 }, () => invitation));
    const taken = (await Promise.all([take(), take(), take()])).flat();
    expect(new Set(taken.map(({ id }) => id)).size).toBe(8);
    expect(taken).toHaveLength(8);
    expect(await take()).toEqual([]);
    const again = await take(noticeKinds, 1.1);
    expect(again.map(({ attempts }) => attempts)).toEqual(Array.from({ length: 8 }, () => 1));
  });

  it('keeps one that is due later, or tried again later, until then', async () => {
    await scratch.post([invitation], new Date(Date.now() + 10 * 60_000));
    expect(await take()).toEqual([]);
    const [taken] = await take(noticeKinds, 11);
    await settle(taken?.id ?? '', { result: 'retry', at: new Date(Date.now() + 60 * 60_000).toISOString(), code: 'MAIL_NOT_SENT' });
    expect(await take(noticeKinds, 30)).toEqual([]);
    expect(await take(noticeKinds, 61)).toHaveLength(1);
  });

  it('gives out no more what was given up, and forgets it after 30 days', async () => {
    await scratch.post([invitation, invitation]);
    const [one, two] = await take();
    await settle(one?.id ?? '', { result: 'dead', code: 'MAIL_ADDRESS_REFUSED' });
    expect(await take(noticeKinds, 10)).toMatchObject([{ id: two?.id }]);
    expect((await scratch.pool.query('select dead_code from notice where dead_code is not null')).rows).toEqual([{ dead_code: 'MAIL_ADDRESS_REFUSED' }]);
    await scratch.pool.query("update notice set created_at = now() - interval '31 days' where dead_code is not null");
    await settle(two?.id ?? '', { result: 'dead', code: 'MAIL_ADDRESS_REFUSED' });
    expect(await count()).toBe(1);
  });

  it('is posted in the transaction of the change, or not at all', async () => {
    const client = await scratch.pool.connect();
    try {
      await client.query('begin');
      // A client runs plain statements as an entity manager does.
      await scratch.store.post({ query: async (sql: string, values: unknown[]) => (await client.query<object>(sql, values)).rows } as never, [revocation]);
      await client.query('rollback');
    } finally {
      client.release();
    }
    expect(await count()).toBe(0);
  });

  it('shows neither code nor address in a dump of the table', async () => {
    await scratch.post([invitation, revocation]);
    const { rows } = await scratch.pool.query<{ row: string; bytes: Buffer }>('select row_to_json(n)::text as row, sealed as bytes from notice n');
    const dump = rows.map(({ row, bytes }) => row + bytes.toString('latin1') + bytes.toString('base64') + bytes.toString('hex')).join('\n');
    for (const secret of ['8K3PQ', '7ABCD', 'marigold', 'example.net', 'invitation', '01890a5d-ac96']) {
      for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').slice(0, -2)]) expect(dump).not.toContain(form);
    }
  });

  it('says that one cannot be opened when the key was changed, and gives out the others', async () => {
    await scratch.post([invitation]);
    await scratch.pool.query("update notice set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)");
    await scratch.post([revocation]);
    expect((await take()).map(({ kind, notice }) => [kind, notice])).toEqual([['message', null], ['end-sessions', revocation]]);
  });

  it('refuses to start without a key, or with a short one', () => {
    const database = { statement: async () => [] };
    expect(() => createNoticeStore(database, {})).toThrow(expect.objectContaining({ code: 'SETTING_MISSING' }));
    expect(() => createNoticeStore(database, { CIE_NOTICE_KEY: 'c2hvcnQ' })).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });
});
