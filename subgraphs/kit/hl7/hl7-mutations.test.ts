import { describe, expect, it } from 'vitest';
import { CieError } from '../errors.ts';
import { mutateBytes, seededGenerator } from '../testing/mutate-bytes.ts';
import { decodeHl7, splitMessages } from './hl7-bytes.ts';
import { parseHl7 } from './hl7-message.ts';
import { parseHl7Time } from './hl7-time.ts';

/** The fault list asks for 50,000; `npm test` runs 5,000 and CIE_MUTATIONS=50000 runs them all. */
const CASES = Number(process.env['CIE_MUTATIONS'] ?? 5_000);

const seeds = [
  'MSH|^~\\&|LAB|RYJ|CIE|NWL|20260102030405+0100||ORU^R01^ORU_R01|1|P|2.5||||||UNICODE UTF-8\rPID|1||9991001131^^^NHS^NH~M1^^^RYJ^MR||Thistle\\T\\wood^Zo\u00eb\rOBR|1|2|3|U&E^Urea\rOBX|1|NM|K^Potassium||4.2|mmol/L|3.5 - 5.3|N|||F\rNTE|1||one\\.br\\two \\X41\\\r',
  'FHS|^~\\&|A\rBHS|^~\\&|A\rMSH|^~\\&|A|B|||2016||ADT^A31|2|P|2.3||||||8859/1\r\nPID|1||""||""\r\nBTS|1\rFTS|1\r',
  '\u000bMSH*!@/%*APP*RAS***2026**SIU!S12*3*T*2.4\nSCH*1*2*****x**30*m*!!!202601021200\n\u001c\r',
];

describe('ING-1 abuse: mutated messages', () => {
  it(`reads or refuses ${CASES} mutated messages with a stable code, and never crashes`, () => {
    for (let seed = 0; seed < CASES; seed++) {
      const pick = seededGenerator(seed);
      for (const piece of splitMessages(mutateBytes(Buffer.from(seeds[seed % seeds.length] ?? '', 'utf8'), pick))) {
        try {
          for (const segment of parseHl7(decodeHl7(piece)).segments) {
            for (let number = 1; number <= segment.fieldCount; number++) {
              const field = segment.field(number);
              parseHl7Time(field.text);
              expect(field.wholeText).not.toContain('\0');
            }
          }
        } catch (error) {
          if (!(error instanceof CieError)) throw new Error(`mutation ${seed} crashed`, { cause: error });
        }
      }
    }
  });

  it.each([
    ['blanks', ' '], ['fields', '|'], ['repetitions', '~'], ['escapes', '\\'], ['line breaks', '\r'], ['components', '^'], ['segments', '\rA|'],
  ])('reads or refuses 1 MB of nothing but %s in linear time', (_name, unit) => {
    const hostile = Buffer.from(`MSH|^~\\&|A|B|||1||ORU^R01|1\rOBX|1|FT|||${unit.repeat(1_000_000 / unit.length)}x`);
    const started = performance.now();
    const [piece] = splitMessages(hostile);
    try {
      const message = parseHl7(decodeHl7(piece ?? hostile));
      message.field('OBX', 5).wholeText.at(-1);
      message.field('OBX', 5).sub(9, 9);
    } catch (error) {
      if (!(error instanceof CieError)) throw error;
    }
    expect(performance.now() - started).toBeLessThan(2500);
  });
});
