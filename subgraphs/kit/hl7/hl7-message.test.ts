import { describe, expect, it } from 'vitest';
import { parseHl7 } from './hl7-message.ts';

const message = parseHl7([
  'MSH|^~\\&|LAB^1.2.3^ISO|RYJ|||20260102||ORU^R01|42|P|2.5',
  'PID|1||9991001131^^^NHS^NH~M1^^^RYJ^MR||Vale&van^In\\T\\grid||""|F',
  'OBX|1|TX|T^Text||line one~line two ^ bare & text||||||F',
  'NTE|1||first',
  'OBX|2|NM|N^Count||10\\S\\9||',
].join('\r'));

describe('ING-1 reading HL7 v2', () => {
  it('counts fields as HL7 does, MSH included', () => {
    expect(message.field('MSH', 1).text).toBe('|');
    expect(message.field('MSH', 2).raw).toBe('^~\\&');
    expect(message.field('MSH', 2).text).toBe('^~\\&');
    expect(message.field('MSH', 3).component(2)).toBe('1.2.3');
    expect(message.field('MSH', 10).text).toBe('42');
    expect(message.field('PID', 1).text).toBe('1');
  });

  it('reads repetitions, components and sub-components, absent ones as nothing', () => {
    const pid = message.segment('PID');
    expect(pid?.field(3).repetitions.map((each) => each.component(5))).toEqual(['NH', 'MR']);
    expect(pid?.field(5).sub(1, 2)).toBe('van');
    expect(pid?.field(5).component(9)).toBe('');
    expect(pid?.field(99).isEmpty).toBe(true);
    expect(message.field('ZZZ', 1).text).toBe('');
  });

  it('tells delete from absent', () => {
    expect(message.field('PID', 7).isDelete).toBe(true);
    expect(message.field('PID', 7).text).toBe('');
    expect(message.field('PID', 6).isDelete).toBe(false);
    expect(message.field('PID', 6).isEmpty).toBe(true);
    expect(parseHl7('MSH|^~\\&|A^""').field('MSH', 3).repetitions[0]?.deletes(2)).toBe(true);
  });

  it('undoes escapes last, so that an escaped delimiter cuts nothing', () => {
    expect(message.field('PID', 5).component(2)).toBe('In&grid');
    expect(message.all('OBX')[1]?.field(5).text).toBe('10^9');
  });

  it('keeps bare delimiters of free text', () => {
    expect(message.segment('OBX')?.field(5).wholeText).toBe('line one\nline two ^ bare & text');
  });

  it('keeps the order of segments', () => {
    expect(message.segments.map((segment) => segment.name)).toEqual(['MSH', 'PID', 'OBX', 'NTE', 'OBX']);
  });

  it.each(['\r', '\n', '\r\n'])('accepts terminator %j', (end) => {
    const parsed = parseHl7(`\u000bMSH|^~\\&|A${end}PID|1${end}\u001c\r`);
    expect(parsed.segments.map((segment) => segment.raw)).toEqual(['MSH|^~\\&|A', 'PID|1']);
  });

  it('joins a bare line break inside a text field to its segment', () => {
    const parsed = parseHl7('MSH|^~\\&|A\rNTE|1||two\nlines\r');
    expect(parsed.field('NTE', 3).text).toBe('two\nlines');
  });

  it('takes its delimiters from MSH-1 and MSH-2', () => {
    const parsed = parseHl7('MSH*!@/%*APP!2@B\rPID*1**9/E/9!x%y');
    expect(parsed.field('MSH', 3).repetitions[1]?.component(1)).toBe('B');
    expect(parsed.field('PID', 3).text).toBe('9/9');
    expect(parsed.field('PID', 3).sub(2, 2)).toBe('y');
  });

  it('refuses what is not HL7, saying what to do', () => {
    expect(() => parseHl7('PID|1')).toThrow(expect.objectContaining({ code: 'HL7_NO_MSH' }));
    expect(() => parseHl7('')).toThrow(expect.objectContaining({ code: 'HL7_NO_MSH' }));
    expect(() => parseHl7('MSH')).toThrow(expect.objectContaining({ code: 'HL7_DELIMITERS_INVALID' }));
    expect(() => parseHl7('MSH|^^^^|A')).toThrow(expect.objectContaining({ code: 'HL7_DELIMITERS_INVALID' }));
  });
});

describe('abuse case 61: a message of nothing but delimiters', () => {
  const tooMany: unknown = expect.objectContaining({ code: 'HL7_TOO_MANY_PARTS' });
  const head = 'MSH|^~\\&|A|B';

  it.each([
    ['segments', `${head}\r${'A00\r'.repeat(100_001)}`],
    ['empty lines', `${head}\r${'\r'.repeat(1_000_001)}PID|1`],
    ['repetitions in its header', `${head}|${'~'.repeat(100_001)}`],
  ])('is refused for its %s', (_what, text) => {
    expect(() => parseHl7(text)).toThrow(tooMany);
  });

  it('is refused where its repetitions are read', () => {
    const parsed = parseHl7(`${head}\rPID|1||${'~'.repeat(100_001)}`);
    expect(() => parsed.field('PID', 3)).toThrow(tooMany);
  });

  it('is not confused with a long text or a file in Base64', () => {
    const text = parseHl7(`${head}\rOBX|1|FT|T||${'line~'.repeat(20_000)}\rOBX|2|ED|P||^^PDF^Base64^${`${'A'.repeat(76)}\n`.repeat(50_000)}`);
    expect(text.all('OBX')).toHaveLength(2);
    expect(text.field('OBX', 5).repetitions).toHaveLength(20_001);
  });
});
