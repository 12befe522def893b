import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { unseal } from '@cie/kit/notices/seal.ts';
import type { Room } from '@cie/kit/room.ts';
import { mostWaitingSummaries, mostWrongTries } from '@cie/kit/summary-shares.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSharing } from '../start.ts';

let server: RoomServer;
let sharing: Room;
let owner: Client;

beforeAll(async () => {
  server = await openRoomServer();
  sharing = await startSharing({ ...server.settings, CIE_NOTICE_KEY: noticeKey.toString('base64url') });
  owner = await server.connect('sharing', 'owner');
});
afterAll(async () => {
  await Promise.all([owner.end(), sharing.close()]);
});

// The machine's own time: what is over by the database's clock is swept, whichever test comes first.
const now = new Date();
const later = (milliseconds: number): Date => new Date(now.getTime() + milliseconds);
const hour = 3_600_000;
const person = (changes: Partial<Viewer> = {}): Viewer => ({ ...testViewer, accountId: randomUUID(), patientId: randomUUID(), name: 'Pat Sample', ...changes });
const bytes = (): string => randomBytes(32).toString('base64url');

async function command(name: string, input: object, viewer: Viewer | null, at = now): Promise<unknown> {
  const access: AccessContext = { requestId: randomUUID(), viewer, now: at };
  return sharing.commands[name]?.(input, access);
}
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: unknown) => pick(error, 'code'));

const newWish = (changes: object = {}) => ({
  id: randomUUID(), labels: ['general'], hours: '24', codeFind: bytes(), codeProof: bytes(), linkFind: bytes(), linkProof: bytes(),
  wrapped: bytes(), bundle: 'sealed.bundle', page: 'sealed.page', ...changes,
});
type Wish = ReturnType<typeof newWish>;

async function shared(viewer: Viewer, changes: object = {}, at = now): Promise<Wish> {
  const wish = newWish(changes);
  expect(await command('share-summary', wish, viewer, at)).toEqual({ outcome: 'added' });
  return wish;
}
const open = (wish: Wish, changes: object = {}, at = now) => command('open-summary', { way: 'code', find: wish.codeFind, proof: wish.codeProof, who: 'Dr Far, Leeds', ...changes }, null, at);
const list = async (viewer: Viewer, at = now): Promise<unknown> => pick(await command('summary-shares', {}, viewer, at), 'shares');

async function asService<Row extends object>(sql: string, parameters: unknown[]): Promise<Row[]> {
  const service = await server.connect('sharing', 'service');
  try {
    return (await service.query<Row>(sql, parameters)).rows;
  } finally {
    await service.end();
  }
}

async function entries(patientId: string | null): Promise<{ action: string; who: string; reason: string | null; doors: string[] }[]> {
  const rows = await asService<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId]);
  // Written from an AccessEntry.
  return rows.map(({ body }) => JSON.parse(body) as { action: string; who: string; reason: string | null; doors: string[] });
}

/** Of this test file, so that no other takes its notices. */
const noticeKey = randomBytes(32);

/** Null for what another test file sealed. */
function opened(sealed: Buffer, id: string): string | null {
  try {
    return unseal(noticeKey, sealed, id);
  } catch {
    return null;
  }
}

/** Read where they lie: another test that takes notices at the same moment would have them. */
async function messagesTo(patientId: string | null): Promise<string[]> {
  const rows = await asService<{ id: string; sealed: Buffer }>("select id, sealed from notice where kind = 'message' order by created_at", []);
  return rows.flatMap(({ id, sealed }) => {
    const text = opened(sealed, id);
    if (text === null) return [];
    const notice = JSON.parse(text) as { to: object; template: string }; // what sharing posted
    return pick(notice.to, 'patientId') === patientId ? [notice.template] : [];
  });
}

const contents = async (id: string): Promise<number> => (await asService('select 1 from summary_content where share_id = $1', [id])).length;

