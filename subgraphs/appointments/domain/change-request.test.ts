import { Label } from '@cie/kit/names.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { describe, expect, it } from 'vitest';
import type { AppointmentEvent, StoredAppointment } from './appointment.ts';
import { whyNoRequest, type ChangeRequest, type ChangeWish, type NewRequest, type RequestKind, type RequestState } from './change-request.ts';
import { requestChange, type RequestStore } from './request-change.ts';
import { settleRequest } from './settle-request.ts';

const now = new Date('2026-06-15T12:00:00Z');
const appointmentId = '7e57a000-0000-4000-8000-00000000000a';
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const booked: StoredAppointment = {
  patientId: 'p', id: appointmentId, organisation: 'RYJ', label: Label.sexualHealth, placerId: null, fillerId: 'F', status: 'booked', start: inHours(72), startText: '2026-06-18T13:00',
  overAt: inHours(73), end: inHours(73), clinic: null, clinician: null, place: null, reason: null, instructions: null, movedFrom: null, movedFromText: null, deletedAt: null, revision: 0, sentAt: inHours(-100),
};
const asked = (state: RequestState): ChangeRequest => ({
  patientId: 'p', id: 'r', appointmentId, kind: 'cancel', state, reason: null, wishes: null, phone: null, askedAt: now, stateAt: now,
});
const known = (state: RequestState | null, reachable: readonly string[] = ['RYJ']) => ({
  newest: new Map(state === null ? [] : [[appointmentId, asked(state)]]), reachable: new Set(reachable),
});

describe('APT-1 when the booking team can be asked', () => {
  it.each<[string, Partial<StoredAppointment>, RequestState | null, readonly string[], string | null]>([
    ['booked, three days ahead', {}, null, ['RYJ'], null],
    ['48 hours ahead to the minute', { start: inHours(48), overAt: inHours(49) }, null, ['RYJ'], null],
    ['sooner', { start: inHours(47.9), overAt: inHours(49) }, null, ['RYJ'], 'too-late'],
    ['under way', { start: inHours(-1), overAt: inHours(1) }, null, ['RYJ'], 'too-late'],
    ['over', { start: inHours(-2), overAt: inHours(-1) }, null, ['RYJ'], 'over'],
    ['attended', { status: 'attended' }, null, ['RYJ'], 'over'],
    ['cancelled', { status: 'cancelled' }, null, ['RYJ'], 'cancelled'],
    ['asked, on its way', {}, 'sent', ['RYJ'], 'asked'],
    ['asked, with the hospital', {}, 'acknowledged', ['RYJ'], 'asked'],
    ['asked and refused: again', {}, 'refused', ['RYJ'], null],
    ['asked and never sent: again', {}, 'not-sent', ['RYJ'], null],
    ['another hospital takes requests', {}, null, ['RAS'], 'phone'],
    ['no hospital does', {}, null, [], 'phone'],
  ])('%s', (_name, change, state, reachable, expected) => {
    expect(whyNoRequest({ ...booked, ...change }, known(state, reachable), now)).toBe(expected);
  });
});

describe('APT-1 what a request takes with it', () => {
  const patient = { id: 'p', ids: ['p'], passes: [] };
  const access = { requestId: 'r', viewer: testViewer, now };
  const wish: ChangeWish = { kind: 'cancel', reason: ' On holiday ', wishes: 'ignored', phone: '' };

  async function ask(given: Partial<ChangeWish> = {}, store: Partial<RequestStore> = {}): Promise<NewRequest[]> {
    const added: NewRequest[] = [];
    const whole: RequestStore = { find: async () => booked, known: async () => known(null), countSince: async () => 2, add: async (request) => added.push(request) > 0, ...store };
    await requestChange(access, patient, { appointmentId, ...wish, ...given }, whole, () => 'new');
    return added;
  }

  it('what was typed, and the label and hospital of the appointment', async () => {
    expect(await ask()).toEqual([{
      patientId: 'p', id: 'new', organisation: 'RYJ', label: Label.sexualHealth, appointmentId, authorId: testViewer.accountId,
      kind: 'cancel', reason: 'On holiday', wishes: null, phone: null, askedAt: now, stateAt: now,
    }]);
    expect(await ask({ kind: 'move', wishes: 'Tuesdays', phone: '020 7946 0000' })).toMatchObject([{ kind: 'move', wishes: 'Tuesdays', phone: '020 7946 0000' }]);
  });

  it.each<[string, Partial<ChangeWish>, Partial<RequestStore>]>([
    ['REQUEST_INVALID', { kind: 'move', wishes: ' ' }, {}],
    ['REQUEST_INVALID', { reason: 'x'.repeat(1001) }, {}],
    ['REQUEST_INVALID', { phone: 'call my mother' }, {}],
    ['APPOINTMENT_UNKNOWN', {}, { find: async () => null }],
    ['APPOINTMENT_CANCELLED', {}, { find: async () => ({ ...booked, status: 'cancelled' }) }],
    ['APPOINTMENT_OVER', {}, { find: async () => ({ ...booked, overAt: now }) }],
    ['APPOINTMENT_TOO_SOON', {}, { find: async () => ({ ...booked, start: inHours(2) }) }],
    ['REQUEST_OPEN', {}, { known: async () => known('waiting') }],
    // Two requests at once: the database lets one in.
    ['REQUEST_OPEN', {}, { add: async () => false }],
    ['HOSPITAL_NOT_REACHABLE', {}, { known: async () => known(null, []) }],
    ['REQUEST_TOO_OFTEN', {}, { countSince: async () => 3 }],
  ])('is refused with %s', async (code, given, store) => {
    await expect(ask(given, store)).rejects.toMatchObject({ code });
  });
});

describe('APT-1 what the hospital says next answers a request', () => {
  const moved: StoredAppointment = { ...booked, start: inHours(100), overAt: inHours(101) };
  it.each<[RequestKind, RequestState, AppointmentEvent, StoredAppointment, string | null]>([
    ['cancel', 'acknowledged', 'S15', { ...booked, status: 'cancelled' }, 'done'],
    ['cancel', 'waiting', 'S15', { ...booked, status: 'cancelled' }, 'done'],
    ['cancel', 'acknowledged', 'S17', { ...booked, deletedAt: now }, 'done'],
    ['move', 'acknowledged', 'S13', moved, 'done'],
    ['move', 'sent', 'S12', moved, 'done'],
    ['move', 'acknowledged', 'S15', { ...booked, status: 'cancelled' }, 'done'],
    ['cancel', 'acknowledged', 'S13', moved, 'refused'],
    ['cancel', 'acknowledged', 'S14', booked, 'refused'],
    ['move', 'acknowledged', 'S14', booked, 'refused'],
    ['cancel', 'acknowledged', 'S26', { ...booked, status: 'did-not-attend' }, 'refused'],
    // It was written before the hospital had read the request.
    ['cancel', 'sent', 'S14', booked, null],
    // Every booking sent anew at night.
    ['cancel', 'acknowledged', 'S12', booked, null],
  ])('%s, %s: %s', (kind, state, event, after, expected) => {
    expect(settleRequest({ kind, state }, event, booked, after)).toBe(expected);
  });
});
