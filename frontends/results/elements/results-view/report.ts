import { plainText, summary } from '@cie/web-kit/controls/details.ts';
import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { table } from '@cie/web-kit/controls/table.ts';
import { day, dayAndTime } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Observation, Report } from '../../data/fetch-report.ts';
import { words } from '../../language/results.en.ts';
import { flagWords } from './flag.ts';

/** The value as the laboratory wrote it; `4.00` stays `4.00`. */
const valueOf = ({ value, unit, corrected, previousValue }: Observation): TemplateResult => html`<span class="cie-value"
    ><strong>${value ?? words.noValue}</strong>${unit === null || value === null ? nothing : html` ${unit}`}</span
  >
  ${corrected
    ? html`<div class="cie-correction">${statusTag(words.corrected, 'blue')} ${previousValue === null ? nothing : words.before(previousValue)}</div>`
    : nothing}`;

const overTime = ({ code, name }: Observation, page: Page, report: Report): TemplateResult => html`<a
  href=${link(page.display, { view: page.route.view, patient: page.route.patient, report: report.id, test: code })}
  data-go>${words.overTime}<span class="nhsuk-u-visually-hidden">: ${name}</span></a
>`;

const tests = (report: Report, page: Page): TemplateResult =>
  table(
    words.tests,
    [words.columns.test, words.columns.result, words.columns.usual, words.columns.meaning],
    report.observations.map((each) => [
      html`<span class="cie-test">${each.name}</span>`,
      valueOf(each),
      html`<span class="cie-range">${each.referenceRange ?? words.noRange}</span>`,
      html`${flagWords(each.flag)}
        ${each.comments.map((comment) => html`<div class="cie-comment">${plainText(comment)}</div>`)}
        ${each.value === null ? nothing : html`<div>${overTime(each, page, report)}</div>`}`,
    ]),
  );

/** One report with everything a reader may ask about it. */
export function reportView(report: Report, page: Page): TemplateResult {
  const place = [report.site, report.organisation.name].filter((name) => name !== null).join(', ');
  const state = report.status === 'FINAL' || report.status === 'CORRECTED' ? null : statusTag(words.statuses[report.status], 'grey');
  return html`${back(link(page.display, { view: page.route.view, patient: page.route.patient, kind: page.route.kind }), words.backToList)}
    ${heading(report.name, words.kind[report.kind])}
    ${report.corrected || state !== null ? html`<p>${report.corrected ? statusTag(words.corrected, 'blue') : nothing} ${state}</p>` : nothing}
    ${summary([
      [words.reported, report.issuedAt === null ? null : dayAndTime(report.issuedAt)],
      [words.collected, report.collectedAt === null ? null : day(report.collectedAt)],
      [words.hospital, place],
      [words.author, report.author],
    ])}
    ${report.text === null ? nothing : html`<h2 class="nhsuk-heading-m">${words.reportText}</h2>${plainText(report.text)}`}
    ${report.observations.length === 0 ? nothing : html`${tests(report, page)}<p class="cie-quiet">${words.rangeNote}</p>`}
    ${report.comments.length === 0 ? nothing : html`<h2 class="nhsuk-heading-s">${words.comments}</h2>${report.comments.map(plainText)}`}
    <h2 class="nhsuk-heading-s">${words.askTitle}</h2>
    <p>${words.ask(report.site ?? report.organisation.name)}</p>`;
}
