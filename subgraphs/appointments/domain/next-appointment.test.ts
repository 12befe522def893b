import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { appointmentEvents, shownStatus, type AppointmentEvent, type FiledAppointment, type StoredAppointment } from './appointment.ts';
import { nextAppointment } from './next-appointment.ts';

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 0, day, hour));
const place = { patientId: 'p', organisation: 'RYJ', newId: () => 'new' };
const when = (day: number) => ({ start: at(day, 9), startText: `2026-01-0${day}T09:00`, overAt: at(day, 9) });

function message(event: AppointmentEvent, sent: number, changes: FiledAppointment['changes'] = {}, status: FiledAppointment['status'] = null): FiledAppointment {
  return { event, placerId: null, fillerId: 'F1', status, changes, label: Label.general, sentAt: at(sent) };
}

function file(stored: StoredAppointment | null, next: FiledAppointment): StoredAppointment {
  const answer = nextAppointment(stored, next, place);
  if (answer === null || 'outcome' in answer) throw new Error('not filed');
  return answer;
}

const booked = file(null, message('S12', 1, { ...when(5), end: at(5, 10), clinic: 'Eyes', instructions: 'Bring glasses' }));

describe('APT-1 what becomes of an appointment', () => {
  it('S12 books, and books anew', () => {
    expect(booked).toMatchObject({ id: 'new', status: 'booked', clinic: 'Eyes', end: at(5, 10), overAt: at(5, 10) });
    expect(file(booked, message('S12', 2, when(6)))).toMatchObject({ start: at(6, 9), end: null, clinic: null, instructions: null });
  });

  it.each(['S13', 'S14'] as const)('%s changes what it gives, deletes what is null, leaves the rest', (event) => {
    expect(file(booked, message(event, 2, { place: 'Room 2', instructions: null }))).toMatchObject({
      start: at(5, 9), end: at(5, 10), clinic: 'Eyes', place: 'Room 2', instructions: null, status: 'booked',
    });
  });

  it('S13 keeps the length when it moves only the start', () => {
    expect(file(booked, message('S13', 2, when(7)))).toMatchObject({ start: at(7, 9), end: at(7, 10), overAt: at(7, 10) });
  });

  it('S15 cancels and touches nothing else; S13 and S14 revive', () => {
    const cancelled = file(booked, message('S15', 2, { clinic: 'Other', ...when(8) }));
    expect(cancelled).toMatchObject({ status: 'cancelled', clinic: 'Eyes', start: at(5, 9) });
    expect(file(cancelled, message('S14', 3)).status).toBe('booked');
    expect(file(cancelled, message('S13', 3, when(9)))).toMatchObject({ status: 'booked', start: at(9, 9) });
  });

  it('S15 of an unknown appointment records it as cancelled', () => {
    expect(file(null, message('S15', 1, when(5)))).toMatchObject({ status: 'cancelled', start: at(5, 9) });
  });

  it.each([
    ['S12', 'attended', null, 'booked'],
    ['S14', 'attended', null, 'attended'],
    ['S14', 'booked', 'attended', 'attended'],
    ['S13', 'cancelled', 'cancelled', 'cancelled'],
    ['S15', 'booked', 'booked', 'cancelled'],
  ] as const)('%s over %s with SCH-25 %s: %s', (event, before, given, after) => {
    expect(file({ ...booked, status: before }, message(event, 2, when(5), given)).status).toBe(after);
  });

  it.each([
    ['S16', null, 'cancelled'], ['S16', 'attended', 'attended'], ['S16', 'booked', 'cancelled'], ['S26', null, 'did-not-attend'], ['S26', 'booked', 'did-not-attend'],
  ] as const)('%s with SCH-25 %s: %s, and nothing else changes', (event, given, after) => {
    expect(file(booked, message(event, 2, { clinic: 'Other', ...when(8) }, given))).toMatchObject({ status: after, clinic: 'Eyes', start: at(5, 9), deletedAt: null });
  });

  it('S16 and S26 of an unknown appointment record what became of it', () => {
    expect(file(null, message('S16', 1, when(5)))).toMatchObject({ status: 'cancelled', start: at(5, 9) });
    expect(file(null, message('S26', 1, when(5)))).toMatchObject({ status: 'did-not-attend', start: at(5, 9) });
  });

  it('S17 deletes; a booking brings it back, what only says what became of it does not', () => {
    const deleted = file(booked, message('S17', 2));
    expect(deleted).toMatchObject({ deletedAt: at(2), status: 'booked', clinic: 'Eyes' });
    for (const event of ['S15', 'S16', 'S17', 'S26'] as const) expect(file(deleted, message(event, 3)).deletedAt).not.toBeNull();
    for (const event of ['S12', 'S13', 'S14'] as const) expect(file(deleted, message(event, 3, when(6))).deletedAt).toBeNull();
  });

  it('S17 before its booking keeps the late booking out, and a newer one comes in whole', () => {
    const unheard = file(null, message('S17', 3));
    expect(nextAppointment(unheard, message('S12', 2, when(5)), place)).toBeNull();
    expect(file(unheard, message('S14', 4, when(6)))).toMatchObject({ deletedAt: null, start: at(6, 9), movedFrom: null });
    expect(nextAppointment(unheard, message('S14', 4), place)).toMatchObject({ outcome: 'held', code: 'required-field-missing' });
  });

  it('keeps where it was before it was moved, and how often it changed', () => {
    const moved = file(booked, message('S13', 2, when(7)));
    expect(moved).toMatchObject({ movedFrom: at(5, 9), movedFromText: '2026-01-05T09:00', revision: 1 });
    expect(file(moved, message('S14', 3, { place: 'Room 2' }))).toMatchObject({ movedFromText: '2026-01-05T09:00', revision: 2 });
    expect(file(moved, message('S12', 3, when(8)))).toMatchObject({ movedFromText: '2026-01-07T09:00' });
    expect(booked).toMatchObject({ movedFrom: null, revision: 0 });
  });

  it('is held when nothing says when it is', () => {
    for (const event of ['S12', 'S13', 'S14', 'S15', 'S16', 'S26'] as const) {
      expect(nextAppointment(null, message(event, 1), place)).toMatchObject({ outcome: 'held', code: 'required-field-missing' });
    }
    expect(nextAppointment(booked, message('S12', 2), place)).toMatchObject({ outcome: 'held' });
  });
});

describe('ING-2 older never overwrites newer', () => {
  it.each(appointmentEvents)('%s', (event) => {
    expect(nextAppointment({ ...booked, sentAt: at(3) }, message(event, 2, when(9)), place)).toBeNull();
  });
});

describe('ACS-1 a label once given stays', () => {
  it('is not opened by a change without the clue', () => {
    expect(file({ ...booked, label: Label.sexualHealth }, message('S14', 2)).label).toBe(Label.sexualHealth);
  });
});

describe('APT-1 what a reader is told has become of it', () => {
  it.each([
    ['booked', 6, 'booked'], ['booked', 4, 'not-said'], ['attended', 4, 'attended'], ['did-not-attend', 4, 'did-not-attend'], ['cancelled', 4, 'cancelled'], ['cancelled', 6, 'cancelled'],
  ] as const)('%s, over on day %d: %s', (status, day, shown) => {
    expect(shownStatus({ status, overAt: at(day) }, at(5))).toBe(shown);
  });
});
