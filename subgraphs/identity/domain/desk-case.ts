import type { CaseContact, CaseKind } from '@cie/kit/desk.ts';
import { randomInt } from 'node:crypto';

/** A case for the desk's queue (REG-5). */
export interface NewCase {
  readonly kind: CaseKind;
  /** How to reach who asks, as they say themselves. */
  readonly contact: CaseContact;
  /** The answers of the form, by field name. */
  readonly details: Readonly<Record<string, string>>;
  readonly accountId?: string;
  readonly patientId?: string;
  /** Where it came from: a form, an address, a person of staff. */
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly dueAt?: Date;
}

/** No vowels, so that no word comes out, and no characters that are taken for one another. */
const referenceAlphabet = '23456789BCDFGHJKMNPQRTVWXYZ';
const referenceForm = /^[2-9BCDFGHJKMNPQRTVWXYZ]{4}-[2-9BCDFGHJKMNPQRTVWXYZ]{4}$/;

/** What a person quotes to the desk: random, so that nobody learns from it how many ask; `K7MP-X2DR`. */
export function newCaseReference(): string {
  const text = Array.from({ length: 8 }, () => referenceAlphabet.charAt(randomInt(referenceAlphabet.length))).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** A reference as it was meant, however it was typed; null when it is none. */
export function readCaseReference(typed: string): string | null {
  const bare = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const reference = `${bare.slice(0, 4)}-${bare.slice(4)}`;
  return referenceForm.test(reference) ? reference : null;
}

/**
 * What somebody wrote, without what a page must not obey or a database not store: control characters, marks that turn the
 * direction of the text around them, halves of characters. New lines stay.
 */
export function cleanText(text: string, most: number): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) => (character === '\n' || character === '\t' ? character : ''))
    .trim()
    .slice(0, most)
    .toWellFormed();
}
