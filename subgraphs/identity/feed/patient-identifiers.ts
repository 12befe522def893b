import type { Held } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Field, Repetition } from '@cie/kit/hl7/hl7-message.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { LocalIdentifier } from '../domain/identity-claim.ts';

export interface PatientIdentifiers {
  readonly nhsNumber: string | null;
  readonly localIdentifiers: readonly LocalIdentifier[];
  readonly otherAuthorities: readonly string[];
}

/** Reads PID-3: the NHS number, the sender's own identifiers, and whose authorities else it names. */
export function readPatientIdentifiers(field: Field, assigningAuthorities: readonly string[]): PatientIdentifiers | Held {
  const given = field.repetitions.filter((repetition) => repetition.component(1).trim() !== '');
  const numbers = new Set<string>();
  for (const repetition of given.filter(isNhsNumber)) {
    const number = readNhsNumber(repetition);
    if (typeof number !== 'string') return number;
    numbers.add(number);
  }
  if (numbers.size > 1) return held('patient-mismatch', 'PID-3 gives two different NHS numbers.');
  const [nhsNumber = null] = numbers;
  const local = given.filter((repetition) => !isNhsNumber(repetition) && !namesStay(repetition));
  const isOwn = (repetition: Repetition) => assigningAuthorities.includes(authorityOf(repetition));
  return {
    nhsNumber,
    localIdentifiers: local.filter(isOwn).map((repetition) => ({ authority: authorityOf(repetition), value: repetition.component(1).trim() })),
    otherAuthorities: [...new Set(local.filter((repetition) => !isOwn(repetition)).map(authorityOf))].filter((authority) => authority !== ''),
  };
}

/** PID-3.5 with the trace status that portals put behind it: `NH{status:01}`. */
const TYPE = /^(?:NH|NHSNMBR)(?:\{status:(\d\d)\})?$/i;

function isNhsNumber(repetition: Repetition): boolean {
  return ['NHS', 'NHSNBR'].includes(authorityOf(repetition).toUpperCase()) || TYPE.test(repetition.component(5));
}

/** NHS NUMBER STATUS INDICATOR CODE: only 01 is "present and verified"; no status at all is how most senders say so. */
function readNhsNumber(repetition: Repetition): string | Held {
  const check = parseNhsNumber(repetition.component(1));
  if (!check.ok) return held('nhs-number-invalid', `The NHS number in PID-3 is not valid (${check.code}).`);
  const status = TYPE.exec(repetition.component(5))?.[1] ?? '01';
  if (status === '01') return check.value;
  return held('nhs-number-unverified', `The NHS number in PID-3 has trace status ${status}; only 01 (verified) is used.`);
}

/** Account and visit numbers name a stay, not a person (HL7 table 0203). */
function namesStay(repetition: Repetition): boolean {
  return ['AN', 'VN'].includes(repetition.component(5).toUpperCase());
}

function authorityOf(repetition: Repetition): string {
  return (repetition.sub(4, 1) || repetition.sub(4, 2)).trim();
}
