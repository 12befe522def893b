import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { TypedDay } from './typed.ts';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'tel' | 'password';
  readonly inputmode?: 'numeric' | 'email';
  readonly autocomplete?: string;
  readonly width?: number;
  /** Most characters of several lines; 1000 when left out. */
  readonly most?: number;
}

const describedBy = (name: string, hint: unknown, problem: unknown): string | typeof nothing => {
  const ids = [hint === undefined ? null : `${name}-hint`, problem === undefined ? null : `${name}-problem`].filter((id) => id !== null);
  return ids.length === 0 ? nothing : ids.join(' ');
};

const about = (name: string, hint: string | undefined, problem: string | undefined): TemplateResult => html`${hint === undefined
    ? nothing
    : html`<div class="nhsuk-hint" id="${name}-hint">${hint}</div>`}
  ${problem === undefined ? nothing : html`<span class="nhsuk-error-message" id="${name}-problem"><span class="nhsuk-u-visually-hidden">Error:</span> ${problem}</span>`}`;

const group = (problem: string | undefined): string => `nhsuk-form-group${problem === undefined ? '' : ' nhsuk-form-group--error'}`;

/** One line to fill in, with its label, hint and what is wrong with it. */
export const field = ({ name, label, hint, problem, value, type = 'text', inputmode, autocomplete = 'off', width }: Field): TemplateResult => html`<div class=${group(problem)}>
  <label class="nhsuk-label nhsuk-label--s" for=${name}>${label}</label>
  ${about(name, hint, problem)}
  <input
    class="nhsuk-input ${width === undefined ? '' : `nhsuk-input--width-${width}`} ${problem === undefined ? '' : 'nhsuk-input--error'}"
    id=${name} name=${name} type=${type} inputmode=${inputmode ?? nothing} autocomplete=${autocomplete}
    .value=${value ?? ''} spellcheck="false"
    aria-describedby=${describedBy(name, hint, problem)} aria-invalid=${problem === undefined ? nothing : 'true'} />
</div>`;

/** Several lines to fill in. */
export const longField = ({ name, label, hint, problem, value, most = 1000 }: Field): TemplateResult => html`<div class=${group(problem)}>
  <label class="nhsuk-label nhsuk-label--s" for=${name}>${label}</label>
  ${about(name, hint, problem)}
  <textarea class="nhsuk-textarea" id=${name} name=${name} rows="4" maxlength=${most} .value=${value ?? ''}
    aria-describedby=${describedBy(name, hint, problem)} aria-invalid=${problem === undefined ? nothing : 'true'}></textarea>
</div>`;

export interface DateField {
  readonly legend: string;
  readonly hint: string;
  readonly value: TypedDay;
  readonly problem: string | undefined;
}

const dateWords = { day: 'Day', month: 'Month', year: 'Year' } as const;

const datePart = (name: keyof TypedDay, value: TypedDay, wrong: boolean): TemplateResult => html`<div class="nhsuk-date-input__item">
  <label class="nhsuk-label nhsuk-date-input__label" for=${name}>${dateWords[name]}</label>
  <input class="nhsuk-input nhsuk-date-input__input ${name === 'day' ? 'nhsuk-input--width-2' : 'nhsuk-input--width-4'} ${wrong ? 'nhsuk-input--error' : ''}"
    id=${name} name=${name} type="text" inputmode=${name === 'month' ? nothing : 'numeric'} autocomplete="off" .value=${value[name]} />
</div>`;

/** A date that a person knows, in three parts, as the NHS digital service manual asks for it. The first part is named `day`. */
export const dateField = ({ legend, hint, value, problem }: DateField): TemplateResult => html`<div class=${group(problem)}>
  <fieldset class="nhsuk-fieldset" role="group" aria-describedby=${describedBy('date', hint, problem)}>
    <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">${legend}</legend>
    ${about('date', hint, problem)}
    <div class="nhsuk-date-input">
      ${datePart('day', value, problem !== undefined)} ${datePart('month', value, problem !== undefined)} ${datePart('year', value, problem !== undefined)}
    </div>
  </fieldset>
</div>`;

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly checked?: boolean;
}

/** Boxes (several) or radios (one) under a question. */
export const options = (kind: 'checkbox' | 'radio', name: string, legend: string, items: readonly Option[], hint?: string, problem?: string): TemplateResult => {
  const block = kind === 'checkbox' ? 'nhsuk-checkboxes' : 'nhsuk-radios';
  return html`<div class=${group(problem)}>
    <fieldset class="nhsuk-fieldset" aria-describedby=${describedBy(name, hint, problem)}>
      <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">${legend}</legend>
      ${about(name, hint, problem)}
      <div class=${block}>
        ${items.map(
          (item, index) => html`<div class="${block}__item">
            <input class="${block}__input" type=${kind} id="${name}-${index}" name=${name} value=${item.value} ?checked=${item.checked === true}
              aria-describedby=${item.hint === undefined ? nothing : `${name}-${index}-hint`} />
            <label class="nhsuk-label ${block}__label" for="${name}-${index}">${item.label}</label>
            ${item.hint === undefined ? nothing : html`<div class="nhsuk-hint ${block}__hint" id="${name}-${index}-hint">${item.hint}</div>`}
          </div>`,
        )}
      </div>
    </fieldset>
  </div>`;
};

/** What is wrong with a form, at its top, with links to the fields. */
export const problems = (title: string, items: readonly (readonly [field: string, text: string])[]): TemplateResult | typeof nothing =>
  items.length === 0
    ? nothing
    : html`<div class="nhsuk-error-summary" role="alert" tabindex="-1" data-focus>
        <h2 class="nhsuk-error-summary__title">${title}</h2>
        <div class="nhsuk-error-summary__body">
          <ul class="nhsuk-list nhsuk-error-summary__list" role="list">
            ${items.map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`)}
          </ul>
        </div>
      </div>`;

export const submit = (text: string, variant: '' | 'secondary' | 'warning' = ''): TemplateResult =>
  html`<button class="nhsuk-button ${variant === '' ? '' : `nhsuk-button--${variant}`}" type="submit">${text}</button>`;
