import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { html } from 'lit/html.js';
import { fetchHealth } from './data/fetch-health.ts';
import type { Health, Measurement } from './data/fetch-health.ts';
import type { MeasurementKind } from './data/operations.ts';
import type { CareDraft } from './elements/enter-form/care-form.ts';
import type { MeasurementDraft } from './elements/enter-form/measurement-form.ts';
import { healthView } from './elements/health-view/health.ts';
import { measurementKinds } from './elements/health-view/measured.ts';

export type Draft = MeasurementDraft | CareDraft;

export type Content =
  | {
      readonly shows: 'all';
      readonly health: Health;
      /** What the reader is entering; null while nothing is. */
      readonly draft: Draft | null;
      /** Draws the draft; fetched with it. */
      readonly form?: typeof import('./elements/enter-form/draft-form.ts');
    }
  | { readonly shows: 'series'; readonly kind: MeasurementKind; readonly series: readonly Measurement[] };

/** Fetched when a page shows one kind of measurement over time. */
let series: typeof import('./series.ts') | undefined;

/** Fetched for our own pages: a frame only shows. */
let own: typeof import('./elements/health-view/own-parts.ts') | undefined;

const kindOf = (text: string | undefined): MeasurementKind | undefined => measurementKinds.find((kind) => kind === text);

/** Medicines, allergies, conditions and plans (CAR-1), and what people measured themselves (RES-6). */
export default area<Content>({
  elements: { 'cie-trend-chart': () => import('@cie/web-kit/elements/trend-chart/register.ts') },

  async prepare({ framed, route }) {
    if (!framed) own = await import('./elements/health-view/own-parts.ts');
    if (kindOf(route.test) !== undefined) series = await import('./series.ts');
  },

  async load({ ask, page: { patient, route } }) {
    const record = openRecord(patient);
    const kind = kindOf(route.test);
    if (kind !== undefined && series !== undefined) return { shows: 'series', kind, series: found(await series.fetchSeries(ask, record, kind)) };
    return { shows: 'all', health: found(await fetchHealth(ask, record)), draft: null };
  },

  async more({ ask, page: { patient } }, content, { after }) {
    if (content.shows !== 'all') return content;
    const { fetchMoreMeasurements } = await import('./on-demand/fetch-more.ts');
    const { measurements, next } = found(await fetchMoreMeasurements(ask, openRecord(patient), after ?? null));
    return { ...content, health: { ...content.health, measurements: [...content.health.measurements, ...measurements], next } };
  },

  act: async (reading, content, action, filled) => (await import('./enter.ts')).act(reading, content, action, filled),

  view(content, page) {
    if (content.shows === 'series') return html`${series?.seriesView(content.kind, content.series, page)}`;
    const { health, draft, form } = content;
    return draft === null || form === undefined ? healthView(health, page, own) : form.draftForm(draft);
  },
});
