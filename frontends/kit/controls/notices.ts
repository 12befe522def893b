import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** Something that a reader should know before reading on, such as what waits and from when it can be read. */
export const notice = (content: unknown): TemplateResult => html`<div class="nhsuk-inset-text cie-notice">${content}</div>`;

/** What the exchange did not do, and why, in its own words: nothing on the page has to be corrected. */
export const notDone = (title: string, text: string): TemplateResult => html`<div class="nhsuk-inset-text cie-notice" role="status" tabindex="-1" data-focus>
  <p><strong>${title}</strong></p>
  <p>${text}</p>
</div>`;

/** A list without items says so, and what that means. */
export const empty = (title: string, text: string): TemplateResult => html`<div class="cie-empty">
  <p class="cie-empty__title">${title}</p>
  <p>${text}</p>
</div>`;
