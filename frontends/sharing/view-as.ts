import { lastDay } from '@cie/web-kit/language/dates.ts';
import { facts } from '@cie/web-kit/controls/list.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from './language/view-as.en.ts';
import type { ViewedAs } from './on-demand/fetch-viewed-as.ts';

/** A record through the eyes of somebody else (ACS-7); fetched where somebody looks so. */
export { fetchViewedAs } from './on-demand/fetch-viewed-as.ts';

/** The page as it is to them: what views leave out or word otherwise for professionals, carers and strangers, they leave out or word so here. */
export function seenBy({ kind, name, organisation }: ViewedAs, page: Page): Page {
  return {
    ...page,
    reader: { kind: kind === 'PROFESSIONAL' ? 'professional' : 'patient', name, organisation: organisation?.name ?? null, ownRecord: null, proven: true, duties: [] },
  };
}

const whoOf = ({ id, name, role, team, organisation }: ViewedAs): string => {
  if (team) return words.of.team(name, organisation?.name ?? null);
  return id.startsWith('organisation-') ? words.of.staff(name) : facts([name, role, organisation?.name]);
};

/** Through whose eyes, what they see, what they see that the reader does not yet, and the way back. */
export function viewAsBanner(viewedAs: ViewedAs, page: Page): TemplateResult {
  const { kind, pending, labels, ownGroup, until } = viewedAs;
  const { as: _somebody, ...display } = page.display;
  return html`<div class="cie-banner cie-banner--other">
    <p class="cie-banner__door">${words.title}</p>
    <p class="cie-banner__name">${whoOf(viewedAs)}</p>
    <p class="cie-banner__facts">
      ${labels.length === 0 ? words.ownOnly : words.sees(labels.map((label) => words.labels[label]).join(', '), ownGroup)} ${until === null ? nothing : words.until(lastDay(until))}
      ${words.details} ${kind === 'PROFESSIONAL' ? words.earlier : pending ? words.pending : nothing} ${words.nothing}
    </p>
    <p class="cie-banner__other">
      <a href=${link(display, { view: page.route.view })}>${words.back}</a>
      <a href="/view-as">${words.others}</a>
    </p>
  </div>`;
}

/** Whatever could be pressed there says so and does nothing: every control within a disabled group is disabled (HTML, 4.10.15). */
export const lookedAt = (section: unknown): TemplateResult => html`<fieldset class="nhsuk-fieldset" disabled>${section}</fieldset>`;
