import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppointments } from './start.ts';

let server: RoomServer;
let room: Room;
const now = new Date('2026-06-15T12:00:00Z');

beforeAll(async () => {
  server = await openRoomServer();
  room = await startAppointments(server.settings);
});
afterAll(() => room.close());

interface Booking {
  id?: string;
  patientId: string;
  organisation?: string;
  sent?: string;
  event?: string;
  placer?: string;
  filler?: string;
  start?: string;
  end?: string;
  reason?: string;
  status?: string;
  rest?: string;
}

async function apply(booking: Booking): Promise<unknown> {
  const { id = randomUUID(), patientId, organisation = 'RYJ', sent = '20260301120000', event = 'S12', placer = '', filler = '', start = '', end = '', reason = '', status = '', rest = '' } = booking;
  const schedule = ['SCH', placer, filler, '', '', '', '', reason, '', '', '', `^^^${start}^${end}`, ...Array.from({ length: 13 }, () => ''), status].join('|');
  const text = `MSH|^~\\&|A|F|C|C|${sent}||SIU^${event}|1|P|2.4\r${schedule}\rPID|1\r${rest}\r`;
  return room.commands['apply']?.({ id, patientId, recordIds: [patientId], organisation, assigningAuthorities: [], receivedAt: '2026-11-01T00:00:00.000Z', text });
}

