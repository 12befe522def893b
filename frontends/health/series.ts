export { fetchSeries } from './on-demand/fetch-series.ts';
/** One kind of measurement over time, fetched when somebody asks for it. */
export { seriesView } from './elements/health-view/series.ts';
