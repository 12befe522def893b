import { dateField, field } from '@cie/web-kit/controls/form.ts';
import { dateOf, dayOf, noDay, textOf } from '@cie/web-kit/controls/typed.ts';
import { html } from 'lit/html.js';
import type { TypedDay } from '@cie/web-kit/controls/typed.ts';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../../language/identity.en.ts';

export type PatientProblem = readonly [field: 'number' | 'day', text: string];

/** What was typed, kept while it is being corrected. */
export interface PatientDraft extends TypedDay {
  readonly number: string;
}

export const emptyPatient: PatientDraft = { number: '', ...noDay };

/** The two details that name a patient, checked, or what has to be corrected. */
export type PatientInput =
  | { readonly ok: true; readonly nhsNumber: string; readonly birthDate: string }
  | { readonly ok: false; readonly problems: readonly PatientProblem[] };

export const readPatient = (form: FormData): PatientDraft => ({ number: textOf(form, 'number'), ...dayOf(form) });

/** Ten digits with the right check digit: Modulus 11 with weights 10 to 2 (NHS Data Dictionary). */
function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits) || /^(\d)\1{9}$/.test(digits)) return false;
  const sum = Array.from(digits.slice(0, 9), Number).reduce((total, digit, index) => total + digit * (10 - index), 0);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

/** ACC-1: a mistyped number gets a message here, before it is sent anywhere. */
export function checkPatient(draft: PatientDraft): PatientInput {
  const nhsNumber = draft.number.replace(/[\s-]/g, '');
  const birthDate = dateOf(draft);
  if (isNhsNumber(nhsNumber) && birthDate !== null) return { ok: true, nhsNumber, birthDate };
  const found: PatientProblem[] = [];
  if (!isNhsNumber(nhsNumber)) found.push(['number', words.problemNumber]);
  if (birthDate === null) found.push(['day', words.problemBirthDate]);
  return { ok: false, problems: found };
}

/** NHS number and date of birth. */
export function patientFields(draft: PatientDraft, problems: readonly (readonly [string, string])[]): TemplateResult {
  const problemOf = (name: string): string | undefined => problems.find(([each]) => each === name)?.[1];
  return html`${field({ name: 'number', label: words.number, hint: words.numberHint, inputmode: 'numeric', width: 10, value: draft.number, problem: problemOf('number') })}
    ${dateField({ legend: words.birthDate, hint: words.birthDateHint, value: draft, problem: problemOf('day') })}`;
}
