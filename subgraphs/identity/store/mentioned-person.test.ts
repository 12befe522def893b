import { randomUUID } from 'node:crypto';
import type { ResolveOutcome } from '@cie/kit/feed.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';
import { newNhsNumber } from '../testing/registration-harness.ts';

let server: RoomServer;
let room: Room;
beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity({ ...server.settings, CIE_SANDBOX: 'yes' });
});
afterAll(() => room.close());

interface Sent { readonly pid3: string; readonly event?: string; readonly born?: string; readonly name?: string; readonly id?: string; readonly organisation?: string; readonly more?: string }

async function send({ pid3, event = 'ORU^R01', born = '19700131', name = 'Young^Anna', id = randomUUID(), organisation = 'RYJ', more = '' }: Sent): Promise<ResolveOutcome> {
  const text = `MSH|^~\\&|A|F|C|C|20261001120000||${event}|1|P|2.4\rPID|1||${pid3}||${name}||${born}${more}`;
  // A command's answer is unknown to the gateway's types; `resolve` answers with an outcome.
  return (await room.commands['resolve']?.({ id, organisation, assigningAuthorities: [organisation], receivedAt: '2026-11-01T00:00:00.000Z', text }, null)) as ResolveOutcome;
}

/** Statements of the feed's role on tables of people that a call has caused, by what they leave behind. */
async function marksOf(id: string): Promise<{ patient: string }[]> {
  const client = await server.connect('identity', 'feed');
  try {
    return (await client.query<{ patient: string }>('select patient_id as patient from applied_message where message_id = $1', [id])).rows;
  } finally {
    await client.end();
  }
}

describe('ING-2 a message that only mentions a person is decided as every other one', () => {
  it('gives the same person and the mark, whether it took the short way or not', async () => {
    const [number, local] = [newNhsNumber(), randomUUID().slice(0, 8)];
    const known = await send({ pid3: `${number}^^^NHS^NH~${local}^^^RYJ^MR`, event: 'ADT^A28' });
    const id = randomUUID();
    expect(await send({ pid3: `${number}^^^NHS^NH~${local}^^^RYJ^MR`, id })).toEqual(known);
    expect(await marksOf(id)).toHaveLength(1);
    expect(await send({ pid3: `${number}^^^NHS^NH`, id })).toEqual(known);
    expect(await marksOf(id)).toHaveLength(1);
    expect(await Promise.all(Array.from({ length: 4 }, () => send({ pid3: `${number}^^^NHS^NH`, id })))).toEqual([known, known, known, known]);
  });

  it.each<[string, Partial<Sent>, object | null]>([
    ['another date of birth (abuse case 58)', { born: '19700201' }, { outcome: 'held', code: 'patient-mismatch' }],
    ['a date of birth that is none', { born: '31.1.1970' }, { outcome: 'held', code: 'malformed' }],
    ["an identifier of another organisation's (abuse case 23)", { pid3: '~1^^^RQM^MR' }, { outcome: 'held', code: 'foreign-namespace' }],
    ['a year of birth alone, which agrees', { born: '1970' }, null],
    ['an identifier that is new', { pid3: '~NEW^^^RYJ^MR' }, null],
    ['another organisation, which knows the person from now on', { organisation: 'RQM' }, null],
  ])('decides with %s', async (_what, sent, expected) => {
    const number = newNhsNumber();
    const known = await send({ pid3: `${number}^^^NHS^NH`, event: 'ADT^A28' });
    const outcome = await send({ ...sent, pid3: `${number}^^^NHS^NH${(sent.pid3 ?? '').replace('NEW', randomUUID().slice(0, 8))}` });
    // Null: the person that is known already.
    expect(outcome).toMatchObject(expected ?? known);
  });

  it("holds an identifier that is somebody else's (abuse case 58)", async () => {
    const [one, other, local] = [newNhsNumber(), newNhsNumber(), randomUUID().slice(0, 8)];
    await send({ pid3: `${one}^^^NHS^NH`, event: 'ADT^A28' });
    await send({ pid3: `${other}^^^NHS^NH~${local}^^^RYJ^MR`, event: 'ADT^A28' });
    expect(await send({ pid3: `${one}^^^NHS^NH~${local}^^^RYJ^MR` })).toMatchObject({ outcome: 'held', code: 'patient-mismatch' });
  });

  it('links an identifier that a result brings, for the next message that gives nothing else', async () => {
    const [number, local] = [newNhsNumber(), randomUUID().slice(0, 8)];
    const known = await send({ pid3: `${number}^^^NHS^NH`, event: 'ADT^A28' });
    await send({ pid3: `${number}^^^NHS^NH~${local}^^^RYJ^MR` });
    expect(await send({ pid3: `${local}^^^RYJ^MR` })).toEqual(known);
  });
});
