/** One report, and one test over time: fetched when somebody reads one. */
export { reportView } from './elements/results-view/report.ts';
export { trendView } from './elements/results-view/trend.ts';
export { fetchReport } from './on-demand/fetch-report.ts';
export { fetchTrend } from './on-demand/fetch-trend.ts';
