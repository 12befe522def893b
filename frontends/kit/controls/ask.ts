import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words as kit } from '../language/kit.en.ts';

/** Whom to ask about an item, as the server words it. */
export interface WhomToAsk {
  readonly words: string;
  readonly telephone: string | null;
  readonly web: string | null;
}

/** Whom to ask about an item (REC-2). */
export const askLine = ({ words, telephone, web }: WhomToAsk): TemplateResult => html`<p class="cie-quiet">
  <strong>${kit.ask}</strong> ${words} ${telephone === null ? nothing : html`<a href="tel:${telephone.replaceAll(' ', '')}" dir="ltr">${telephone}</a>`}
  ${web === null ? nothing : html`<a href=${web} target="_blank" rel="noopener noreferrer">${kit.website}</a>`}
</p>`;