describe('ACS-3 short-lived share: a code plus date of birth opens the summary once', () => {
  it('opens once, tells the patient at once, and leaves nothing behind to open', async () => {
    const viewer = person();
    const wish = await shared(viewer);
    expect(await contents(wish.id)).toBe(1);
    expect(await open(wish)).toEqual({ outcome: 'opened', wrapped: wish.wrapped, page: 'sealed.page', bundle: 'sealed.bundle' });
    expect(await contents(wish.id)).toBe(0);
    expect(await open(wish)).toEqual({ outcome: 'closed' });
    expect(await open(wish, { way: 'link', find: wish.linkFind, proof: wish.linkProof })).toEqual({ outcome: 'closed' });
    expect(await messagesTo(viewer.patientId)).toEqual(['summary-opened']);
    expect(await list(viewer)).toMatchObject([{ id: wish.id, state: 'opened', openedBy: 'Dr Far, Leeds', openedAt: now.toISOString(), labels: ['general'] }]);
    expect(await entries(viewer.patientId)).toMatchObject([
      { action: 'summary-shared', who: 'Pat Sample', doors: ['self'] },
      { action: 'summary-opened', who: 'Dr Far, Leeds (not signed in)', doors: ['invited'], reason: 'They said themselves who they are; nobody has checked it' },
      { action: 'refused', who: 'Dr Far, Leeds (not signed in)' },
      { action: 'refused' },
    ]);
  });

  it('opens to one of many who try at the same moment', async () => {
    const wish = await shared(person());
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_each, index) => open(wish, index % 2 === 0 ? {} : { way: 'link', find: wish.linkFind, proof: wish.linkProof })));
    expect(outcomes.filter((each) => pick(each, 'outcome') === 'opened')).toHaveLength(1);
    expect(outcomes.filter((each) => pick(each, 'outcome') === 'closed')).toHaveLength(11);
  });

  it('burns after five wrong dates by either way, sent at once, and tells the patient', async () => {
    const viewer = person();
    const wish = await shared(viewer);
    const tries = Array.from({ length: 9 }, (_each, index) => open(wish, index % 2 === 0 ? { proof: bytes() } : { way: 'link', find: wish.linkFind, proof: bytes() }));
    const outcomes = await Promise.all(tries);
    expect(outcomes.flatMap((each) => (pick(each, 'outcome') === 'wrong' ? [pick(each, 'remaining')] : [])).toSorted((one, other) => Number(one) - Number(other))).toEqual([0, 1, 2, 3, 4]);
    expect(outcomes.filter((each) => pick(each, 'outcome') === 'closed')).toHaveLength(4);
    expect(await open(wish)).toEqual({ outcome: 'closed' });
    expect(await contents(wish.id)).toBe(0);
    expect(await messagesTo(viewer.patientId)).toEqual(['summary-burned']);
    expect(await list(viewer)).toMatchObject([{ state: 'burned', wrong: mostWrongTries }]);
    const log = await entries(viewer.patientId);
    expect(log.filter(({ action }) => action === 'summary-stopped')).toHaveLength(1);
    // Four wrong, and of what came after it had closed no more than five.
    expect(log.filter(({ action }) => action === 'refused')).toHaveLength(4 + 5);
  });

  it('still opens after four wrong dates', async () => {
    const wish = await shared(person());
    for (let each = 1; each < mostWrongTries; each += 1) expect(await open(wish, { proof: bytes() })).toEqual({ outcome: 'wrong', remaining: mostWrongTries - each });
    expect(await open(wish)).toMatchObject({ outcome: 'opened' });
  });

  it('does not count a link that is asked without its passcode, and says how many tries are left', async () => {
    const viewer = person();
    const wish = await shared(viewer);
    expect(await open(wish, { way: 'link', find: wish.linkFind, proof: null })).toEqual({ outcome: 'wrong', remaining: mostWrongTries });
    expect(await open(wish, { way: 'link', find: wish.linkFind, proof: null })).toEqual({ outcome: 'wrong', remaining: mostWrongTries });
    expect(await entries(viewer.patientId)).toHaveLength(1);
  });

  it.each(['1', '24', '72', '168'])('opens until %s hours are over, and not then', async (hours) => {
    const viewer = person();
    const [one, two] = [await shared(viewer, { hours }), await shared(viewer, { hours })];
    const end = Number(hours) * hour;
    expect(await open(one, {}, later(end - 1))).toMatchObject({ outcome: 'opened' });
    expect(await open(two, {}, later(end))).toEqual({ outcome: 'closed' });
    expect(await list(viewer, later(end))).toEqual(expect.arrayContaining([expect.objectContaining({ id: two.id, state: 'ended' }), expect.objectContaining({ id: one.id, state: 'opened' })]));
  });

  it.each(['0', '2', '169', '-1', '1e9', 'NaN'])('is not made for %s hours', async (hours) => {
    expect(await codeOf(command('share-summary', newWish({ hours }), person()))).toBe('SUMMARY_UNTIL');
  });

  it('is not made without a label, and with no label that there is not', async () => {
    expect(await codeOf(command('share-summary', newWish({ labels: [] }), person()))).toBe('SUMMARY_LABELS');
    expect(await codeOf(command('share-summary', newWish({ labels: ['everything'] }), person()))).toBe('COMMAND_INPUT_INVALID');
  });

  it('of five that wait at the most, the sixth is refused until one is stopped', async () => {
    const viewer = person();
    const made = await Promise.all(Array.from({ length: mostWaitingSummaries + 3 }, () => command('share-summary', newWish(), viewer)));
    expect(made.filter((each) => pick(each, 'outcome') === 'added')).toHaveLength(mostWaitingSummaries);
    expect(made.filter((each) => pick(each, 'outcome') === 'too-many')).toHaveLength(3);
    const [first] = (await list(viewer)) as { id: string }[]; // the command's own answer
    expect(await command('stop-summary', { id: first?.id }, viewer)).toEqual({ stopped: true });
    await shared(viewer);
  });

  it('is made once where its form is sent twice', async () => {
    const viewer = person();
    const wish = await shared(viewer);
    expect(await command('share-summary', { ...newWish(), id: wish.id }, viewer)).toEqual({ outcome: 'known' });
    expect(await list(viewer)).toHaveLength(1);
  });

  it('can be stopped by its owner until it is opened, and by nobody else', async () => {
    const viewer = person();
    const wish = await shared(viewer);
    expect(await command('stop-summary', { id: wish.id }, person())).toEqual({ stopped: false });
    expect(await command('stop-summary', { id: 'x' }, viewer)).toEqual({ stopped: false });
    expect(await command('stop-summary', { id: wish.id }, viewer)).toEqual({ stopped: true });
    expect(await command('stop-summary', { id: wish.id }, viewer)).toEqual({ stopped: false });
    expect(await contents(wish.id)).toBe(0);
    expect(await open(wish)).toEqual({ outcome: 'closed' });
    expect((await entries(viewer.patientId)).map(({ action }) => action)).toEqual(['summary-shared', 'summary-stopped', 'refused']);
    const opened = await shared(viewer);
    await open(opened);
    expect(await command('stop-summary', { id: opened.id }, viewer)).toEqual({ stopped: false });
  });

  it('abuse case 11: nobody but the owner makes, lists or stops one', async () => {
    const others: (Viewer | null)[] = [
      null, person({ proofing: 'P5' }), person({ patientId: null }), person({ kind: 'professional', patientId: null, proofing: null, organisation: 'RYJ', role: 'Doctor' }),
    ];
    for (const each of others) {
      for (const name of ['share-summary', 'summary-shares', 'stop-summary']) expect([name, await codeOf(command(name, newWish(), each))]).toEqual([name, 'OWN_RECORD_ONLY']);
    }
  });

  it('ACC-3: is stopped when its owner opts out', async () => {
    const viewer = person();
    const wish = await shared(viewer);
    await command('close-sharing', { patientId: viewer.patientId }, null);
    expect(await contents(wish.id)).toBe(0);
    expect(await open(wish)).toEqual({ outcome: 'closed' });
    expect(await list(viewer)).toMatchObject([{ state: 'stopped' }]);
    expect((await entries(viewer.patientId)).at(1)).toMatchObject({ action: 'summary-stopped', who: 'The patient, by opting out' });
  });

  it('answers an unknown code as a used one, and logs the try under nobody’s record', async () => {
    expect(await open(newWish(), { who: 'Nosy Parker' })).toEqual({ outcome: 'closed' });
    const last = (await entries('00000000-0000-0000-0000-000000000000')).filter(({ reason }) => reason === 'A code or link for a summary that there is not');
    expect(last.length).toBeGreaterThan(0);
    expect(last.some(({ who }) => who.includes('Nosy'))).toBe(false);
  });
});

