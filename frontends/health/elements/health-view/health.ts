import { choices, heading } from '@cie/web-kit/controls/headings.ts';
import { showMore } from '@cie/web-kit/controls/list.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Health } from '../../data/fetch-health.ts';
import { words } from '../../language/health.en.ts';
import { itemSection, itemSections } from './items.ts';
import { measuredSection } from './measured.ts';

/** What changes something; fetched for our own pages. */
export type OwnParts = typeof import('./own-parts.ts');

const kinds = ['all', ...itemSections, 'measured'] as const;

/** How many measurements stand beside the rest; their own page has them all. */
const few = 5;

/** People enter into their own record, and into one that they act for; a friend who was let in reads. */
const mayEnter = ({ doors }: Health, { reader }: Page): boolean => reader?.kind === 'patient' && (doors.includes('SELF') || doors.includes('PROXY'));

/** Medicines, allergies, conditions, plans and what people measured, all or one kind. */
export function healthView(health: Health, page: Page, parts: OwnParts | undefined): TemplateResult {
  const { view, patient } = page.route;
  const kind = kinds.find((each) => each === page.route.kind) ?? 'all';
  const items = kinds.map((each) => ({
    text: words.kinds[each],
    href: link(page.display, { view, patient, kind: each === 'all' ? undefined : each }),
    current: each === kind,
  }));
  const may = mayEnter(health, page);
  // In a frame nothing is changed: it leads to a page of ours.
  const own = may && !page.framed ? parts : undefined;
  const { measurements, next } = health;
  const whole = link(page.display, { view, patient, kind: 'measured' });
  const more = kind === 'measured'
    ? showMore(next === null ? null : link(page.display, { view, patient, kind, after: next }))
    : measurements.length > few ? html`<p><a href=${whole} data-go>${words.seeAll}</a></p>` : nothing;
  return html`${heading(words.title)} ${choices(words.kinds.label, 'cie-choices', items)}
    ${itemSections.filter((each) => kind === 'all' ? each !== 'plans' || health.carePlans.length > 0 : each === kind).map((each) => itemSection(each, health, page, own))}
    ${kind === 'all' || kind === 'measured' ? measuredSection(kind === 'measured' ? measurements : measurements.slice(0, few), page, own, more) : nothing}
    ${may && page.framed ? html`<p><a href="/record${link({}, { view: 'health', patient: page.patient === page.reader?.ownRecord ? undefined : patient })}" target="_blank" rel="noopener">${words.manage}</a></p>` : nothing}`;
}
