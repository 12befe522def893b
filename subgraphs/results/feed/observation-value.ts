import type { Repetition, Segment } from '@cie/kit/hl7/hl7-message.ts';
import { parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';

/**
 * OBX-5 as text, by the type in OBX-2. Numbers and free text stay exactly as sent (`98.00`, `<15`); a coded value is
 * shown by its words. Null when nothing was sent.
 */
export function valueOf(obx: Segment): string | null {
  const field = obx.field(5);
  if (field.isEmpty || field.isDelete) return null;
  const type = obx.field(2).text.toUpperCase();
  const text = field.repetitions.map((each) => readers[type]?.(each) ?? each.wholeText).join('\n');
  return text === '' ? null : text;
}

const words = (value: Repetition) => value.component(2) || value.component(9) || value.component(5) || value.component(1);
const time = (value: Repetition) => parseHl7Time(value.component(1))?.text.replace('T', ' ') ?? value.wholeText;

const readers: Readonly<Record<string, (value: Repetition) => string>> = {
  CE: words,
  CF: words,
  CNE: words,
  CWE: words,
  DT: time,
  DTM: time,
  TS: time,
  // Structured numeric: comparator, number, separator, number: `>^90`, `^100^-^200`, `^1^:^128`.
  SN: (value) => [1, 2, 3, 4].map((part) => value.component(part)).join('').trim(),
  // Encapsulated data: what kind of file came; its bytes stay with the stored message.
  ED: (value) => `[${value.component(3) || value.component(2) || 'file'}]`,
};
