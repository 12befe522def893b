import { dateField, field } from '@cie/web-kit/controls/form.ts';
import { checkNhsNumber } from '@cie/web-kit/controls/nhs-number.ts';
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

/** ACC-1: a mistyped number gets a message here, before it is sent anywhere. */
export function checkPatient(draft: PatientDraft): PatientInput {
  const number = checkNhsNumber(draft.number);
  const birthDate = dateOf(draft);
  if (number.ok && birthDate !== null) return { ok: true, nhsNumber: number.value, birthDate };
  const found: PatientProblem[] = [];
  if (!number.ok) found.push(['number', number.problem]);
  if (birthDate === null) found.push(['day', words.problemBirthDate]);
  return { ok: false, problems: found };
}

/** NHS number and date of birth; `labels` say whose, where the words for professionals do not fit. */
export function patientFields(draft: PatientDraft, problems: readonly (readonly [string, string])[], labels: { readonly number: string; readonly birthDate: string } = words): TemplateResult {
  const problemOf = (name: string): string | undefined => problems.find(([each]) => each === name)?.[1];
  return html`${field({ name: 'number', label: labels.number, hint: words.numberHint, inputmode: 'numeric', width: 10, value: draft.number, problem: problemOf('number') })}
    ${dateField({ legend: labels.birthDate, hint: words.birthDateHint, value: draft, problem: problemOf('day') })}`;
}
