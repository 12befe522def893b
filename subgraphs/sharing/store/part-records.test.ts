import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openSharingWorld, type Patient } from '../testing/sharing-world.ts';

const world = await openSharingWorld();
const { command, service, logOf, messages, codeOf } = world;
let feed: Client;
beforeAll(async () => { feed = await (await openRoomServer()).connect('sharing', 'feed'); });
afterAll(() => Promise.all([world.close(), feed.end()]));

// The machine's own time: what is over by the database's clock is swept.
const now = new Date();
const bytes = (): string => randomBytes(32).toString('base64url');
let version = Date.now();
const linked = (...groups: readonly (readonly Patient[])[]): Promise<unknown> => {
  version += 1;
  return tell(version, ...groups);
};
const tell = (at: number, ...groups: readonly (readonly Patient[])[]): Promise<unknown> =>
  command('record-links', { version: at, groups: groups.map((group) => ({ survivingId: group[0]?.patientId, patientIds: group.map(({ patientId }) => patientId) })) }, null, now);

const newWish = () => ({
  id: randomUUID(), labels: ['general'], hours: '24', codeFind: bytes(), codeProof: bytes(), linkFind: bytes(), linkProof: bytes(), wrapped: bytes(), bundle: 'sealed.bundle', page: 'sealed.page',
});
type Wish = ReturnType<typeof newWish>;
async function shared(viewer: Patient): Promise<Wish> {
  const wish = newWish();
  expect(await command('share-summary', wish, viewer, now)).toEqual({ outcome: 'added' });
  return wish;
}
const open = (wish: Wish, more: object = {}): Promise<unknown> => command('open-summary', { way: 'code', find: wish.codeFind, proof: wish.codeProof, who: 'Dr Far', ...more }, null, now);
const contents = async (wish: Wish): Promise<number> => (await service.query('select from summary_content where share_id = $1', [wish.id])).rows.length;
const statesOf = async (viewer: Patient): Promise<unknown> => {
  const shares = pick(await command('summary-shares', {}, viewer, now), 'shares');
  return Array.isArray(shares) ? shares.map((each: unknown) => pick(each, 'state')) : shares;
};
const toldOf = async ({ patientId }: Patient): Promise<string[]> => (await messages()).filter(({ to }) => 'patientId' in to && to.patientId === patientId).map(({ template }) => template);

describe('ACC-5 ACS-3 summaries that wait when records are parted', () => {
  it('are stopped, with what they hold deleted, an entry in the log and a message', async () => {
    const [kept, retired] = [newPatient(), newPatient()];
    await linked([kept, retired]);
    const [one, other] = [await shared(kept), await shared(retired)];
    await linked([kept], [retired]);
    for (const wish of [one, other]) {
      expect(await contents(wish)).toBe(0);
      expect(await open(wish)).toEqual({ outcome: 'closed' });
    }
    for (const viewer of [kept, retired]) {
      expect(await statesOf(viewer)).toEqual(['stopped']);
      expect((await logOf(viewer.patientId)).find(({ action }) => action === 'summary-stopped')).toMatchObject({ who: 'The exchange', account: null, reason: 'Records that had been joined were parted' });
      expect(await toldOf(viewer)).toEqual(['summary-stopped']);
    }
  });

  it('are stopped where one of three leaves, also those of the two that stay', async () => {
    const [kept, retired, leaving] = [newPatient(), newPatient(), newPatient()];
    await linked([kept, retired, leaving]);
    const wish = await shared(retired);
    await linked([kept, retired], [leaving]);
    expect(await contents(wish)).toBe(0);
  });

  it('have no file left to be fetched of one that was opened a moment before', async () => {
    const [kept, retired] = [newPatient(), newPatient()];
    await linked([kept, retired]);
    const [wish, fetch] = [await shared(kept), bytes()];
    expect(await open(wish, { way: 'link', find: wish.linkFind, proof: wish.linkProof, embeddedMost: '0', fetch })).toMatchObject({ outcome: 'opened', bundle: null });
    await linked([kept], [retired]);
    expect(await command('fetch-summary', { find: fetch }, null, now)).toEqual({ bundle: null });
    expect(await statesOf(kept)).toEqual(['opened']);
  });

  it('stay when records are joined, when nothing changes, and when what is told is older than what is known', async () => {
    const [kept, retired, third] = [newPatient(), newPatient(), newPatient()];
    const wish = await shared(kept);
    await linked([kept, retired]);
    const joinedAt = version;
    await linked([third, kept, retired]);
    await tell(version, [third, kept, retired]);
    await tell(joinedAt - 1, [third], [kept], [retired]);
    expect(await contents(wish)).toBe(1);
    expect(await toldOf(kept)).toEqual([]);
    expect(await open(wish)).toMatchObject({ outcome: 'opened' });
  });

  it('are not kept within ten minutes of it: what they are made of may have been read before', async () => {
    const [kept, retired] = [newPatient(), newPatient()];
    await linked([kept, retired]);
    await linked([kept], [retired]);
    expect(await codeOf(command('share-summary', newWish(), kept, now))).toBe('SUMMARY_UNAVAILABLE');
    await feed.query("update record_group set parted_at = now() - interval '9 minutes 50 seconds' where patient_id = $1", [kept.patientId]);
    expect(await codeOf(command('share-summary', newWish(), kept, now))).toBe('SUMMARY_UNAVAILABLE');
    await feed.query("update record_group set parted_at = now() - interval '10 minutes' where patient_id = $1", [kept.patientId]);
    await shared(kept);
  });

  it('are changed by whoever learns of it in no other way', async () => {
    const viewer = newPatient();
    const wish = await shared(viewer);
    await expect(feed.query('update summary_share set stopped_at = null where id = $1', [wish.id])).rejects.toThrow('row-level security');
    await expect(feed.query('update summary_share set opened_at = now() where id = $1', [wish.id])).rejects.toThrow('permission denied');
    await expect(feed.query('select page from summary_content where share_id = $1', [wish.id])).rejects.toThrow('permission denied');
    await expect(feed.query("update summary_content set until = now() + interval '1 day' where share_id = $1", [wish.id])).rejects.toThrow('permission denied');
  });
});
