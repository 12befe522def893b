import { setTimeout as sleep } from 'node:timers/promises';
import { CieError } from '@cie/kit/errors.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { openScratchNotices, type ScratchNotices } from '@cie/kit/testing/scratch-notices.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCourier, type Courier, type NoticeHandlers } from './courier.ts';
import { Undeliverable } from './undeliverable.ts';

const message: Notice = { kind: 'message', to: { email: 'marigold@example.net' }, template: 'welcome', values: {} };
const revocation: Notice = { kind: 'end-sessions', accountId: 'a1' };
let identity: ScratchNotices;
let sharing: ScratchNotices;
let couriers: Courier[] = [];
let logged: { fields: object; text: string }[] = [];
let minutes = 0;

beforeAll(async () => {
  [identity, sharing] = await Promise.all([openScratchNotices(), openScratchNotices()]);
});
afterAll(() => Promise.all([identity.drop(), sharing.drop()]));
beforeEach(async () => {
  minutes = 0;
  logged = [];
  await Promise.all([identity.pool.query('delete from notice'), sharing.pool.query('delete from notice')]);
});
afterEach(async () => {
  await Promise.all(couriers.map((courier) => courier.close()));
  couriers = [];
});

const linkTo = (name: 'identity' | 'sharing', { store }: ScratchNotices): RoomLink => ({
  name,
  command: (command, input, access) => store.commands[command as keyof typeof store.commands](input, access ?? null),
  graphql: () => Promise.reject(new Error('a courier asks no GraphQL')),
  ready: async () => undefined,
  close: async () => undefined,
});

/** A courier that notes what it did; `handlers` win. */
function start(handlers: Partial<NoticeHandlers> = {}): { courier: Courier; done: string[] } {
  const done: string[] = [];
  const note = (text: string) => async (): Promise<void> => {
    done.push(text);
  };
  const write = (fields: object, text: string): void => {
    logged.push({ fields, text });
  };
  const courier = startCourier({
    rooms: { identity: linkTo('identity', identity), sharing: linkTo('sharing', sharing) },
    handlers: { message: note('message'), 'end-sessions': note('end-sessions'), 'close-sharing': note('close-sharing'), 'record-links': note('record-links'), professional: note('professional'), ...handlers },
    log: { warn: write, error: write },
    clock: () => new Date(Date.now() + minutes * 60_000),
  });
  couriers.push(courier);
  return { courier, done };
}

async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 8000; Date.now() < end; await sleep(20)) if (await check()) return;
  throw new Error('It did not happen in time.');
}

const rowsOf = async ({ pool }: ScratchNotices) =>
  (await pool.query<{ kind: string; attempts: number; dead_code: string | null }>('select kind, attempts, dead_code from notice')).rows;

