import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';
import { readCsv } from './testing/read-csv.ts';

describe('REC-1 comma-separated values (RFC 4180)', () => {
  it('brings hostile fields back as they were', () => {
    const fields = ['plain', 'with, comma', 'with "quotes"', 'two\r\nlines', 'one\nline', '"', ',', '', ' kept ', 'Żółć 汉字', '<15', '4.00', '-1.5', '+2'];
    expect(readCsv(csvLine(fields))).toEqual([fields]);
  });

  it.each(['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1', '=HYPERLINK("http://evil.example","x")', '--1', '-'])('does not let a spreadsheet run %j', (text) => {
    expect(readCsv(csvLine([text]))).toEqual([[`'${text}`]]);
  });

  it('writes nothing for what is not known', () => expect(csvLine(['a', null, 'b'])).toBe('a,,b\r\n'));
});
