import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { html } from 'lit/html.js';
import { fetchReports } from './data/fetch-reports.ts';
import type { ReportList } from './data/fetch-reports.ts';
import type { ReportKind } from './data/operations.ts';
import type { DecisionDraft } from './elements/decide-form/decide-form.ts';
import { reportList } from './elements/results-view/report-list.ts';
import type { Report } from './on-demand/fetch-report.ts';
import type { Trend } from './on-demand/fetch-trend.ts';

/** Fetched when a page shows one report or one test: most who open the list look, and read few. */
let one: typeof import('./one-report.ts') | undefined;

export interface ShownReport {
  readonly shows: 'report';
  readonly report: Report;
  /** What a professional is deciding about its release; null while nothing is. */
  readonly draft: DecisionDraft | null;
  /** Draws the draft; fetched with it. */
  readonly form?: typeof import('./elements/decide-form/decide-form.ts');
}

export type Content = { readonly shows: 'list'; readonly list: ReportList } | ShownReport | { readonly shows: 'trend'; readonly trends: readonly Trend[] };

const kindOf = (text: string | undefined): ReportKind | null => (text === 'LABORATORY' || text === 'RADIOLOGY' ? text : null);

/** Laboratory results and radiology reports: list, report, one test over time (RES-1, RES-2, RES-3). */
export default area<Content>({
  elements: { 'cie-trend-chart': () => import('@cie/web-kit/elements/trend-chart/register.ts') },

  async prepare({ route }) {
    if (route.test !== undefined || route.report !== undefined) one = await import('./one-report.ts');
  },

  async load({ ask, page: { patient, route } }) {
    const record = openRecord(patient);
    if (route.test !== undefined && one !== undefined) return { shows: 'trend', trends: found(await one.fetchTrend(ask, record, route.test)) };
    if (route.report !== undefined && one !== undefined) return { shows: 'report', report: found(await one.fetchReport(ask, record, route.report)), draft: null };
    return { shows: 'list', list: found(await fetchReports(ask, record, kindOf(route.kind), route.after ?? null)) };
  },

  async more({ ask, page: { patient } }, content, { kind, after }) {
    if (content.shows !== 'list') return content;
    const { reports, next } = found(await fetchReports(ask, openRecord(patient), kindOf(kind), after ?? null));
    return { shows: 'list', list: { ...content.list, reports: [...content.list.reports, ...reports], next } };
  },

  act: async (reading, content, action, filled) => (await import('./act-on-report.ts')).act(reading, content, action, filled),

  view(content, page) {
    if (content.shows === 'list') return reportList(content.list, page);
    if (content.shows === 'trend') return html`${one?.trendView(content.trends, page)}`;
    const { report, draft, form } = content;
    return draft === null || form === undefined ? html`${one?.reportView(report, page)}` : form.decideForm(draft);
  },
});
