import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { table } from '@cie/web-kit/controls/table.ts';
import { dayAndTime } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Measurement } from '../../data/fetch-health.ts';
import type { MeasurementKind } from '../../data/operations.ts';
import { words } from '../../language/health.en.ts';
import { words as over } from '../../language/series.en.ts';
import { valueOf, whose } from './measured.ts';

/** RES-6: one kind over time, as a chart and a table that says the same; the numbers of a blood pressure have a chart each. */
export function seriesView(kind: MeasurementKind, series: readonly Measurement[], page: Page): TemplateResult {
  const { view, patient } = page.route;
  const [first] = series;
  const trendOf = (name: string, pick: (each: Measurement) => string) => ({
    name, unit: first?.unit ?? null, low: null, high: null,
    points: series.map((each) => ({ at: each.measuredAt, value: Number(pick(each)), text: pick(each) })),
  });
  const trends = kind === 'BLOOD_PRESSURE'
    ? [trendOf(over.parts.upper, ({ value }) => value), trendOf(over.parts.lower, ({ secondValue }) => secondValue ?? '')]
    : [trendOf(words.measurements[kind], ({ value }) => value)];
  return html`${back(link(page.display, { view, patient, kind: 'measured' }), over.back)}
    ${heading(over.overTimeOf(words.measurements[kind]), words.measured[whose(page)])}
    <p class="cie-quiet">${words.measuredNote}</p>
    ${first === undefined ? html`<p>${words.empty.other}</p>` : nothing}
    ${series.length < 2 ? nothing : trends.map((trend) => html`${trends.length === 1 ? nothing : html`<h2 class="nhsuk-heading-s">${trend.name}</h2>`}<cie-trend-chart class="cie-chart" .trend=${trend}></cie-trend-chart>`)}
    ${first === undefined
      ? nothing
      : table(
          over.allValues(first.unit),
          [words.columns.when, words.columns.result, words.columns.by, words.columns.note],
          series.toReversed().map((each) => [dayAndTime(each.measuredAt), valueOf(each), each.mine ? words.you : each.author, each.note ?? '–']),
        )}`;
}
