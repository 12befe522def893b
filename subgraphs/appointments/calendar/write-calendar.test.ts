import ICAL from 'ical.js';
import { Label } from '@cie/kit/names.ts';
import { parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { describe, expect, it } from 'vitest';
import type { StoredAppointment } from '../domain/appointment.ts';
import { writeEvent, writeFeed } from './write-calendar.ts';

const base: StoredAppointment = {
  patientId: 'p', id: '7e57a000-0000-4000-8000-00000000000a', organisation: 'RYJ', label: Label.general, placerId: null, fillerId: 'F', status: 'booked',
  start: new Date('2026-07-01T08:00:00Z'), startText: '2026-07-01T09:00', overAt: new Date('2026-07-01T08:30:00Z'), end: new Date('2026-07-01T08:30:00Z'),
  clinic: 'Renal clinic', clinician: 'Dr Ann Gray', place: 'Renal clinic, Level 2, Hammersmith Hospital', reason: 'Falling kidney function', instructions: 'Bring glasses; do not eat, drink\nCome early',
  movedFrom: null, movedFromText: null, deletedAt: null, revision: 3, sentAt: new Date('2026-06-01T10:00:00Z'),
};

/** London times as a hospital sends them, HL7 local time without an offset. */
function at(startText: string, endText: string): StoredAppointment {
  const [start, end] = [startText, endText].map((text) => parseHl7Time(text));
  if (!start || !end) throw new Error('not a time');
  return { ...base, start: start.instant, startText: start.text, end: end.instant };
}

/** As a calendar that knows nothing of us reads it. */
function read(text: string | null) {
  // A text with one calendar is parsed into one component, in the form of jCal (RFC 7265).
  const calendar = new ICAL.Component(ICAL.parse(text ?? '') as unknown[]);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each)) };
}

function only(text: string | null): ICAL.Event {
  const [event, ...others] = read(text).events;
  if (event === undefined || others.length > 0) throw new Error('not one event');
  return event;
}

const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' });

describe('APT-1 a calendar file, read by another parser', () => {
  it.each([
    // Clocks go forward on 29 March 2026 at 01:00 and back on 25 October at 02:00.
    ['the day before spring', '202603280930', '202603281000', '28/03/2026, 09:30', 30],
    ['the day of spring', '202603290930', '202603291000', '29/03/2026, 09:30', 30],
    ['across the spring change, in the night', '202603290030', '202603290230', '29/03/2026, 00:30', 60],
    ['the day before autumn', '202610240930', '202610241000', '24/10/2026, 09:30', 30],
    ['the day of autumn', '202610250930', '202610251000', '25/10/2026, 09:30', 30],
    ['across the autumn change, in the night', '202610250030', '202610250230', '25/10/2026, 00:30', 180],
    ['midsummer', '202607010900', '202607010930', '01/07/2026, 09:00', 30],
    ['midwinter', '202612240900', '202612240930', '24/12/2026, 09:00', 30],
  ])('%s', (_name, start, end, shown, minutes) => {
    const event = only(writeEvent(at(start, end)));
    expect(london.format(event.startDate.toJSDate())).toBe(shown);
    expect(event.duration.toSeconds()).toBe(minutes * 60);
    expect(event.startDate.isDate).toBe(false);
  });

  it.each(['2026-03-29', '2026-10-25', '2026-07-01'])('only the day %s is a whole day, in whatever zone the calendar is', (day) => {
    const event = only(writeEvent({ ...base, start: parseHl7Time(day.replaceAll('-', ''))?.instant ?? base.start, startText: day, end: null }));
    expect(event.startDate.isDate).toBe(true);
    expect(event.startDate.toString()).toBe(day);
  });

  it.each(['2026-07', '2026'])('%s is no day, and in no calendar', (startText) => {
    expect(writeEvent({ ...base, startText })).toBeNull();
    expect(read(writeFeed([{ ...base, startText }], 'clinic')).events).toEqual([]);
  });

  it('says where and with whom, keeps what was written, breaks no line', () => {
    const event = only(writeEvent(base));
    expect(event.summary).toBe('Renal clinic');
    expect(event.location).toBe('Renal clinic, Level 2, Hammersmith Hospital, Du Cane Road, London W12 0HS');
    expect(event.description).toBe('With Dr Ann Gray\n\nBring glasses; do not eat, drink\nCome early');
    expect(event.uid).toBe(base.id);
  });

  it.each([
    'BEGIN:VEVENT\r\nSUMMARY:x', 'a\nEND:VCALENDAR', 'semi;colon, comma \\ back', '"quoted"', 'ä€😀'.repeat(60), 'tab\tand more',
  ])('text of a hospital stays text: %j (abuse case 60)', (clinic) => {
    const { events } = read(writeEvent({ ...base, clinic, instructions: clinic }));
    expect(events).toHaveLength(1);
    expect(events[0]?.summary).toBe(clinic.replaceAll('\r', ''));
  });

  it('lines are no longer than 75 bytes and end as the standard says', () => {
    const text = writeEvent({ ...base, clinic: 'ä€😀'.repeat(60) }) ?? '';
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  it('a cancelled one says so, with a later sequence', () => {
    const [before, after] = [only(writeEvent(base)), only(writeEvent({ ...base, status: 'cancelled', revision: 4 }))];
    expect(before.component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(after.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect([before.sequence, after.sequence]).toEqual([3, 4]);
  });

  it('an appointment of unknown length begins and has no end', () => {
    const event = only(writeEvent({ ...base, end: null }));
    expect(event.component.getFirstProperty('dtend')).toBeNull();
  });
});

describe('APT-1 a feed shows general words unless its owner chose more', () => {
  it('only that, where and when', () => {
    const text = writeFeed([base], 'general');
    const event = only(text);
    expect(event.summary).toBe('Hospital appointment');
    expect(event.location).toBe('Hammersmith Hospital, Du Cane Road, London W12 0HS');
    expect(event.description).toBeNull();
    expect(text).not.toMatch(/renal|kidney|gray|glasses|level 2/i);
  });

  it('the hospital’s name where the place names no building that we know', () => {
    expect(only(writeFeed([{ ...base, place: 'Chemotherapy suite' }], 'general')).location).toBe('Imperial College Healthcare NHS Trust');
  });

  it('the clinic and the place, and nothing of why or with whom', () => {
    const text = writeFeed([base], 'clinic');
    expect(only(text).summary).toBe('Renal clinic');
    expect(text).not.toMatch(/kidney|gray|glasses/i);
  });

  it('is the same text while nothing changes, so that its hash is its version', () => {
    expect(writeFeed([base], 'general')).toBe(writeFeed([{ ...base }], 'general'));
    expect(writeFeed([base], 'general')).not.toBe(writeFeed([{ ...base, revision: 4 }], 'general'));
  });

  it('asks calendars to come back after four hours, and holds up without an appointment', () => {
    const { calendar, events } = read(writeFeed([], 'general'));
    expect(events).toEqual([]);
    expect(String(calendar.getFirstPropertyValue('x-published-ttl'))).toBe('PT4H');
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
  });
});
