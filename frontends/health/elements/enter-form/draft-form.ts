import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Draft } from '../../area.ts';
import { words } from '../../language/enter.en.ts';
import { careForm } from './care-form.ts';
import { measurementForm } from './measurement-form.ts';

const other = (act: string, text: string): TemplateResult => html`<form data-act=${act} method="post">
  <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${text}</button>
</form>`;

/** What is being entered, and the ways out of it. */
export const draftForm = (draft: Draft): TemplateResult => html`${draft.what === 'measurement' ? measurementForm(draft) : careForm(draft)} ${other('cancel', words.cancel)}
  ${draft.id === null ? nothing : html`<p class="cie-quiet">${words.removeWhy}</p>${other('remove', words.remove)}`}`;
