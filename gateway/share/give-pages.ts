import { randomUUID } from 'node:crypto';
import type { SummaryShare } from '@cie/kit/summary-shares.ts';
import { mostWrongTries, summaryHours } from '@cie/kit/summary-shares.ts';
import { proxyLabels } from '@cie/kit/proxies.ts';
import { renderSVG } from 'uqr';
import { form, options, problemOf, problems, type Problem } from '../pages/controls.ts';
import { dayAndTime } from '../pages/dates.ts';
import { html, type Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import type { Session } from '../sign-in/sessions.ts';
import type { MadeSummary } from './make-summary.ts';
import { inFours } from './summary-keys.ts';
import { hoursInWords, labelWords, words } from './words.ts';

export interface GiveVisit {
  readonly shares: readonly SummaryShare[];
  /** What was ticked before, while the form is being corrected. */
  readonly chosen?: { readonly labels: readonly string[]; readonly hours: string };
  readonly found?: readonly Problem[];
  readonly said?: string | null;
}

const firstChoice = { labels: ['general'], hours: '24' } as const;

/** GET /share-summary: what a summary is, a form for a new one, and those that were given. */
export function givePage({ viewer }: Session, { shares, chosen = firstChoice, found = [], said = null }: GiveVisit): Page {
  const { give } = words;
  const labels = proxyLabels.map((value) => ({ value, label: labelWords[value], checked: chosen.labels.includes(value) }));
  const hours = summaryHours.map((each) => ({ value: String(each), label: hoursInWords[each], checked: chosen.hours === String(each) }));
  return {
    title: give.title,
    reader: viewer,
    current: 'sharing',
    hasProblems: found.length > 0,
    body: html`<div class="nhsuk-u-reading-width">
${problems(found)}
${said === null ? null : html`<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>${said}</p></div>`}
<p>${give.intro}</p>
<p>${give.holds}</p>
${form('/share-summary', [
  options('checkbox', 'labels', give.which, labels, give.whichHint, problemOf(found, 'labels-0')),
  options('radio', 'hours', give.howLong, hours, undefined, problemOf(found, 'hours-0')),
], give.make, { kept: { id: randomUUID() } })}
${shares.length === 0 ? null : html`<h2 class="nhsuk-heading-m" id="given">${words.list.title}</h2>
<ul class="cie-sign-ins" role="list">${shares.map(item)}</ul>`}
<p><a href="/sharing">${give.back}</a></p>
</div>`,
  };
}

function item(share: SummaryShare): Html {
  const { list } = words;
  const { id, labels, madeAt, state, wrong, openedBy } = share;
  const name = list.name(dayAndTime(madeAt));
  return html`<li class="cie-sign-in" data-state="${state}">
<p class="cie-sign-in__name"><strong>${name}</strong></p>
<p>${list.holds(labels.map((each) => labelWords[each]).join(', '))}</p>
<p>${stateLine(share)}</p>
${openedBy === null ? null : html`<p><strong><bdi>${openedBy}</bdi></strong></p>
<p>${list.saidThemselves}</p>`}
${wrong === 0 || wrong >= mostWrongTries ? null : html`<p>${list.wrong(wrong)}</p>`}
${state === 'waiting' ? form('/share-summary/stop', [], html`${list.stop}<span class="nhsuk-u-visually-hidden">: ${name}</span>`, { kept: { id }, kind: 'secondary' }) : null}
</li>`;
}

function stateLine({ state, until, openedAt, stoppedAt }: SummaryShare): string {
  const when = { waiting: until, ended: until, opened: openedAt, stopped: stoppedAt, burned: stoppedAt }[state];
  return words.list.states[state](dayAndTime(when ?? until));
}

/** The code and the picture, this once. */
export function madePage({ viewer }: Session, ownOrigin: string, { code, link, page, endsAt }: MadeSummary): Page {
  const { made } = words;
  // Error correction M, as the specification of such links wants it.
  const picture = `data:image/svg+xml;base64,${Buffer.from(renderSVG(page, { border: 4, pixelSize: 4, ecc: 'M' })).toString('base64')}`;
  return {
    title: made.title,
    reader: viewer,
    current: 'sharing',
    body: html`<div class="nhsuk-u-reading-width">
<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>${made.once}</p></div>
<p>${made.code}: <strong class="cie-code" data-secret dir="ltr">${inFours(code)}</strong></p>
<p>${made.until(dayAndTime(endsAt))}</p>
<h2 class="nhsuk-heading-m">${made.how}</h2>
<ol class="nhsuk-list nhsuk-list--number">${made.steps(`${ownOrigin.replace(/^https?:\/\//, '')}/open-summary`).map((each) => html`<li>${each}</li>`)}</ol>
<p>${made.wrong}</p>
<h2 class="nhsuk-heading-m">${made.scan}</h2>
<p>${made.scanAbout}</p>
<p><img class="cie-picture" src="${picture}" width="320" height="320" alt="${made.picture}"></p>
<details class="cie-person cie-link"><summary>${made.link}</summary><p class="cie-link-text" data-secret dir="ltr">${link}</p></details>
<p><a href="/share-summary?done=made">${made.done}</a></p>
</div>`,
  };
}
