import { describe, expect, it } from 'vitest';
import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import { parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { stamp } from './hospital-messages.ts';
import { writeSandboxHistory } from './sandbox-history.ts';
import { sandboxPeople } from './sandbox-people.ts';
import { writeSimplePdf } from './simple-pdf.ts';
import { flagFor, panels, rangeText } from './test-panels.ts';

const now = new Date('2026-03-01T12:00:00Z');
const messages = writeSandboxHistory(now, 'RUN').map((text) => parseHl7(text));
const events = (event: string): typeof messages => messages.filter((message) => `${message.field('MSH', 9).component(1)}^${message.field('MSH', 9).component(2)}` === event);

describe('the sandbox people', () => {
  it('have NHS numbers that are valid and never issued', () => {
    for (const { nhsNumber } of sandboxPeople) {
      expect(parseNhsNumber(nhsNumber)).toMatchObject({ ok: true });
      expect(nhsNumber).toMatch(/^999/);
    }
  });
});

describe('the simulated hospitals', () => {
  it('send every kind of message this exchange files', () => {
    for (const event of ['ADT^A28', 'ADT^A31', 'ORU^R01', 'MDM^T02', 'SIU^S12', 'SIU^S13', 'SIU^S15']) expect(events(event).length).toBeGreaterThan(0);
    expect(events('ORU^R01').length).toBeGreaterThan(120);
    expect(new Set(messages.map((message) => message.field('MSH', 4).text))).toEqual(new Set(['RYJ', 'RQM', 'RAS', 'R1K']));
  });

  it('give each message its own id, a person of the sandbox, and no time of sending after now', () => {
    expect(new Set(messages.map((message) => message.field('MSH', 10).text)).size).toBe(messages.length);
    for (const message of messages) {
      expect(sandboxPeople.map((person) => person.nhsNumber)).toContain(message.field('PID', 3).repetitions[1]?.component(1));
      expect(parseHl7Time(message.field('MSH', 7).text)?.instant.getTime()).toBeLessThan(now.getTime());
    }
  });

  it('put every field in its place', () => {
    const [result] = events('ORU^R01');
    expect(result?.field('OBR', 25).text).toBe('F');
    expect(result?.field('OBX', 11).text).toBe('F');
    expect(result?.field('ORC', 3).text).toBe(result?.field('OBR', 3).text);
    const [booking] = events('SIU^S12');
    expect(booking?.field('SCH', 25).text).toBe('Booked');
    expect(parseHl7Time(booking?.field('SCH', 11).component(4) ?? '')).not.toBeNull();
    expect(events('MDM^T02')[0]?.field('TXA', 12).text).not.toBe('');
  });

  it('hold a radiology report that still waits and one that does not (RES-3)', () => {
    const days = events('ORU^R01').filter((message) => message.field('MSH', 3).text === 'RIS')
      .map((message) => (now.getTime() - (parseHl7Time(message.field('OBR', 22).text)?.instant.getTime() ?? 0)) / 86_400_000);
    expect(days.some((age) => age < 28)).toBe(true);
    expect(days.some((age) => age > 28)).toBe(true);
  });

  it('hold a correction, a culture, a PDF, and appointments before and after now', () => {
    expect(messages.some((message) => message.field('OBR', 25).text === 'C')).toBe(true);
    expect(messages.some((message) => message.field('OBR', 24).text === 'MB')).toBe(true);
    const pdf = messages.map((message) => message.field('OBX', 5)).find((field) => field.component(3) === 'PDF');
    expect(Buffer.from(pdf?.component(5) ?? '', 'base64').toString('latin1')).toMatch(/^%PDF-1\.4[^]*%%EOF\n$/);
    const starts = events('SIU^S12').map((message) => parseHl7Time(message.field('SCH', 11).component(4))?.instant.getTime() ?? 0);
    expect(starts.some((start) => start < now.getTime()) && starts.some((start) => start > now.getTime())).toBe(true);
  });

  it('use the same order and document numbers in every run', () => {
    const again = writeSandboxHistory(new Date('2026-04-01T12:00:00Z'), 'OTHER').map((text) => parseHl7(text));
    expect(again.map((message) => message.field('OBR', 3).text)).toEqual(messages.map((message) => message.field('OBR', 3).text));
    expect(again.map((message) => message.field('TXA', 12).text)).toEqual(messages.map((message) => message.field('TXA', 12).text));
  });

  it('write ranges and flags as laboratories do', () => {
    const [potassium] = panels.ue.tests.filter((test) => test.code === 'K');
    if (potassium === undefined) throw new Error('the panel lacks potassium');
    expect(rangeText(potassium)).toBe('3.5 - 5.3');
    expect([2, 3, 4, 6].map((value) => flagFor(potassium, value))).toEqual(['L', 'L', '', 'H']);
    expect(rangeText(panels.crp.tests[0])).toBe('< 5');
    expect(flagFor(panels.crp.tests[0], 146)).toBe('HH');
  });

  it('stamp London local time', () => {
    expect(stamp(new Date('2026-07-01T09:05:00Z'))).toBe('20260701100500');
  });
});

describe('the PDF writer', () => {
  it('writes offsets that point at their objects', () => {
    const text = writeSimplePdf('A (small) \\ title', ['one', 'zwei ü']).toString('latin1');
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    expect(text.slice(start, start + 4)).toBe('xref');
    const offsets = Array.from(text.slice(start).matchAll(/^(\d{10}) 00000 n/gm), (match) => Number(match[1]));
    offsets.forEach((offset, index) => expect(text.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj`)));
    expect(offsets).toHaveLength(6);
  });
});
