import type { Field, Repetition } from '@cie/kit/hl7/hl7-message.ts';
import { preferred, type Answer } from '@cie/kit/hl7/field-update.ts';

/** Telecommunication equipment that is neither a telephone nor an e-mail address (HL7 table 0202). */
const NOT_SPOKEN = ['FX', 'MD', 'TDD', 'TTY', 'SAT'];

/**
 * Reads the telephone number and the e-mail address of an XTN field. v2.3 puts either into the first component
 * (`joe@example.org^NET`, `020 7946 0000^PRN`); later versions put an e-mail address into the fourth and a number into
 * components 5 to 7 or 12. A kind that is not mentioned is left alone.
 */
export function readTelecom(field: Field): { phone: Answer; email: Answer } {
  if (field.isDelete) return { phone: null, email: null };
  const emails = field.repetitions.filter(isEmail);
  return { phone: readPhone(field), email: emails.map(emailAddress).find((email) => email !== undefined) };
}

function isEmail(repetition: Repetition): boolean {
  const byUse = repetition.component(2).toUpperCase() === 'NET' || repetition.component(3).toUpperCase() === 'INTERNET';
  return byUse || [1, 4].some((number) => repetition.component(number).includes('@'));
}

function emailAddress(repetition: Repetition): Answer {
  if (repetition.deletes(1) || repetition.deletes(4)) return null;
  return [4, 1].map((number) => repetition.component(number).trim()).find((text) => /^[^\s@]+@[^\s@]+$/.test(text));
}

function readPhone(field: Field): Answer {
  const use = (repetition: Repetition) => (isEmail(repetition) ? 'NET' : repetition.component(2));
  const chosen = preferred(field, use, ['PRN', 'HOME', 'PRS', 'ORN', ''], ['NET']);
  if (chosen === undefined || NOT_SPOKEN.includes(chosen.component(3).toUpperCase())) return undefined;
  if (chosen.isDelete || chosen.deletes(1)) return null;
  const whole = chosen.component(1).trim() || chosen.component(12).trim();
  if (whole !== '') return whole;
  const country = chosen.component(5).replace(/^(?=\d)/, '+');
  const parts = [country, chosen.component(6), chosen.component(7)].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}
