import { randomInt, randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { ResolveOutcome } from '@cie/kit/feed.ts';
import type { MergeOutcome, RecordMergePage } from '@cie/kit/merges.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';

let server: RoomServer;
let room: Room;
let feed: Client;
let keeper: Client;

beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity(server.settings);
  [feed, keeper] = await Promise.all([server.connect('identity', 'feed'), server.connect('identity', 'keeper')]);
});
afterAll(() => Promise.all([feed.end(), keeper.end(), room.close()]));

const now = new Date('2026-11-01T00:00:00.000Z');
const desk: Viewer = {
  kind: 'professional', accountId: randomUUID(), patientId: null, name: 'Dana Desk', organisation: 'QRV', role: null,
  proofing: null, duties: ['support-desk'], email: null, sessionId: 's',
};

function newNhsNumber(): string {
  for (;;) {
    const nine = `999${String(randomInt(1_000_000)).padStart(6, '0')}`;
    const number = Array.from({ length: 10 }, (_each, check) => `${nine}${check}`).find((each) => parseNhsNumber(each).ok);
    if (number !== undefined) return number;
  }
}

interface Sent {
  readonly id?: string;
  readonly organisation?: string;
  readonly at?: string;
  readonly received?: Date;
  readonly event: string;
  readonly segments: readonly string[];
}

function send({ id = randomUUID(), organisation = 'RYJ', at = '20260301120000', received = now, event, segments }: Sent): Promise<ResolveOutcome> {
  const text = [`MSH|^~\\&|A|F|C|C|${at}||ADT^${event}|1|P|2.5`, ...segments].join('\r');
  const input = { id, organisation, assigningAuthorities: [`${organisation}-MRN`], receivedAt: received.toISOString(), text };
  // A command's answer is unknown to the gateway's types; this one is the room's own.
  return room.commands['resolve']?.(input) as Promise<ResolveOutcome>;
}

interface Someone {
  readonly id: string;
  readonly nhs: string;
  readonly local: string;
  readonly born: string;
}

const pid = ({ nhs, born }: Pick<Someone, 'nhs' | 'born'>, name = 'Merge^Person'): string => `PID|1||${nhs}^^^NHS^NH||${name}||${born}`;
const prior = ({ nhs }: Pick<Someone, 'nhs'>): string => `MRG|${nhs}^^^NHS^NH`;

async function someone(options: { name?: string; born?: string } = {}): Promise<Someone> {
  const { name = 'Merge^Person', born = '19700131' } = options;
  const nhs = newNhsNumber();
  const local = `L${nhs}`;
  const outcome = await send({ event: 'A28', segments: [`PID|1||${nhs}^^^NHS^NH~${local}^^^RYJ-MRN^MR||${name}||${born}`] });
  if (outcome.outcome !== 'resolved') throw new Error(outcome.code);
  return { id: outcome.patientId, nhs, local, born };
}

const merge = (kept: Someone, retired: Someone, rest: Partial<Sent> = {}): Promise<ResolveOutcome> => send({ event: 'A40', segments: [pid(kept), prior(retired)], ...rest });
const part = (one: Someone, other: Someone, rest: Partial<Sent> = {}): Promise<ResolveOutcome> => send({ event: 'A37', segments: [pid(one), pid(other)], at: '20260302120000', ...rest });

async function groupOf({ nhs, born }: Someone): Promise<readonly string[]> {
  // An event that is not about the person, so that asking changes nothing.
  const outcome = await send({ event: 'A13', segments: [pid({ nhs, born })] });
  if (outcome.outcome !== 'resolved') throw new Error(outcome.code);
  return outcome.recordIds;
}

const linksOf = async (...people: Someone[]): Promise<number> =>
  Number((await feed.query<{ count: string }>('select count(*) from record_merge where retired_id = any ($1)', [people.map((each) => each.id)])).rows[0]?.count);

const reviews = async ({ id }: Someone): Promise<{ reason: string }[]> =>
  (await keeper.query<{ reason: string }>(`select details ->> 'reason' as reason from desk_case where kind = 'merge-review' and patient_id = $1`, [id])).rows;

async function staff<Answer>(command: string, input: object, viewer: Viewer = desk): Promise<Answer> {
  return (await room.commands[command]?.(input, { requestId: 'r', viewer, now })) as Answer; // the answers of these commands are those of kit/merges.ts
}

