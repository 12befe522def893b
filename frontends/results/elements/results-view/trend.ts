import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { table } from '@cie/web-kit/controls/table.ts';
import { preciseDay } from '@cie/web-kit/language/precise.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Trend } from '../../on-demand/fetch-trend.ts';
import { words } from '../../language/report.en.ts';
import { flagWords, statusNote } from './flag.ts';

/** RES-2: a chart and a table that says the same, one pair for each unit: different units are never joined. */
const series = (trend: Trend, page: Page): TemplateResult => html`<section class="cie-series">
  ${trend.points.filter(({ value, at }) => value !== null && at !== null).length < 2 ? nothing : html`<cie-trend-chart class="cie-chart" .trend=${trend}></cie-trend-chart>`}
  ${table(
    words.trendTable(trend.unit),
    [words.trendColumns.when, words.trendColumns.result, words.trendColumns.meaning],
    trend.points.toReversed().map(({ at, atText, text, flag, preliminary, reportId }) => [
      html`<a href=${link(page.display, { view: page.route.view, patient: page.route.patient, report: reportId })} data-go>${preciseDay(at, atText) ?? words.noValue}</a>`,
      html`<span class="cie-value"><strong>${text}</strong>${trend.unit === null ? nothing : html` ${trend.unit}`}</span> ${preliminary ? statusNote('PRELIMINARY') : nothing}`,
      flagWords(flag),
    ]),
  )}
</section>`;

/** One test over time. */
export function trendView(trends: readonly Trend[], page: Page): TemplateResult {
  const { view, patient, report } = page.route;
  return html`${back(link(page.display, { view, patient, report }), report === undefined ? words.backToList : words.backToReport)}
    ${heading(words.overTimeOf(trends[0]?.name ?? words.tests))}
    ${trends.length === 0 ? empty(words.noTrend[0], words.noTrend[1]) : trends.map((trend) => series(trend, page))}`;
}
