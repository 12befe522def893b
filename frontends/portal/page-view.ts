import { words as kit } from '@cie/web-kit/language/kit.en.ts';
import type { Area, Page, PageState, Status } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { choosesRecord, isSection, sectionOf } from './areas.ts';
import { words } from './language/portal.en.ts';

/** Who is signed in, in a frame; on the exchange's own pages the header says it. */
const frameBar = ({ page }: PageState): TemplateResult => html`<div class="cie-bar">
  <span>${words.signedInAs} <strong>${page.reader?.name}</strong></span>
  <button class="nhsuk-link" type="button" data-press="sign-out">${words.signOut}</button>
</div>`;

const signInButton = ({ page }: PageState): TemplateResult =>
  page.framed
    ? html`<button class="nhsuk-button" type="button" data-press="sign-in">${words.signIn}</button>`
    : html`<a class="nhsuk-button" href="/sign-in?return=${encodeURIComponent(returnTo(page))}" role="button">${words.signIn}</a>`;

/** The part of the record, whose, and the report that were asked for, as when a clinician leaves a frame to release it; nothing else of an address goes through sign-in. */
const returnTo = ({ path, route: { view, patient, report } }: Page): string => (isSection(view) ? path + link({}, { view, patient, report }) : path);

/** NHS login again, this time for the proof; a frame leaves it to a window of ours. */
const proveButton = ({ page }: PageState): TemplateResult => html`<a
  class="nhsuk-button"
  href="/sign-in/nhs-login?return=%2Frecord&amp;prove=1"
  target=${page.framed ? '_blank' : nothing}
  rel=${page.framed ? 'noopener' : nothing}
  role="button"
  >${words.prove}</a
>`;

const signInTo: Readonly<Record<string, string>> = words.signInTo;
const signInTitle = ({ page }: PageState): string => signInTo[page.name] ?? words.signInTo.record;

/** Shape of the content to come, so that nothing jumps when it arrives. */
const skeleton = (): TemplateResult => html`<div class="cie-skeleton" role="status">
  <span class="nhsuk-u-visually-hidden">${kit.loading}</span>
  ${[1, 2, 3, 4].map(() => html`<div class="cie-skeleton__row"></div>`)}
</div>`;

const retry = (): TemplateResult => html`<button class="nhsuk-button nhsuk-button--secondary" type="button" data-press="retry">${kit.tryAgain}</button>`;

/** What a new window would say again. */
const noUseElsewhere: ReadonlySet<Status> = new Set<Status>(['refused', 'no-record', 'unproven']);

/** What stands in place of content, and what a reader can do about it (EMB-4). */
function stateView(state: PageState, status: Exclude<Status, 'ready' | 'loading'>): TemplateResult {
  const { title, text } = kit.problems[status];
  const signIn = status === 'signed-out' || status === 'expired';
  return html`<div class="cie-state cie-state--${status}">
    <h1 class="nhsuk-heading-l" tabindex="-1">${status === 'signed-out' ? signInTitle(state) : title}</h1>
    <p>${status === 'signed-out' && !state.page.framed ? words.signInHere : text}</p>
    ${signIn ? html`<p>${signInButton(state)}</p>` : nothing} ${status === 'unproven' ? html`<p>${proveButton(state)}</p>` : nothing} ${status === 'offline' || status === 'unavailable' ? retry() : nothing}
    ${state.page.framed && !noUseElsewhere.has(status)
      ? html`<p class="cie-state__other"><a href="/record?view=${sectionOf(state.page)}" target="_blank" rel="noopener">${words.openPortal}</a></p>`
      : nothing}
  </div>`;
}

/** Pages about the reader's own record alone. */
const ownOnly: ReadonlySet<string> = new Set(['sharing', 'access-log']);

/** For readers with several records: whose they see. Over somebody else's stands a banner with the name, by whose hand it is drawn. */
function whoseBar({ page, others, status }: PageState): TemplateResult | typeof nothing {
  const { reader, patient, route, framed, name, display } = page;
  if (others !== true || status === 'expired' || choosesRecord(route, reader) || patient !== (reader?.ownRecord ?? null)) return nothing;
  const href = framed ? link(display, { view: 'records' }) : '/record?view=records';
  return html`<p class="cie-whose">
    ${patient === null ? words.othersOnly : words.own}
    ${framed && ownOnly.has(name) ? nothing : html`<a href=${href} ?data-go=${framed}>${words.switchRecord}</a>`}
  </p>`;
}

/** A whole page as the server renders and the browser hydrates it. */
export function pageView(state: PageState, area: Area | null): TemplateResult {
  const { page, status, content, said } = state;
  const ready = status === 'ready' && area !== null;
  return html`${page.framed && page.reader !== null && status !== 'expired' ? frameBar(state) : nothing} ${whoseBar(state)}
    <div class="cie-said" role="status">${said === undefined ? nothing : html`<p class="nhsuk-inset-text" tabindex="-1" data-focus>${said}</p>`}</div>
    ${ready ? area.view(content, page) : status === 'loading' || status === 'ready' ? skeleton() : stateView(state, status)}`;
}