const dateOf = ({ born }: Someone): string => `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`;
const wish = (surviving: Someone, retired: Someone) => ({
  survivingNhsNumber: surviving.nhs, survivingBirthDate: dateOf(surviving), retiredNhsNumber: retired.nhs, retiredBirthDate: dateOf(retired),
  reason: 'Both came with the same passport.',
});

describe('ACC-5 a hospital merges two records', () => {
  it('reads both as one, and files each message where its own identifiers say', async () => {
    const [kept, retired] = [await someone(), await someone()];
    expect(await groupOf(kept)).toEqual([kept.id]);
    expect(await merge(kept, retired)).toMatchObject({ outcome: 'resolved', patientId: kept.id, recordIds: [kept.id, retired.id] });
    expect(await groupOf(retired)).toEqual([kept.id, retired.id]);
    expect(await send({ event: 'A31', segments: [pid(retired)] })).toMatchObject({ patientId: retired.id });
    expect(await send({ event: 'A31', segments: [pid(kept)] })).toMatchObject({ patientId: kept.id });
  });

  it('takes a message that names both from then on, and not before', async () => {
    const [kept, retired] = [await someone(), await someone()];
    const both = { event: 'A31', segments: [`PID|1||${kept.nhs}^^^NHS^NH~${retired.local}^^^RYJ-MRN^MR||Merge^Person||19700131`] };
    expect(await send(both)).toMatchObject({ code: 'patient-mismatch' });
    await merge(kept, retired);
    expect(await send(both)).toMatchObject({ patientId: kept.id });
    await part(kept, retired);
    expect(await send(both)).toMatchObject({ code: 'patient-mismatch' });
  });

  it('by local identifiers, which some senders repeat in PID-3 (A34)', async () => {
    const [kept, retired] = [await someone(), await someone()];
    const segments = [`PID|1||${kept.local}^^^RYJ-MRN^MR~${retired.local}^^^RYJ-MRN^MR||Merge^Person||19700131`, `MRG|${retired.local}^^^RYJ-MRN^MR`];
    expect(await send({ event: 'A34', segments })).toMatchObject({ recordIds: [kept.id, retired.id] });
  });

  it('several in one message: all, or none', async () => {
    const [kept, one, other] = [await someone(), await someone(), await someone()];
    const unknown = `MRG|X${randomUUID()}^^^RYJ-MRN^MR`;
    expect(await send({ event: 'A40', segments: [pid(kept), prior(one), pid(kept), unknown] })).toMatchObject({ code: 'patient-unknown' });
    expect(await groupOf(one)).toEqual([one.id]);
    await send({ event: 'A40', segments: [pid(kept), prior(one), pid(kept), prior(other)] });
    expect(new Set(await groupOf(other))).toEqual(new Set([kept.id, one.id, other.id]));
  });

  it('when the surviving number was never heard of before', async () => {
    const retired = await someone();
    const nhs = newNhsNumber();
    const outcome = await send({ event: 'A40', segments: [pid({ nhs, born: '19700131' }), prior(retired)] });
    expect(outcome).toMatchObject({ outcome: 'resolved', nhsNumber: nhs });
    expect(await groupOf(retired)).toHaveLength(2);
  });

  it.each<[string, { name?: string; born?: string }, { name?: string; born?: string }, string]>([
    ['dates of birth differ', {}, { born: '19700201' }, 'dates of birth'],
    ['family names differ', { name: 'Merge^Person' }, { name: 'Other^Person' }, 'different names'],
    ['given names differ', { name: 'Merge^Person' }, { name: 'Merge^Twin' }, 'different names'],
  ])('holds one whose %s, and asks the desk once', async (_what, one, other, words) => {
    const [kept, retired] = [await someone(one), await someone(other)];
    const sent = { event: 'A40', id: randomUUID(), segments: [pid(kept, one.name), prior(retired)] };
    expect(await send(sent)).toMatchObject({ outcome: 'held', code: 'merge-disagrees', reason: expect.stringContaining(words) as unknown });
    await send(sent);
    expect(await reviews(kept)).toMatchObject([{ reason: expect.stringContaining(words) as unknown }]);
    expect(await groupOf(kept)).toEqual([kept.id]);
  });

  it('takes names that differ in case, accents and hyphens for the same', async () => {
    const [kept, retired] = [await someone({ name: "O'Neill-Ray^Zoë" }), await someone({ name: 'ONEILL RAY^ZOE' })];
    expect(await merge(kept, retired)).toMatchObject({ recordIds: [kept.id, retired.id] });
  });

  it("holds another organisation's identifier (abuse case 23)", async () => {
    const [kept, retired] = [await someone(), await someone()];
    await send({ event: 'A28', organisation: 'RQM', segments: [`PID|1||${retired.nhs}^^^NHS^NH~Q1^^^RQM-MRN^MR||Merge^Person||19700131`] });
    expect(await send({ event: 'A40', segments: [pid(kept), 'MRG|Q1^^^RQM-MRN^MR'] })).toMatchObject({ code: 'foreign-namespace' });
  });

  it.each([
    ['no MRG', 'A40', [pid({ nhs: '9992914173', born: '19700131' })]],
    ['an empty MRG', 'A40', [pid({ nhs: '9992914173', born: '19700131' }), 'MRG|']],
    ['one PID to part', 'A37', [pid({ nhs: '9992914173', born: '19700131' })]],
  ])('holds a message with %s', async (_what, event, segments) => {
    expect(await send({ event, segments })).toMatchObject({ outcome: 'held', code: 'required-field-missing' });
  });
});

