import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../../language/people.en.ts';

/** The record through the eyes of somebody whom the reader lets in (ACS-7); `grant` names by what. */
export const seeAs = (grant: string, who: string): TemplateResult =>
  html`<a href="/record?as=${grant}">${words.seeAs}<span class="nhsuk-u-visually-hidden">${words.seeAsWho(who)}</span></a>`;
