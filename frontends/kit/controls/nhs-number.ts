import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../language/nhs-number.en.ts';

export type NhsNumberCheck = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string };

/**
 * Reads an NHS number as people type it, spaces and hyphens ignored, or says what is wrong with it (ACC-1): digits only, ten of them,
 * Modulus 11 with weights 10 to 2, not one digit repeated (NHS Data Dictionary, NHS NUMBER). The exchange checks again.
 */
export function checkNhsNumber(text: string): NhsNumberCheck {
  const value = text.replace(/[\s-]/g, '');
  if (value === '') return { ok: false, problem: words.missing };
  if (!/^\d*$/.test(value)) return { ok: false, problem: words.characters };
  if (value.length !== 10) return { ok: false, problem: words.length(value.length) };
  if (/^(\d)\1{9}$/.test(value)) return { ok: false, problem: words.repeated };
  const sum = Array.from(value.slice(0, 9), Number).reduce((total, digit, index) => total + digit * (10 - index), 0);
  return (11 - (sum % 11)) % 11 === Number(value[9]) ? { ok: true, value } : { ok: false, problem: words.checkDigit };
}

/**
 * An NHS number as it is read (3-3-4, not broken over lines) and as it is heard: a screen reader would make three large numbers of the
 * groups, so it is given the ten digits one by one.
 */
export const nhsNumber = (value: string): TemplateResult =>
  html`<span class="cie-nhs-number"><span aria-hidden="true">${value.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')}</span><span class="nhsuk-u-visually-hidden">${Array.from(value).join(' ')}</span></span>`;
