import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** Name and value pairs; those without a value are left out. */
export function summary(rows: readonly (readonly [string, string | TemplateResult | null | undefined])[]): TemplateResult {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`<dl class="nhsuk-summary-list nhsuk-summary-list--no-border cie-summary">
    ${known.map(
      ([name, value]) => html`<div class="nhsuk-summary-list__row">
        <dt class="nhsuk-summary-list__key">${name}</dt>
        <dd class="nhsuk-summary-list__value">${value}</dd>
      </div>`,
    )}
  </dl>`;
}

/** Text as a hospital wrote it: lines and columns are kept, never read as markup. */
export const plainText = (text: string): TemplateResult => html`<div class="cie-text">${text}</div>`;