describe('abuse case 59: A40 twice, in a cycle, undone', () => {
  it('twice is once, with the same message id and with another', async () => {
    const [kept, retired] = [await someone(), await someone()];
    const id = randomUUID();
    await merge(kept, retired, { id });
    expect(await merge(kept, retired, { id })).toMatchObject({ patientId: kept.id });
    expect(await merge(kept, retired)).toMatchObject({ patientId: kept.id });
    expect(await linksOf(kept, retired)).toBe(1);
  });

  it('in a cycle is refused, over two records and over three', async () => {
    const [a, b, c] = [await someone(), await someone(), await someone()];
    await merge(b, a);
    expect(await merge(a, b)).toMatchObject({ outcome: 'held', code: 'merge-cycle' });
    await merge(c, b);
    expect(await merge(a, c)).toMatchObject({ outcome: 'held', code: 'merge-cycle' });
    expect((await groupOf(a))[0]).toBe(c.id);
    expect(await reviews(a)).toHaveLength(2);
  });

  it('undone restores both, twice is once, and the merge that was undone does not come back by being sent again', async () => {
    const [kept, retired] = [await someone(), await someone()];
    const id = randomUUID();
    await merge(kept, retired, { id });
    expect(await part(retired, kept)).toMatchObject({ outcome: 'resolved' });
    expect(await part(retired, kept)).toMatchObject({ outcome: 'resolved' });
    expect(await groupOf(kept)).toEqual([kept.id]);
    expect(await groupOf(retired)).toEqual([retired.id]);
    await merge(kept, retired, { id });
    expect(await merge(kept, retired)).toMatchObject({ code: 'merge-undone' });
    expect(await groupOf(kept)).toEqual([kept.id]);
    expect(await merge(kept, retired, { at: '20261201000000', received: new Date('2026-12-01T00:00:05.000Z') })).toMatchObject({ recordIds: [kept.id, retired.id] });
  });

  it('a chain has one surviving record, also when a link in its middle is undone', async () => {
    const [a, b, c, d] = [await someone(), await someone(), await someone(), await someone()];
    await merge(b, a);
    await merge(c, b);
    await merge(d, c);
    expect((await groupOf(a))[0]).toBe(d.id);
    expect(await groupOf(a)).toHaveLength(4);
    await part(b, c);
    expect(await groupOf(a)).toEqual([b.id, a.id]);
    expect(await groupOf(c)).toEqual([d.id, c.id]);
  });

  it('holds a record that was retired into another one, and one parted by way of a third', async () => {
    const [a, b, c] = [await someone(), await someone(), await someone()];
    await merge(b, a);
    expect(await merge(c, a)).toMatchObject({ code: 'merge-disagrees' });
    await merge(c, b);
    expect(await part(a, c)).toMatchObject({ code: 'merge-disagrees' });
    expect(await groupOf(a)).toHaveLength(3);
  });

  it('lets nobody part what another organisation, or the desk, has joined', async () => {
    const [a, b, c] = [await someone(), await someone(), await someone()];
    await merge(b, a);
    await staff('merge-records', wish(b, c));
    expect(await part(a, b, { organisation: 'RQM' })).toMatchObject({ code: 'merge-disagrees' });
    expect(await part(b, c)).toMatchObject({ code: 'merge-disagrees' });
  });

  it('keeps one result of twenty merges at once that would be a ring', async () => {
    const people: Someone[] = [];
    for (let count = 0; count < 5; count += 1) people.push(await someone());
    const ring = people.map((each, at) => [each, people[(at + 1) % people.length] ?? each] as const);
    const outcomes = await Promise.all([...ring, ...ring, ...ring, ...ring].map(([retired, kept]) => merge(kept, retired)));
    expect(outcomes.filter((each) => each.outcome === 'held').every((each) => 'code' in each && each.code === 'merge-cycle')).toBe(true);
    for (const each of people) expect(await groupOf(each)).toHaveLength(5);
    expect(await linksOf(...people)).toBe(4);
  });
});

