import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** The one first-level heading of a view; it takes the focus when the reader has moved on. */
export const heading = (text: string, caption?: string): TemplateResult => html`<h1 class="nhsuk-heading-l cie-heading" tabindex="-1">
  ${caption === undefined ? nothing : html`<span class="nhsuk-caption-m">${caption}</span> `}${text}
</h1>`;

/** The way back to a list. */
export const back = (href: string, text: string): TemplateResult => html`<a class="cie-back" href=${href} data-go>${text}</a>`;

/** A link of a row of choices. */
export interface Choice {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
}

/** A row of links of which one is the current: sections of a record, kinds of result. */
export const choices = (label: string, name: string, items: readonly Choice[]): TemplateResult => html`<nav class=${name} aria-label=${label}>
  <ul role="list">
    ${items.map(({ text, href, current }) => html`<li><a href=${href} data-go aria-current=${current ? 'page' : nothing}>${text}</a></li>`)}
  </ul>
</nav>`;
