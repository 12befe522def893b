import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** A button that begins something; `about` says aloud what of, where many buttons read alike. */
export const formButton = (act: string, fields: Readonly<Record<string, string>>, text: string, about: string): TemplateResult => html`<form data-act=${act} method="post">
  ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
  <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${text}${about === '' ? nothing : html`<span class="nhsuk-u-visually-hidden"> ${about}</span>`}</button>
</form>`;