describe('abuse case 59, ACC-5: no organisation joins two people by naming two NHS numbers', () => {
  const known = (person: Someone, organisation: string): Promise<ResolveOutcome> => send({ event: 'A28', organisation, segments: [pid(person)] });
  const open = (patientId: string): Promise<unknown> =>
    keeper.query(`insert into account (kind, issuer, subject, name, proofing, patient_id) values ('patient', 'nhs-login', $1, 'x', 'P9', $2)`, [randomUUID(), patientId]);

  it('holds a merge of records that the sender has not supplied, one or both, and asks the desk', async () => {
    const [kept, retired] = [await someone(), await someone()];
    expect(await merge(kept, retired, { organisation: 'RAS' })).toMatchObject({ code: 'merge-disagrees' });
    expect(await reviews(kept)).toMatchObject([{ reason: 'The sender has not supplied both records itself.' }]);
    await known(kept, 'RAS');
    expect(await merge(kept, retired, { organisation: 'RAS' })).toMatchObject({ code: 'merge-disagrees' });
    // A number made up by the sender, into which it would retire somebody whom it has never seen.
    const segments = [pid({ nhs: newNhsNumber(), born: '19700131' }), prior(retired)];
    expect(await send({ event: 'A40', organisation: 'RAS', segments })).toMatchObject({ code: 'merge-disagrees' });
    expect(await reviews(retired)).toHaveLength(1);
    expect(await groupOf(retired)).toEqual([retired.id]);
  });

  it('holds one that retires what another organisation has supplied too, also to a record that was joined to it', async () => {
    const [kept, retired, below] = [await someone(), await someone(), await someone()];
    await known(retired, 'RQM');
    expect(await merge(kept, retired)).toMatchObject({ code: 'merge-disagrees', reason: expect.stringContaining('Another organisation') as unknown });
    const [top, middle] = [await someone(), await someone()];
    await merge(middle, below);
    await known(below, 'RQM');
    expect(await merge(top, middle)).toMatchObject({ code: 'merge-disagrees' });
    // What others say of the record that stays is no reason.
    await known(kept, 'RQM');
    expect(await merge(kept, await someone())).toMatchObject({ outcome: 'resolved' });
  });

  it.each(['surviving', 'retired'])('holds one when somebody signs in to the %s record', async (which) => {
    const [kept, retired] = [await someone(), await someone()];
    await open(which === 'surviving' ? kept.id : retired.id);
    expect(await merge(kept, retired)).toMatchObject({ code: 'merge-disagrees', reason: expect.stringContaining('signs in') as unknown });
    expect(await reviews(kept)).toHaveLength(1);
    await staff('merge-records', wish(kept, retired));
    expect(await groupOf(retired)).toEqual([kept.id, retired.id]);
  });

  it('holds every later message about two that the desk has parted, by whichever of their records', async () => {
    const [kept, retired, third] = [await someone(), await someone(), await someone()];
    const { mergeId } = await staff<MergeOutcome>('merge-records', wish(kept, retired));
    await staff('unmerge-records', { mergeId, reason: 'It was another person after all.' });
    const late = { at: '20270101000000', received: new Date('2027-01-01T00:00:05.000Z') };
    expect(await merge(kept, retired, late)).toMatchObject({ code: 'merge-undone' });
    expect(await merge(retired, kept, late)).toMatchObject({ code: 'merge-undone' });
    expect(await reviews(kept)).toHaveLength(1);
    await merge(third, retired, late);
    expect(await merge(third, kept, late)).toMatchObject({ code: 'merge-undone' });
    expect(await groupOf(kept)).toEqual([kept.id]);
  });
});

