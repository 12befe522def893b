import type { CheckDifference } from '@cie/kit/desk.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { HeldCase, NamedRecord } from './desk.ts';

/**
 * In what a record clearly differs from what the request says of the person; nothing where the request says nothing. Accents,
 * order and short forms of given names are no difference; another family name is, and the checker then makes sure of the person.
 */
export function compareWithRequest({ kind, contact, details }: Pick<HeldCase, 'kind' | 'contact' | 'details'>, nhsNumber: string, found: NamedRecord): readonly CheckDifference[] {
  const differs: CheckDifference[] = [];
  const asked = parseNhsNumber(details['nhsNumber'] ?? '');
  // Of a referral the contact is the professional who invites, never the patient.
  if (kind !== 'invitation-referral' && isOtherName(contact.name ?? '', found)) differs.push('name');
  if (/^\d{4}-\d\d-\d\d$/.test(details['birthDate'] ?? '') && details['birthDate'] !== found.birthDate) differs.push('birthDate');
  if (asked.ok && asked.value !== nhsNumber) differs.push('nhsNumber');
  return differs;
}

function isOtherName(asked: string, { familyName, givenName }: NamedRecord): boolean {
  const parts = partsOf(asked);
  if (parts.length === 0) return false;
  const family = partsOf(familyName);
  if (!family.some((each) => parts.includes(each))) return true;
  const [given, others] = [partsOf(givenName ?? ''), parts.filter((each) => !family.includes(each))];
  if (given.length === 0 || others.length === 0) return false;
  return !given.some((each) => others.some((other) => each.startsWith(other) || other.startsWith(each)));
}

/** `Żółw-Ó Dea` as zolw, o and dea: without accents, marks and case; ł has no mark that Unicode takes off. */
const partsOf = (name: string): readonly string[] =>
  name.normalize('NFD').replace(/\p{Mn}/gu, '').replace(/ł/gi, 'l').toLowerCase().split(/[^\p{L}]+/u).filter((part) => part !== '');
