import { randomUUID } from 'node:crypto';
import type { ResolveOutcome } from '@cie/kit/feed.ts';
import type { Room } from '@cie/kit/room.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from './start.ts';

let server: RoomServer;
let room: Room;

beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity(server.settings);
});
afterAll(() => room.close());

/** A made-up NHS number of the 999 range that no other test uses. */
function newNhsNumber(): string {
  for (;;) {
    const nine = `999${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
    const sum = Array.from(nine, Number).reduce((total, digit, index) => total + digit * (10 - index), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10 && !/^9+$/.test(`${nine}${check}`)) return `${nine}${check}`;
  }
}

interface Message {
  id?: string;
  organisation?: string;
  event?: string;
  at?: string;
  pid3: string;
  name?: string;
  born?: string;
  rest?: string;
}

function resolve(message: Message): Promise<ResolveOutcome> {
  const { id = randomUUID(), organisation = 'RYJ', event = 'ADT^A31', at = '20260301120000', pid3, name = 'Test^Person', born = '19700131', rest = '' } = message;
  const text = `MSH|^~\\&|A|F|C|C|${at}||${event}|1|P|2.4\rPID|1||${pid3}||${name}||${born}${rest}\r`;
  const input = { id, organisation, assigningAuthorities: [`${organisation}-MRN`], receivedAt: '2026-11-01T00:00:00.000Z', text };
  // A command's answer is unknown to the gateway's types; this one is the room's own.
  return room.commands['resolve']?.(input) as Promise<ResolveOutcome>;
}

async function resolved(message: Message): Promise<string> {
  const outcome = await resolve(message);
  if (outcome.outcome !== 'resolved') throw new Error(outcome.code);
  return outcome.patientId;
}

async function demographics(patientId: string, pass: string): Promise<unknown> {
  const selection = `demographics {
    nhsNumber familyName givenName prefix birthDate sex address { lines postcode } phone email
    nextOfKin { name relationship } generalPractice source { odsCode name } updatedAt }`;
  return (await readPatient(room, { patientId, pass, selection }))['demographics'];
}

describe('ING-2 people are found or created', () => {
  it('creates a person once, links the local number, finds it by either', async () => {
    const nhs = newNhsNumber();
    const first = await resolved({ pid3: `${nhs}^^^NHS^NH~L${nhs}^^^RYJ-MRN^MR` });
    expect(await resolved({ pid3: `${nhs}^^^NHS^NH`, organisation: 'RAS' })).toBe(first);
    expect(await resolved({ pid3: `L${nhs}^^^RYJ-MRN^MR`, born: '', event: 'ORU^R01' })).toBe(first);
    expect(await resolve({ pid3: `L${nhs}^^^RYJ-MRN^MR`, born: '19700201' })).toMatchObject({ outcome: 'held', code: 'patient-mismatch' });
    expect(await resolve({ pid3: `${nhs}^^^NHS^NH`, born: '19700201' })).toMatchObject({ outcome: 'held', code: 'patient-mismatch' });
  });

  it('holds what it cannot create, and keeps nothing of it', async () => {
    const nhs = newNhsNumber();
    const id = randomUUID();
    expect(await resolve({ id, event: 'ORU^R01', pid3: `${nhs}^^^NHS^NH`, born: '' })).toMatchObject({ code: 'patient-unknown' });
    expect(await resolve({ event: 'ORU^R01', pid3: 'X1^^^RYJ-MRN^MR' })).toMatchObject({ code: 'patient-unknown' });
    // The same message is tried again once the person is known.
    const patientId = await resolved({ pid3: `${nhs}^^^NHS^NH` });
    expect(await resolved({ id, event: 'ORU^R01', pid3: `${nhs}^^^NHS^NH`, born: '' })).toBe(patientId);
  });

  it('creates one person of twenty messages at once', async () => {
    const nhs = newNhsNumber();
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => resolved({ pid3: `${nhs}^^^NHS^NH~${n}-${nhs}^^^RYJ-MRN^MR`, event: n % 2 === 0 ? 'ORU^R01' : 'ADT^A08' })));
    expect(new Set(ids).size).toBe(1);
  });

  it('gives one local number to one of two people who claim it at once', async () => {
    const [one, two] = [newNhsNumber(), newNhsNumber()];
    const outcomes = await Promise.all([one, two].map((nhs) => resolve({ pid3: `${nhs}^^^NHS^NH~same-${one}^^^RYJ-MRN^MR` })));
    expect(outcomes.map((outcome) => (outcome.outcome === 'held' ? outcome.code : outcome.outcome)).sort()).toEqual(['patient-mismatch', 'resolved']);
  });
});

describe("Abuse case 23: another trust's identifier namespace", () => {
  it("holds an identifier of another organisation's authority, ignores one that nobody owns", async () => {
    const nhs = newNhsNumber();
    await resolved({ pid3: `${nhs}^^^NHS^NH~7${nhs}^^^RQM-MRN^MR`, organisation: 'RQM' });
    expect(await resolve({ pid3: `${nhs}^^^NHS^NH~7${nhs}^^^RQM-MRN^MR` })).toMatchObject({ code: 'foreign-namespace' });
    expect(await resolve({ pid3: `${nhs}^^^NHS^NH~7^^^RAS^MR` })).toMatchObject({ code: 'foreign-namespace' });
    expect(await resolve({ pid3: `${nhs}^^^NHS^NH~7^^^ELSEWHERE^MR` })).toMatchObject({ outcome: 'resolved' });
  });
});

describe('ACC-2 demographics', () => {
  it('shows the newest of what the passes open, with source and time', async () => {
    const nhs = newNhsNumber();
    const patientId = await resolved({ pid3: `${nhs}^^^NHS^NH`, name: 'Young^Anna^^^Ms', rest: '|F|||1 Example Row^^London^^W1 1AA^GBR^H||a@example.org^NET~020 7946 0000^PRN\rPD1|||The Surgery^^A12345' });
    await resolved({ pid3: `${nhs}^^^NHS^NH`, organisation: 'RAS', at: '20260401120000', name: 'Younger^Anna' });
    const both = server.sign({ room: 'identity', patient: patientId });
    const one = server.sign({ room: 'identity', patient: patientId, organisations: ['RYJ'] });
    expect(await demographics(patientId, both)).toMatchObject({ familyName: 'Younger', source: { odsCode: 'RAS' } });
    expect(await demographics(patientId, one)).toEqual({
      nhsNumber: nhs, familyName: 'Young', givenName: 'Anna', prefix: 'Ms', birthDate: '1970-01-31', sex: 'female',
      address: { lines: ['1 Example Row', 'London'], postcode: 'W1 1AA' }, phone: '020 7946 0000', email: 'a@example.org', nextOfKin: [],
      generalPractice: 'The Surgery', source: { odsCode: 'RYJ', name: 'Imperial College Healthcare NHS Trust' }, updatedAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('changes nothing when a message comes again, or comes late', async () => {
    const nhs = newNhsNumber();
    const id = randomUUID();
    const patientId = await resolved({ id, pid3: `${nhs}^^^NHS^NH`, name: 'First^A', at: '20260301120000' });
    await resolved({ pid3: `${nhs}^^^NHS^NH`, name: 'Second^A', at: '20260301120000' });
    expect(await resolved({ id, pid3: `${nhs}^^^NHS^NH`, name: 'First^A', at: '20260301120000' })).toBe(patientId);
    await resolved({ pid3: `${nhs}^^^NHS^NH`, name: 'Late^A', at: '20260201120000' });
    await resolved({ pid3: `${nhs}^^^NHS^NH`, name: 'Mention^A', at: '20260501120000', event: 'ORU^R01' });
    expect(await demographics(patientId, server.sign({ room: 'identity', patient: patientId }))).toMatchObject({ familyName: 'Second' });
  });
});

describe('ACS-2 the database opens demographics only to a pass', () => {
  it('and keeps none without one of the four labels (ACS-1)', async () => {
    const pid3 = `${newNhsNumber()}^^^NHS`;
    const patientId = await resolved({ pid3 });
    const feed = await server.connect('identity', 'feed');
    try {
      for (const label of [-1, 4]) await expect(feed.query('update demographics set label = $2 where patient_id = $1', [patientId, label])).rejects.toThrow('one_of_four_labels');
      for (const label of [0, 3]) expect((await feed.query('update demographics set label = $2 where patient_id = $1', [patientId, label])).rowCount).toBe(1);
    } finally {
      await feed.end();
    }
  });

  it('answers nothing without a pass, or to a forged, expired, foreign or empty one', async () => {
    const nhs = newNhsNumber();
    const patientId = await resolved({ pid3: `${nhs}^^^NHS^NH` });
    const good = server.sign({ room: 'identity', patient: patientId });
    const passes = {
      none: '',
      forged: `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`,
      expired: server.sign({ room: 'identity', patient: patientId, expiresAt: new Date(Date.now() - 1) }),
      'for another room': server.sign({ room: 'results', patient: patientId }),
      'for another person': server.sign({ room: 'identity', patient: randomUUID() }),
      'without labels': server.sign({ room: 'identity', patient: patientId, labels: [] }),
      'for another organisation': server.sign({ room: 'identity', patient: patientId, organisations: ['RAS'] }),
    };
    for (const [name, pass] of Object.entries(passes)) expect([name, await demographics(patientId, pass)]).toEqual([name, null]);
    expect(await demographics(patientId, good)).not.toBeNull();
  });

  it("gives the service's role no people, identifiers, accounts or marks, with a pass or without", async () => {
    const patientId = await resolved({ pid3: `${newNhsNumber()}^^^NHS^NH` });
    const client = await server.connect('identity', 'service');
    try {
      await client.query('select set_config($1, $2, false)', ['cie.pass', server.sign({ room: 'identity', patient: patientId })]);
      expect((await client.query('select patient_id from demographics')).rows).toEqual([{ patient_id: patientId }]);
      for (const table of ['patient', 'patient_identifier', 'account', 'applied_message', 'pass.key']) {
        await expect(client.query(`select * from ${table}`)).rejects.toThrow('permission denied');
      }
      await expect(client.query("update demographics set family_name = ''")).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });
});

describe('REG-5 the desk', () => {
  it('gets its cases from people and the exchange: a feed can neither write nor read them', async () => {
    const feed = await server.connect('identity', 'feed');
    for (const sql of ["insert into desk_case (reference, kind, contact, details, opened_by, opened_at) values ('AAAA-AAAA', 'contact', '{}', '{}', 'test', now())", 'select 1 from desk_case']) {
      await expect(feed.query(sql)).rejects.toThrow(/permission denied/);
    }
    await feed.end();
  });
});

describe('REG-6 professionals', () => {
  it('are kept by issuer and subject', async () => {
    const signIn = async (changes: object = {}) => {
      const person = { issuer: 'https://sign-in.example', subject, name: 'Dr Test', email: null, organisation: 'RYJ', role: 'Doctor', ...changes };
      // A command's answer is unknown to the gateway's types; this one is the room's own.
      return (await room.commands['sign-in-professional']?.(person)) as { accountId: string };
    };
    const subject = randomUUID();
    const { accountId } = await signIn();
    expect((await signIn({ role: 'Consultant' })).accountId).toBe(accountId);
    expect((await signIn({ issuer: 'https://other.example' })).accountId).not.toBe(accountId);
    await expect(signIn({ issuer: 'nhs-login' })).rejects.toThrow('does not sign in with');
  });
});
