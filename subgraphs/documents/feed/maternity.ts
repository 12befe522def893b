import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { parseHl7Day, parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { isMaternity, type MaternityClues } from '@cie/kit/maternity.ts';
import type { Maternity } from '../domain/document.ts';

/** LOINC codes of the expected date of delivery: estimated, from the last period, from ultrasound. */
const EXPECTED = new Set(['11778-8', '11779-6', '11781-2', '11780-4']);
const EXPECTED_WORDS = /\b(?:EDD|estimated (?:date of )?delivery|expected (?:date of )?delivery|estimated due date)\b/i;

/** What a message says of a pregnancy: the expected date of delivery stands in an OBX of type date or time. */
export function maternityOf(message: Hl7Message, clues: MaternityClues): Maternity | null {
  const dated = message.all('OBX').find((obx) => {
    const test = obx.field(3);
    return ['DT', 'TS', 'DTM'].includes(obx.field(2).text.toUpperCase()) && (EXPECTED.has(test.component(1)) || EXPECTED.has(test.component(4)) || EXPECTED_WORDS.test(test.component(2)));
  });
  const expected = dated?.field(5).text ?? '';
  const precision = parseHl7Time(expected, message.zone)?.precision ?? 'year';
  const day = precision === 'year' || precision === 'month' ? null : parseHl7Day(expected);
  return day !== null || isMaternity(clues) ? { expected: day } : null;
}