describe('ACS-3 what nobody opened', () => {
  it('is deleted once its time is over, and not before', async () => {
    const viewer = person();
    const [over, waiting] = [await shared(viewer, { hours: '1' }, later(-hour)), await shared(viewer, { hours: '1' }, later(-hour + 600_000))];
    await list(viewer);
    expect([await contents(over.id), await contents(waiting.id)]).toEqual([0, 1]);
    expect(await list(viewer)).toMatchObject([{ state: 'waiting' }, { state: 'ended' }]);
  });
});

describe('ACS-6 durable before any data return: with the access log unwritable', () => {
  it('nothing is opened, counted, made or stopped', async () => {
    const viewer = person();
    const wish = await shared(viewer);
    // The next number is taken: appending fails, as it does on a full disk.
    await owner.query("insert into access_log (patient_id, seq, at, body, hash) values ($1, 2, now(), '{}', '')", [viewer.patientId]);
    const works = [open(wish), open(wish, { proof: bytes() }), command('stop-summary', { id: wish.id }, viewer), command('share-summary', newWish(), viewer)];
    expect((await Promise.allSettled(works)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    expect(await contents(wish.id)).toBe(1);
    expect(await list(viewer)).toMatchObject([{ state: 'waiting', wrong: 0 }]);
    expect(await messagesTo(viewer.patientId)).toEqual([]);
    await owner.query('delete from access_log where patient_id = $1 and seq = 2', [viewer.patientId]);
    expect(await open(wish)).toMatchObject({ outcome: 'opened' });
  });
});

describe('ACS-3 a SMART Health Link whose file is fetched by itself', () => {
  const asLink = (wish: Wish, embeddedMost: number, fetch: string) => open(wish, { way: 'link', find: wish.linkFind, proof: wish.linkProof, embeddedMost: String(embeddedMost), fetch });

  it('gives out a file that is too long for the answer once, within ten minutes, and nothing else of it', async () => {
    const wish = await shared(person());
    const fetch = bytes();
    expect(await asLink(wish, 'sealed.bundle'.length - 1, fetch)).toMatchObject({ outcome: 'opened', bundle: null });
    expect(await command('fetch-summary', { find: bytes() }, null)).toEqual({ bundle: null });
    expect(await command('fetch-summary', { find: fetch }, null, later(10 * 60_000 - 1))).toEqual({ bundle: 'sealed.bundle' });
    expect(await command('fetch-summary', { find: fetch }, null)).toEqual({ bundle: null });
    expect(await contents(wish.id)).toBe(0);
  });

  it('keeps it no longer than that', async () => {
    const wish = await shared(person());
    const fetch = bytes();
    await asLink(wish, 0, fetch);
    expect(await command('fetch-summary', { find: fetch }, null, later(10 * 60_000))).toEqual({ bundle: null });
  });

  it('puts it into the answer where it is just short enough', async () => {
    const wish = await shared(person());
    const fetch = bytes();
    expect(await asLink(wish, 'sealed.bundle'.length, fetch)).toMatchObject({ bundle: 'sealed.bundle' });
    expect(await command('fetch-summary', { find: fetch }, null)).toEqual({ bundle: null });
  });
});
