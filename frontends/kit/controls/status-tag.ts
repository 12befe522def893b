import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** Colours of nhsuk-frontend's tag; red is left out on purpose: a record informs, it does not alarm. */
export type TagColour = 'blue' | 'green' | 'grey' | 'yellow' | 'orange' | 'white';

/** A short status in words; the colour repeats what the words say and never says more. */
export const statusTag = (text: string, colour: TagColour): TemplateResult =>
  html`<strong class="nhsuk-tag nhsuk-tag--${colour}">${text}</strong>`;
