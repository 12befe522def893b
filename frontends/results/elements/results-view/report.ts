import { askLine } from '@cie/web-kit/controls/ask.ts';
import { plainText, summary } from '@cie/web-kit/controls/details.ts';
import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { notice } from '@cie/web-kit/controls/notices.ts';
import { privacyRow } from '@cie/web-kit/controls/privacy.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { table } from '@cie/web-kit/controls/table.ts';
import { preciseDay, preciseMoment } from '@cie/web-kit/language/precise.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Observation, Report } from '../../on-demand/fetch-report.ts';
import { words } from '../../language/report.en.ts';
import { words as list } from '../../language/results.en.ts';
import { cultures } from './cultures.ts';
import { files } from './files.ts';
import { flagWords, isGone, statusNote } from './flag.ts';
import { releaseNote } from './release.ts';

/** The value as the laboratory wrote it; `4.00` stays `4.00`. */
const valueOf = ({ value, unit, status, corrected, correction, previousValue }: Observation): TemplateResult => html`<span class="cie-value"
    ><strong>${value ?? words.noValue}</strong>${unit === null || value === null ? nothing : html` ${unit}`}</span
  >
  ${statusNote(status)}
  ${corrected
    ? html`<div class="cie-correction">${statusTag(list.corrected, 'blue')} ${correction ?? (previousValue === null ? nothing : words.before(previousValue))}</div>`
    : nothing}`;

const overTime = ({ code, name }: Observation, page: Page, report: Report): TemplateResult => html`<a
  href=${link(page.display, { view: page.route.view, patient: page.route.patient, report: report.id, test: code })}
  data-go>${words.overTime}<span class="nhsuk-u-visually-hidden">: ${name}</span></a
>`;

/** RES-1: how it compares with the value before; the exchange compares numbers of the same unit only. */
function comparison({ earlier }: Observation): TemplateResult | typeof nothing {
  if (earlier === null) return nothing;
  const { value, at, atText, direction } = earlier;
  const isDay = atText === null || atText.length >= 'yyyy-mm-dd'.length;
  return html`<div>${words.earlier[direction ?? 'other'](words.when(preciseDay(at, atText) ?? '', isDay), value)}</div>`;
}

/** What a test that still stands comes to: the laboratory's judgement, and what it was before. */
const meaning = (test: Observation, page: Page, report: Report): TemplateResult => html`${flagWords(test.flag)}
  ${test.susceptibility === null ? nothing : html`<div>${words.judged[test.susceptibility]}</div>`} ${comparison(test)}
  ${test.value === null ? nothing : html`<div>${overTime(test, page, report)}</div>`}`;

const tests = (report: Report, page: Page): TemplateResult =>
  table(
    words.tests,
    [words.columns.test, words.columns.result, words.columns.usual, words.columns.meaning],
    report.observations.map((each) => [
      html`<span class="cie-test">${each.name}</span>`,
      valueOf(each),
      html`<span class="cie-range">${each.referenceRange ?? words.noRange}</span>`,
      html`${isGone(each.status) ? nothing : meaning(each, page, report)} ${each.comments.map((comment) => html`<div class="cie-comment">${plainText(comment)}</div>`)}`,
    ]),
  );

/** The reassurance is for who reads that something is outside its range; below a culture or a list of usual values it would be about nothing. */
const isOutside = ({ flag, status }: Observation): boolean => !isGone(status) && flag !== null && flag !== 'NORMAL';

interface Explained {
  readonly name: string;
  readonly plainName: string | null;
  readonly about: string | null;
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const explanation = ({ name, plainName, about }: Explained): string | null =>
  about === null ? null : plainName === null || same(name, plainName) ? about : `${plainName}. ${about}`;

/** What the tests are, once each; for patients, because professionals know. */
function explanations({ observations }: Report): TemplateResult | typeof nothing {
  const known = new Map(observations.filter(({ about }) => about !== null).map((each) => [each.name, explanation(each)]));
  if (known.size === 0) return nothing;
  return html`<h2 class="nhsuk-heading-s">${words.aboutTests}</h2>
    ${summary([...known])}
    <p class="cie-quiet">${words.aboutNote}</p>`;
}

/** One report with everything a reader may ask about it. */
export function reportView(report: Report, page: Page): TemplateResult {
  const place = [report.site, report.organisation.name].filter((name) => name !== null).join(', ');
  const state = statusNote(report.status);
  const forPatients = page.reader?.kind !== 'professional';
  const about = forPatients ? explanation(report) : null;
  return html`${back(link(page.display, { view: page.route.view, patient: page.route.patient, kind: page.route.kind }), words.backToList)}
    ${heading(report.name, words.kind[report.kind])} ${about === null ? nothing : html`<p>${about}</p>`}
    ${report.corrected || state !== null ? html`<p>${report.corrected ? statusTag(list.corrected, 'blue') : nothing} ${state}</p>` : nothing}
    ${releaseNote(report, page)}
    ${summary([
      [words.reported, preciseMoment(report.issuedAt, report.issuedAtText)],
      [words.collected, preciseDay(report.collectedAt, report.collectedAtText)],
      [words.hospital, place],
      [words.author, report.author],
      ...privacyRow('report', report, page),
    ])}
    ${report.text === null ? nothing : html`<h2 class="nhsuk-heading-m">${words.reportText}</h2>${plainText(report.text)}`}
    ${cultures(report)}
    ${report.observations.length === 0 ? nothing : html`${tests(report, page)}${forPatients && report.observations.some(isOutside) ? notice(html`<p>${words.rangeNote}</p>`) : nothing}`}
    ${files(report)}
    ${report.comments.length === 0 ? nothing : html`<h2 class="nhsuk-heading-s">${words.comments}</h2>${report.comments.map(plainText)}`}
    ${forPatients ? explanations(report) : nothing} ${askLine(report.ask)}`;
}
