import type { Repetition } from './hl7-message.ts';

/**
 * Name of a professional for people to read, from XCN (id, family, given, middle, suffix, prefix) or, where senders put
 * plain text, from the first component: `Dr Kathleen Woolfson`. An id alone is no name. Source: HL7 v2 chapter 2A, XCN.
 */
export function professionalName(name: Repetition | undefined): string | null {
  if (name === undefined) return null;
  const [family, given, prefix] = [name.component(2), name.component(3), name.component(6)];
  const full = [prefix, given, family].filter((part) => part !== '').join(' ');
  if (full !== '') return full;
  const first = name.component(1);
  return /^[\p{L}][\p{L} .,'’-]*$/u.test(first) ? first : null;
}
