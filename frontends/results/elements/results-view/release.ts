import { notice } from '@cie/web-kit/controls/notices.ts';
import { day } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Report } from '../../on-demand/fetch-report.ts';
import { words } from '../../language/report.en.ts';

const button = (act: string, text: string): TemplateResult => html`<form data-act=${act} method="post">
  <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${text}</button>
</form>`;

/** RES-3, RES-4: when the patient can read it, for professionals with what they may decide; in a frame nothing is decided. */
export function releaseNote({ id, release }: Report, page: Page): TemplateResult | typeof nothing {
  const { availableFrom, releasedEarly, extended, mayRelease, mayExtend } = release;
  if (page.reader?.kind !== 'professional') return releasedEarly ? html`<p class="cie-quiet">${words.releasedEarly}</p>` : nothing;
  if (releasedEarly) return notice(html`<p>${words.patientReads.early}</p>`);
  if (availableFrom === null || availableFrom <= page.now) return nothing;
  const href = `/record${link({}, { view: 'results', patient: page.route.patient, report: id })}`;
  return notice(html`<p>${words.patientReads.from(day(availableFrom))} ${extended ? words.extended : nothing}</p>
    ${!mayRelease && !mayExtend
      ? nothing
      : page.framed
        ? html`<p><a href=${href} target="_blank" rel="noopener">${words.decideInPortal}</a></p>`
        : html`<div class="cie-list__notes">${mayRelease ? button('open-release', words.release) : nothing} ${mayExtend ? button('open-extend', words.extend) : nothing}</div>`}`);
}
