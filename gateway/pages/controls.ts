import { plainText, summary as drawSummary } from '@cie/web-kit/controls/details.ts';
import * as controls from '@cie/web-kit/controls/form.ts';
import { nhsNumber as drawNhsNumber } from '@cie/web-kit/controls/nhs-number.ts';
import { table as drawTable } from '@cie/web-kit/controls/table.ts';
import { render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import type { TemplateResult } from 'lit/html.js';
import { Html, html } from './html.ts';

/** Lit's own output, in which every value is escaped. */
const drawn = (template: TemplateResult): Html => new Html(collectResultSync(render(template)));

/** A template of the record's own views, drawn on the server. */
export const view = (template: TemplateResult): Html => drawn(template);

/** An NHS number for eyes (3-3-4) and for ears (digit by digit), ACC-1. */
export const nhsNumber = (value: string): Html => drawn(drawNhsNumber(value));

/** Name and value pairs. */
export const summary = (rows: readonly (readonly [name: string, value: string])[]): Html => drawn(drawSummary(rows));

/** Text as a hospital wrote it, with its lines. */
export const writtenText = (text: string): Html => drawn(plainText(text));
/** Names and values of an item whose values may have lines; those without a value are left out. */
export const factList = (rows: readonly (readonly [string, string | null])[]): Html =>
  drawn(drawSummary(rows.map(([name, value]) => [name, value === null || value === '' ? null : plainText(value)])));
/** A table as the record shows it, which becomes a list on a narrow screen. */
export const responsiveTable = (caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): Html =>
  drawn(drawTable(caption, columns, rows.map((cells) => cells.map((cell) => plainText(cell)))));

/** One line to fill in. */
export const field = (each: controls.Field): Html => drawn(controls.field(each));
/** Several lines to fill in. What they begin with is the element's content, which a property on the server does not write; the first new line is not part of it. */
export const longField = ({ value = '', ...each }: controls.Field): Html =>
  new Html(drawn(controls.longField(each)).text.replace('</textarea>', () => `\n${html`${value}`.text}</textarea>`));
/** A date in three parts, named day, month and year. */
export const dateField = (each: controls.DateField): Html => drawn(controls.dateField(each));

/** Boxes (several) or radios (one) under a question. */
export function options(kind: 'checkbox' | 'radio', name: string, legend: string, items: readonly controls.Option[], hint?: string, problem?: string): Html {
  return drawn(controls.options(kind, name, legend, items, hint, problem));
}

/** What is wrong with a form: field name and what to do about it. */
export type Problem = readonly [field: string, text: string];

/** What is wrong with a form, at its top, with links to the fields; nothing when all is well. */
export function problems(items: readonly Problem[]): Html | null {
  if (items.length === 0) return null;
  const summary = controls.problems('There is a problem', items);
  return typeof summary === 'symbol' ? null : drawn(summary);
}

/** What is wrong with one field, for its control. */
export function problemOf(items: readonly Problem[], name: string): string | undefined {
  return items.find(([field]) => field === name)?.[1];
}

/** A form that is posted to a page of ours. Values that must come along unseen go into `kept`. */
export const form = (action: string, content: readonly (Html | null)[], submit: string | Html, options: { kept?: Readonly<Record<string, string>>; kind?: 'secondary' | 'warning' } = {}): Html =>
  html`<form action="${action}" method="post" novalidate>
${Object.entries(options.kept ?? {}).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${content.filter((each) => each !== null)}
<button class="nhsuk-button${options.kind === undefined ? '' : ` nhsuk-button--${options.kind}`}" type="submit">${submit}</button>
</form>`;