interface Listed {
  edges: { cursor: string; node: { id: string; reason: string | null; status: string; start: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function list(patientId: string, args = '', pass: Partial<PassContent> | string = {}): Promise<Listed> {
  const signed = typeof pass === 'string' ? pass : server.sign({ room: 'appointments', patient: patientId, ...pass });
  const selection = `appointments${args} { edges { cursor node { id reason status start } } pageInfo { hasNextPage endCursor } }`;
  const read = await readPatient(room, { patientId, pass: signed, selection, now });
  // GraphQL answered the selection above.
  return read['appointments'] as Listed;
}

const reasons = async (...of: Parameters<typeof list>) => (await list(...of)).edges.map(({ node }) => node.reason);
const statuses = async (patientId: string) => (await list(patientId)).edges.map(({ node }) => node.status);

describe('APT-1 one timeline', () => {
  it('shows an appointment whole', async () => {
    const patientId = randomUUID();
    const rest = 'NTE|1||about the person\rRGS|1\rAIS|1||E^Eye clinic\rNTE|1||Bring glasses\rAIL|1||Level 2^Room 4^^Western Eye Hospital\rAIP|1||1^Gray^Ann^^^Dr';
    expect(await apply({ patientId, filler: 'F1', start: '202607010900', end: '202607010930', reason: 'R^Review', rest })).toEqual({ outcome: 'applied' });
    const selection = 'appointments { edges { node { start startText end status movedFrom clinic clinician place site { name address mapUrl } reason instructions organisation { odsCode name } label updatedAt } } }';
    const pass = server.sign({ room: 'appointments', patient: patientId });
    expect(await readPatient(room, { patientId, pass, selection, now })).toEqual({
      appointments: {
        edges: [{
          node: {
            start: '2026-07-01T08:00:00.000Z', startText: '2026-07-01T09:00', end: '2026-07-01T08:30:00.000Z', status: 'BOOKED', clinic: 'Eye clinic', clinician: 'Dr Ann Gray',
            place: 'Level 2, Room 4, Western Eye Hospital', movedFrom: null,
            site: {
              name: 'Western Eye Hospital', address: 'Marylebone Road, London NW1 5QH',
              mapUrl: 'https://www.openstreetmap.org/search?query=Western+Eye+Hospital%2C+Marylebone+Road%2C+London+NW1+5QH',
            },
            reason: 'Review', instructions: 'Bring glasses', label: 'GENERAL', updatedAt: '2026-03-01T12:00:00.000Z',
            organisation: { odsCode: 'RYJ', name: 'Imperial College Healthcare NHS Trust' },
          },
        }],
      },
    });
  });

  it('parts past from upcoming at the request time, soonest first ahead, newest first behind, and pages both', async () => {
    const patientId = randomUUID();
    const at = { a: '202606010900', b: '202606100900', c: '202606151100', d: '202606160900', e: '202606200900', f: '202606200900' };
    for (const [reason, start] of Object.entries(at)) await apply({ patientId, filler: reason, reason, start, end: reason === 'c' ? '202606151330' : '' });
    const upcoming = await reasons(patientId, '(when: UPCOMING)');
    // c began before now and is not over.
    expect(upcoming.slice(0, 2)).toEqual(['c', 'd']);
    expect(new Set(upcoming.slice(2))).toEqual(new Set(['e', 'f']));
    expect(await reasons(patientId, '(when: PAST)')).toEqual(['b', 'a']);
    expect(await reasons(patientId)).toEqual([...upcoming.slice(2).toReversed(), 'd', 'c', 'b', 'a']);
    const paged: (string | null)[] = [];
    let after = '';
    for (;;) {
      const page = await list(patientId, `(when: UPCOMING, first: 1${after === '' ? '' : `, after: "${after}"`})`);
      paged.push(...page.edges.map(({ node }) => node.reason));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor ?? '';
    }
    expect(paged).toEqual(upcoming);
  });

  it('follows one appointment through its messages, found by filler or placer id', async () => {
    const patientId = randomUUID();
    await apply({ patientId, placer: 'P', start: '202607010900' });
    await apply({ patientId, event: 'S14', placer: 'P', filler: 'F', reason: 'first', sent: '20260302120000' });
    await apply({ patientId, event: 'S15', filler: 'F', sent: '20260303120000' });
    expect(await statuses(patientId)).toEqual(['CANCELLED']);
    await apply({ patientId, event: 'S13', filler: 'F', start: '202608010900', sent: '20260304120000' });
    expect((await list(patientId)).edges.map(({ node }) => [node.status, node.reason, node.start])).toEqual([['BOOKED', 'first', '2026-08-01T08:00:00.000Z']]);
    await apply({ patientId, event: 'S15', filler: 'F', sent: '20260301130000' });
    expect(await statuses(patientId)).toEqual(['BOOKED']);
    // Another filler id on the same order is another appointment.
    await apply({ patientId, placer: 'P', filler: 'F2', start: '202609010900', sent: '20260305120000' });
    expect(await statuses(patientId)).toHaveLength(2);
  });

  it('keeps organisations and patients apart that use the same ids', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    await apply({ patientId: one, filler: 'F', start: '202607010900', reason: 'mine' });
    await apply({ patientId: one, filler: 'F', start: '202607020900', reason: 'elsewhere', organisation: 'RAS' });
    await apply({ patientId: two, filler: 'F', start: '202607030900', reason: 'other' });
    expect(await reasons(one)).toEqual(['elsewhere', 'mine']);
    expect(await reasons(two)).toEqual(['other']);
  });
});

describe('APT-1 what becomes of an appointment', () => {
  it.each([
    ['S16', '', 'CANCELLED'], ['S26', '', 'DID_NOT_ATTEND'], ['S14', 'Complete', 'ATTENDED'], ['S14', 'Noshow', 'DID_NOT_ATTEND'], ['S14', 'Cancelled', 'CANCELLED'], ['S14', '', 'NOT_SAID'],
  ])('%s with SCH-25 "%s" of one that is over: %s', async (event, status, expected) => {
    const patientId = randomUUID();
    await apply({ patientId, filler: 'F', start: '202606100900' });
    await apply({ patientId, event, status, filler: 'F', sent: '20260611120000' });
    expect(await statuses(patientId)).toEqual([expected]);
  });

  it('S17 takes it out of every view and keeps its history, which no view can read', async () => {
    const patientId = randomUUID();
    await apply({ patientId, filler: 'F', start: '202607010900', reason: 'by mistake' });
    await apply({ patientId, event: 'S13', filler: 'F', start: '202607020900', sent: '20260302120000' });
    const [shown] = (await list(patientId)).edges;
    await apply({ patientId, event: 'S17', filler: 'F', sent: '20260303120000' });
    expect(await statuses(patientId)).toEqual([]);
    expect(await statuses(patientId)).toEqual((await list(randomUUID())).edges);
    const pass = server.sign({ room: 'appointments', patient: patientId });
    const selection = `appointment(id: "${shown?.node.id}") { id } appointmentCalendar(detail: CLINIC)`;
    const read = await readPatient(room, { patientId, pass, selection, now });
    expect(read['appointment']).toBeNull();
    expect(read['appointmentCalendar']).not.toContain('VEVENT');
    const [feed, service] = await Promise.all([server.connect('appointments', 'feed'), server.connect('appointments', 'service')]);
    try {
      const { rows } = await feed.query('select event, state ->> $2 as start from appointment_version where patient_id = $1 order by revision', [patientId, 'startText']);
      expect(rows).toEqual([{ event: 'S12', start: '2026-07-01T09:00' }, { event: 'S13', start: '2026-07-02T09:00' }, { event: 'S17', start: '2026-07-02T09:00' }]);
      await expect(service.query('select 1 from appointment_version')).rejects.toThrow('permission denied');
    } finally {
      await Promise.all([feed.end(), service.end()]);
    }
  });

  it('says where it was before it was moved', async () => {
    const patientId = randomUUID();
    await apply({ patientId, filler: 'F', start: '202607010900' });
    await apply({ patientId, event: 'S13', filler: 'F', start: '202607020930', sent: '20260302120000' });
    const pass = server.sign({ room: 'appointments', patient: patientId });
    const read = await readPatient(room, { patientId, pass, selection: 'appointments { edges { node { startText movedFrom movedFromText } } }', now });
    expect(read).toEqual({ appointments: { edges: [{ node: { startText: '2026-07-02T09:30', movedFrom: '2026-07-01T08:00:00.000Z', movedFromText: '2026-07-01T09:00' } }] } });
  });
});

describe('ING-2 exactly once', () => {
  it('applies a message once, however often and late it comes', async () => {
    const patientId = randomUUID();
    const first = { id: randomUUID(), patientId, filler: 'F', start: '202607010900', reason: 'first' };
    await Promise.all(Array.from({ length: 8 }, () => apply(first)));
    await apply({ patientId, filler: 'F', start: '202607010900', reason: 'second' });
    expect(await apply(first)).toEqual({ outcome: 'applied' });
    expect(await reasons(patientId)).toEqual(['second']);
  });

  it('makes one appointment of messages that come at once', async () => {
    const patientId = randomUUID();
    await Promise.all(Array.from({ length: 8 }, (_, n) => apply({ patientId, placer: 'P', filler: n % 2 === 0 ? 'F' : '', start: '202607010900' })));
    expect(await statuses(patientId)).toHaveLength(1);
  });

  it('holds an appointment without a time, and files it when replayed after one is known', async () => {
    const patientId = randomUUID();
    const change = { id: randomUUID(), patientId, event: 'S14', filler: 'F', reason: 'later', sent: '20260302120000' };
    expect(await apply(change)).toMatchObject({ outcome: 'held', code: 'required-field-missing' });
    await apply({ patientId, filler: 'F', start: '202607010900' });
    expect(await apply(change)).toEqual({ outcome: 'applied' });
    expect(await reasons(patientId)).toEqual(['later']);
  });
});

describe('ACS-2 the database opens appointments only to a pass', () => {
  it('answers nothing to a missing, forged, expired, foreign or narrower pass', async () => {
    const patientId = randomUUID();
    await apply({ patientId, filler: 'F', start: '202607010900', reason: 'x', rest: 'AIS|1||X^Sexual health clinic' });
    const good = server.sign({ room: 'appointments', patient: patientId });
    expect(await reasons(patientId, '', good)).toEqual(['x']);
    const forged = `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`;
    const refused: (Partial<PassContent> | string)[] = [
      '', forged, { expiresAt: new Date(Date.now() - 1) }, { room: 'documents' }, { patient: randomUUID() }, { labels: [] }, { labels: [Label.general] }, { organisations: ['RAS'] },
    ];
    for (const pass of refused) expect(await list(patientId, '', pass)).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });

  it('shows no foreign row to a query without a filter, and lets the service change nothing (abuse cases 26, 27)', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    for (const patientId of [mine, other]) await apply({ patientId, filler: 'F', start: '202607010900' });
    const client = await server.connect('appointments', 'service');
    try {
      expect((await client.query('select * from appointment')).rowCount).toBe(0);
      await client.query('select set_config($1, $2, false)', ['cie.pass', server.sign({ room: 'appointments', patient: mine })]);
      expect((await client.query('select patient_id from appointment')).rows).toEqual([{ patient_id: mine }]);
      await expect(client.query("update appointment set reason = ''")).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });
});
