import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../language/kit.en.ts';

/** Something to read: a linked title, one line about it, and what is to be noticed. */
export interface ListItem {
  readonly title: string;
  readonly href?: string;
  /** The link leads to another page. */
  readonly leaves?: boolean;
  readonly about: readonly (string | null)[];
  readonly notes?: readonly TemplateResult[];
}

/** Facts that are known, joined for one line. */
export const facts = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');

const item = ({ title, href, leaves = false, about, notes = [] }: ListItem): TemplateResult => html`<li class="cie-list__item">
  <div>
    <h2 class="cie-list__title">${href === undefined ? title : html`<a href=${href} ?data-go=${!leaves}>${title}</a>`}</h2>
    <p class="cie-list__about">${facts(about)}</p>
  </div>
  ${notes.length === 0 ? nothing : html`<div class="cie-list__notes">${notes}</div>`}
</li>`;

/** The list that every area shows: the title leads to the item, a whole row is its target. */
export const list = (items: readonly ListItem[]): TemplateResult => html`<ul class="cie-list" role="list">${items.map(item)}</ul>`;

/** A link to the next page of a list; the page joins it to what is shown, without JavaScript it leads there. */
export const showMore = (href: string | null): TemplateResult | typeof nothing =>
  href === null ? nothing : html`<p class="cie-more"><a class="nhsuk-button nhsuk-button--secondary" href=${href} role="button" data-more>${words.showMore}</a></p>`;