describe('MSG-1 ACC-3 the courier acts on what rooms tell', { timeout: 20_000 }, () => {
  it('takes from both rooms without being asked, and leaves nothing of it in the database', async () => {
    const { done } = start();
    await identity.post([message, revocation]);
    await sharing.post([message, { kind: 'close-sharing', patientId: 'p1' }]);
    await until(() => done.length === 4);
    expect(done.toSorted()).toEqual(['close-sharing', 'end-sessions', 'message', 'message']);
    await until(async () => (await rowsOf(identity)).length + (await rowsOf(sharing)).length === 0);
  });

  it('drains at once everything but messages, also what was posted meanwhile', async () => {
    let posted = false;
    const { courier, done } = start({
      message: () => sleep(2000, undefined),
      'end-sessions': async () => {
        done.push('end-sessions');
        if (!posted) await sharing.post([{ kind: 'close-sharing', patientId: 'p1' }]);
        posted = true;
      },
    });
    await identity.post([message, ...Array.from({ length: 30 }, () => revocation)]);
    const begin = performance.now();
    await courier.drain();
    expect(performance.now() - begin).toBeLessThan(1500);
    expect(done).toHaveLength(31);
    expect(await rowsOf(identity)).toEqual([expect.objectContaining({ kind: 'message' })]);
  });

  it('waits in a drain for what a poll took a moment before', async () => {
    let ended = false;
    let begun = false;
    const { courier } = start({
      'end-sessions': async () => {
        begun = true;
        await sleep(300);
        ended = true;
      },
    });
    await identity.post([revocation]);
    await until(() => begun);
    await courier.drain();
    expect(ended).toBe(true);
  });

  it('tries a failed message again later, eight times in all, then gives it up and logs its code alone', async () => {
    let tries = 0;
    start({
      message: async () => {
        tries += 1;
        throw new CieError('MAIL_NOT_SENT', 'to marigold@example.net');
      },
    });
    await identity.post([message]);
    for (const [before, wait] of [0, 0.2, 0.6, 2.1, 10.1, 60.1, 361, 1441].entries()) {
      minutes += wait;
      await until(() => tries === before + 1);
    }
    await until(async () => (await rowsOf(identity))[0]?.dead_code === 'MAIL_NOT_SENT');
    expect(await rowsOf(identity)).toEqual([{ kind: 'message', attempts: 8, dead_code: 'MAIL_NOT_SENT' }]);
    expect(logged.at(-1)).toMatchObject({ text: 'a notice was given up', fields: { about: 'message', tries: 8, code: 'MAIL_NOT_SENT' } });
    expect(JSON.stringify(logged)).not.toContain('marigold');
  });

  it('does not try again before it is time', async () => {
    let tries = 0;
    start({
      message: async () => {
        tries += 1;
        throw new CieError('MAIL_NOT_SENT', '');
      },
    });
    await identity.post([message]);
    await until(() => tries === 1);
    await sleep(1200);
    expect(tries).toBe(1);
  });

  it('gives up at once what no later try would deliver', async () => {
    const { done } = start({ message: () => Promise.reject(new Undeliverable('MAIL_ADDRESS_REFUSED', '')) });
    await identity.post([message, revocation]);
    await until(async () => (await rowsOf(identity))[0]?.dead_code === 'MAIL_ADDRESS_REFUSED');
    expect(done).toEqual(['end-sessions']);
  });

  it('never gives up a change of who may see a record', async () => {
    let tries = 0;
    const { courier } = start({
      'end-sessions': async () => {
        tries += 1;
        if (tries < 12) throw new CieError('ROOM_TIMEOUT', '');
      },
    });
    await identity.post([revocation]);
    for (; tries < 12; minutes += 11) await courier.drain();
    await until(async () => (await rowsOf(identity)).length === 0);
  });

  it('shares the work with another process over the same rooms, each notice once', async () => {
    const [one, two] = [start(), start()];
    await identity.post(Array.from({ length: 60 }, () => message));
    await until(async () => (await rowsOf(identity)).length === 0);
    expect(one.done.length + two.done.length).toBe(60);
  });

  it('goes on with one room when the other does not answer', async () => {
    const link = linkTo('sharing', sharing);
    const down: RoomLink = { ...link, command: () => Promise.reject(new CieError('ROOM_UNAVAILABLE', '')) };
    const ended: string[] = [];
    const nothing = async (): Promise<void> => undefined;
    const courier = startCourier({
      rooms: { identity: linkTo('identity', identity), sharing: down },
      handlers: { message: nothing, 'end-sessions': async ({ accountId }) => void ended.push(accountId), 'close-sharing': nothing, 'record-links': nothing, professional: nothing },
      log: { warn: (fields, text) => logged.push({ fields, text }), error: () => undefined },
      clock: () => new Date(),
    });
    couriers.push(courier);
    await identity.post([revocation]);
    await courier.drain();
    expect(ended).toEqual(['a1']);
    await until(() => logged.length > 0);
    for (let times = 0; times < 5; times++) await courier.drain();
    expect(logged).toEqual([{ text: 'a room cannot be asked for its notices', fields: { room: 'sharing', kind: 'CieError', code: 'ROOM_UNAVAILABLE' } }]);
  });

  it('OPS-2 ends after what is under way, and gives back what it had not begun', async () => {
    let begun = 0;
    let ended = 0;
    const { courier } = start({
      message: async () => {
        begun += 1;
        await sleep(200);
        ended += 1;
      },
    });
    await identity.post(Array.from({ length: 20 }, () => message));
    await until(() => begun > 0);
    await courier.close();
    expect(ended).toBe(begun);
    expect(await rowsOf(identity)).toHaveLength(20 - ended);
    const next = start();
    await until(() => next.done.length === 20 - ended);
  });
});