describe('ACC-5 A47 changes an identifier', () => {
  it('gives the person a new local number', async () => {
    const person = await someone();
    const segments = [`PID|1||N${person.nhs}^^^RYJ-MRN^MR||Merge^Person||19700131`, `MRG|${person.local}^^^RYJ-MRN^MR`];
    expect(await send({ event: 'A47', segments })).toMatchObject({ patientId: person.id });
    expect(await send({ event: 'A31', segments: [`PID|1||N${person.nhs}^^^RYJ-MRN^MR||Merge^Person||19700131`] })).toMatchObject({ patientId: person.id });
  });

  it('merges nobody: two people, another NHS number, another date of birth and an unknown number are held', async () => {
    const [one, other] = [await someone(), await someone()];
    const change = (to: string, from: string, born = '19700131') => send({ event: 'A47', segments: [`PID|1||${to}||Merge^Person||${born}`, `MRG|${from}`] });
    expect(await change(`${one.local}^^^RYJ-MRN^MR`, `${other.local}^^^RYJ-MRN^MR`)).toMatchObject({ code: 'merge-disagrees' });
    expect(await change(`${newNhsNumber()}^^^NHS^NH`, `${other.nhs}^^^NHS^NH`)).toMatchObject({ code: 'merge-disagrees' });
    expect(await change('Z1^^^RYJ-MRN^MR', `${other.local}^^^RYJ-MRN^MR`, '19710131')).toMatchObject({ code: 'patient-mismatch' });
    expect(await change(`Y${randomUUID()}^^^RYJ-MRN^MR`, `X${randomUUID()}^^^RYJ-MRN^MR`)).toMatchObject({ code: 'patient-unknown' });
    expect(await groupOf(one)).toEqual([one.id]);
  });
});

describe('ACC-5 the desk merges and parts', () => {
  it('also what disagrees, with a reason; and undoes it by its number', async () => {
    const [kept, retired] = [await someone({ name: 'Before^Marriage' }), await someone({ name: 'After^Marriage', born: '19700201' })];
    const made = await staff<MergeOutcome>('merge-records', wish(kept, retired));
    expect(made).toMatchObject({ changed: true });
    expect(await staff('merge-records', wish(kept, retired))).toEqual({ mergeId: made.mergeId, changed: false });
    expect(await groupOf(retired)).toEqual([kept.id, retired.id]);

    const { merges } = await staff<RecordMergePage>('merges', {});
    expect(merges.find((each) => each.id === made.mergeId)).toMatchObject({
      retired: { nhsNumber: retired.nhs, name: 'Marriage After', birthDate: '1970-02-01' }, surviving: { patientId: kept.id },
      made: { basis: 'staff', organisation: null, reason: 'Both came with the same passport.', at: now.toISOString() }, undone: null,
    });

    const reason = 'It was another person after all.';
    expect(await staff('unmerge-records', { mergeId: made.mergeId, reason })).toEqual({ mergeId: made.mergeId, changed: true });
    expect(await staff('unmerge-records', { mergeId: made.mergeId, reason })).toEqual({ mergeId: made.mergeId, changed: false });
    expect(await groupOf(retired)).toEqual([retired.id]);
    const again = (await staff<RecordMergePage>('merges', {})).merges.find((each) => each.id === made.mergeId);
    expect(again?.undone).toMatchObject({ basis: 'staff', reason });
  });

  it('is refused with a reason that says what to do', async () => {
    const [a, b, c] = [await someone(), await someone(), await someone()];
    const code = (promise: Promise<unknown>) => promise.then(() => 'done', (error: unknown) => (error instanceof Error && 'code' in error ? error.code : 'none'));
    expect(await code(staff('merge-records', wish(a, a)))).toBe('MERGE_SAME');
    expect(await code(staff('merge-records', { ...wish(a, b), reason: 'short' }))).toBe('MERGE_REASON');
    expect(await code(staff('merge-records', { ...wish(a, b), retiredBirthDate: '1980-01-01' }))).toBe('MERGE_UNKNOWN');
    expect(await code(staff('merge-records', { ...wish(a, b), retiredNhsNumber: 'x' }))).toBe('MERGE_UNKNOWN');
    await staff('merge-records', wish(b, a));
    expect(await code(staff('merge-records', wish(a, b)))).toBe('MERGE_CYCLE');
    expect(await code(staff('merge-records', wish(c, a)))).toBe('MERGE_RETIRED');
    expect(await code(staff('unmerge-records', { mergeId: randomUUID(), reason: 'A good reason.' }))).toBe('MERGE_UNKNOWN');
    const other: Viewer = { ...desk, duties: ['privacy-officer'] };
    for (const command of ['merge-records', 'unmerge-records', 'merges']) {
      expect(await code(staff(command, { ...wish(a, c), mergeId: randomUUID() }, other))).toBe('DESK_ONLY');
    }
  });
});
