import { dateField, field, form, problemOf, problems, type Problem } from '../pages/controls.ts';
import type { GivenDay } from '../pages/date-problem.ts';
import { html, Html } from '../pages/html.ts';
import type { Page } from '../pages/page.ts';
import { openScriptAddress } from './open-script.ts';
import { words } from './words.ts';

export interface OpenForm {
  readonly code: string;
  readonly link: string;
  readonly born: GivenDay;
  readonly name: string;
  readonly place: string;
}

export const emptyForm: OpenForm = { code: '', link: '', born: { typed: { day: '', month: '', year: '' }, date: null }, name: '', place: '' };

/** GET /open-summary: for whoever was given a code. Script only takes the code out of a picture. */
export function openPage({ code, link, born, name, place }: OpenForm, found: readonly Problem[] = []): Page {
  const { open } = words;
  return {
    title: open.title,
    hasProblems: found.length > 0,
    script: openScriptAddress,
    body: html`<div class="nhsuk-u-reading-width">
${problems(found)}
<p>${open.intro}</p>
<p>${open.once}</p>
${form('/open-summary', [
  html`<div data-code>${field({ name: 'code', label: open.code, hint: open.codeHint, autocomplete: 'off', width: 20, value: code, problem: problemOf(found, 'code') })}</div>
<p data-link hidden>${open.link}</p>
<input type="hidden" name="link" value="${link}" autocomplete="off">`,
  dateField({ legend: open.born, hint: open.bornHint, value: born.typed, problem: problemOf(found, 'day') }),
  field({ name: 'name', label: open.name, hint: open.nameHint, autocomplete: 'name', value: name, problem: problemOf(found, 'name') }),
  field({ name: 'place', label: open.place, autocomplete: 'organization', value: place, problem: problemOf(found, 'place') }),
], open.submit)}
</div>`,
  };
}

/** The summary, this once. `content` was sealed by us when its owner gave it, and opens with no other key: it is our own markup. */
export const openedPage = (content: string): Page => ({
  title: words.summary.title,
  body: html`<div class="nhsuk-inset-text cie-done" role="status"><p>${words.open.shown}</p></div>
<p>${words.open.whom}</p>
<div class="cie-view cie-view--page cie-given">${new Html(content)}</div>`,
});
