import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { fetchReport } from './data/fetch-report.ts';
import type { Report } from './data/fetch-report.ts';
import { fetchReports } from './data/fetch-reports.ts';
import type { ReportList } from './data/fetch-reports.ts';
import { fetchTrend } from './data/fetch-trend.ts';
import type { Trend } from './data/fetch-trend.ts';
import type { ReportKind } from './data/operations.ts';
import { reportList } from './elements/results-view/report-list.ts';
import { reportView } from './elements/results-view/report.ts';
import { trendView } from './elements/results-view/trend.ts';

type Content =
  | { readonly shows: 'list'; readonly list: ReportList }
  | { readonly shows: 'report'; readonly report: Report }
  | { readonly shows: 'trend'; readonly trends: readonly Trend[] };

const kindOf = (text: string | undefined): ReportKind | null => (text === 'LABORATORY' || text === 'RADIOLOGY' ? text : null);

/** Laboratory results and radiology reports: list, report, one test over time (RES-1, RES-2, RES-3). */
export default area<Content>({
  elements: { 'cie-trend-chart': () => import('./elements/trend-chart/register.ts') },

  async load({ ask, page: { patient, route } }) {
    const record = openRecord(patient);
    if (route.test !== undefined) return { shows: 'trend', trends: found(await fetchTrend(ask, record, route.test)) };
    if (route.report !== undefined) return { shows: 'report', report: found(await fetchReport(ask, record, route.report)) };
    return { shows: 'list', list: found(await fetchReports(ask, record, kindOf(route.kind), route.after ?? null)) };
  },

  async more({ ask, page: { patient } }, content, { kind, after }) {
    if (content.shows !== 'list') return content;
    const { reports, next } = found(await fetchReports(ask, openRecord(patient), kindOf(kind), after ?? null));
    return { shows: 'list', list: { ...content.list, reports: [...content.list.reports, ...reports], next } };
  },

  view(content, page) {
    if (content.shows === 'trend') return trendView(content.trends, page);
    return content.shows === 'report' ? reportView(content.report, page) : reportList(content.list, page);
  },
});
