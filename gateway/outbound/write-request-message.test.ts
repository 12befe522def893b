import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import { describe, expect, it } from 'vitest';
import type { OutboundRequest } from '@cie/kit/outbound-request.ts';
import { writeRequestMessage, type MessagePerson } from './write-request-message.ts';

const request: OutboundRequest = {
  id: 'r', controlId: 'CIE0123456789ABCDEF', attempts: 0, patientId: 'p', organisation: 'RYJ', placerId: 'P1', fillerId: 'F1^PAS', start: new Date('2026-07-01T08:00:00Z'),
  kind: 'cancel', reason: null, wishes: null, phone: null, askedAt: new Date('2026-01-15T12:30:00Z'),
};
const person: MessagePerson = { nhsNumber: '9990001111', familyName: 'Whiffle|brook', givenName: 'Per^egrine', birthDate: '1951-03-14', identifiers: [{ authority: 'RYJ', value: 'M7' }] };
const now = new Date('2026-06-15T12:00:00Z');

const write = (change: Partial<OutboundRequest> = {}, to = { application: '*', facility: 'RYJ' }, sandbox = true) =>
  parseHl7(writeRequestMessage({ ...request, ...change }, person, to, { now, sandbox }));

describe('APT-1 a request to a booking team as HL7 SRM', () => {
  it('S04 asks to cancel, by the identifiers that the hospital gave', () => {
    const message = write();
    const field = (segment: string, number: number) => message.field(segment, number);
    expect([field('MSH', 9).component(1), field('MSH', 9).component(2), field('MSH', 9).component(3), field('MSH', 12).text]).toEqual(['SRM', 'S04', 'SRM_S01', '2.5']);
    expect([field('MSH', 3).text, field('MSH', 4).text, field('MSH', 5).text, field('MSH', 6).text]).toEqual(['CIE', 'NWL', '', 'RYJ']);
    expect([field('MSH', 7).text, field('MSH', 10).text, field('MSH', 11).text]).toEqual(['20260615120000+0000', 'CIE0123456789ABCDEF', 'T']);
    expect([field('ARQ', 1).text, field('ARQ', 2).component(1), field('ARQ', 2).component(2), field('ARQ', 6).component(1)]).toEqual(['P1', 'F1', 'PAS', 'CANCEL']);
    expect([field('PID', 5).component(1), field('PID', 5).component(2), field('PID', 7).text]).toEqual(['Whiffle|brook', 'Per^egrine', '19510314']);
    expect(field('PID', 3).repetitions.map((each) => [each.component(1), each.component(4), each.component(5)])).toEqual([['M7', 'RYJ', 'MR'], ['9990001111', 'NHS', 'NH']]);
    // Summer time for the appointment, winter time for when it was asked.
    expect(field('NTE', 3).text).toBe('Appointment of 2026-07-01 09:00, asked on 2026-01-15 12:30.');
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'ARQ', 'NTE', 'PID', 'RGS']);
  });

  it('S03 asks for another time, with what would suit, why, and where to call', () => {
    const message = write({ kind: 'move', wishes: 'Tuesdays\nafter 2pm', reason: 'Work', phone: '020 7946 0000' }, { application: 'PAS', facility: 'RYJ' }, false);
    expect([message.field('MSH', 9).component(2), message.field('MSH', 5).text, message.field('MSH', 11).text]).toEqual(['S03', 'PAS', 'P']);
    expect(message.all('NTE').slice(1).map((note) => note.field(3).wholeText)).toEqual(['Would suit: Tuesdays\nafter 2pm', 'Reason: Work']);
    expect([message.field('ARQ', 7).component(2), message.field('ARQ', 16).text]).toEqual(['Work', '020 7946 0000']);
  });

  it.each([
    'x\rPID|1||9990009999^^^NHS^NH', 'x\nMSH|^~\\&|EVIL', '|^~\\&|', '\u000bMSH|\u001c\r', '\\.br\\ \\X0D\\', 'a'.repeat(1000),
  ])('what a patient writes stays in its field: %j (abuse case 60)', (text) => {
    const message = write({ kind: 'move', wishes: text, reason: text });
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'ARQ', 'NTE', 'NTE', 'NTE', 'PID', 'RGS']);
    expect(message.all('NTE')[1]?.field(3).wholeText).toBe(`Would suit: ${text.replaceAll(/\r\n|\r/g, '\n')}`);
    const raw = writeRequestMessage({ ...request, kind: 'move', wishes: text, reason: text }, person, { application: '*', facility: 'RYJ' }, { now, sandbox: true });
    // VT and FS would cut the frame of MLLP, LF a segment.
    for (const character of ['\u000b', '\u001c', '\n']) expect(raw).not.toContain(character);
  });
});
