import { LitElement, html, nothing, svg } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { words } from '../../language/chart.en.ts';
import { shortDay } from '../../language/dates.ts';
import { preciseDay } from '../../language/precise.ts';
import type { Charted } from './charted.ts';
import { draw } from './scale.ts';
import type { Drawing, Drawn } from './scale.ts';

const height = 260;
const narrowest = 260;
const edge = { left: 44, right: 16, top: 14, bottom: 30 };

const dayOf = ({ at, atText }: Drawn): string => preciseDay(at, atText) ?? '';
const shortDayOf = (point: Drawn): string => (point.atText !== null && point.atText.length < 'yyyy-mm-dd'.length ? dayOf(point) : shortDay(point.at));

const numberOf = (limit: number): string => String(limit);

/** The usual range in words; limits come as numbers because the laboratory's own text stands in the report. */
function usualRange({ low, high }: Charted): string | null {
  if (low !== null && high !== null) return words.usualBetween(numberOf(low), numberOf(high));
  if (high !== null) return words.usualBelow(numberOf(high));
  return low === null ? null : words.usualAbove(numberOf(low));
}

/**
 * RES-2: one test over time as a line with its reference band. One stop in the tab order; arrow keys move
 * from value to value and the chosen one is written out beneath, so that nothing depends on a pointer.
 * It draws in the page's own tree: the page's style sheet holds its colours.
 */
export class TrendChart extends LitElement {
  static override properties = { trend: { attribute: false }, chosen: { state: true }, width: { state: true } };

  declare trend: Charted | null;
  declare chosen: number;
  declare width: number;

  readonly #resized = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.width = Math.max(narrowest, Math.floor(entry.contentRect.width));
  });

  constructor() {
    super();
    this.trend = null;
    this.chosen = -1;
    this.width = 600;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resized.disconnect();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('trend')) this.chosen = -1;
  }

  #move(event: KeyboardEvent, count: number): void {
    const last = count - 1;
    const from = this.chosen === -1 ? last : this.chosen;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.chosen = this.chosen === -1 && event.key.startsWith('Arrow') ? last : Math.min(Math.max(to, 0), last);
  }

  #plot({ points, band, ticks }: Drawing): TemplateResult {
    const right = this.width - edge.right;
    const bottom = height - edge.bottom;
    const first = points[0];
    const last = points.at(-1);
    return svg`
      ${band === null ? nothing : svg`<rect class="cie-chart__band" x=${edge.left} width=${right - edge.left} y=${band.top} height=${Math.max(1, band.bottom - band.top)}></rect>`}
      ${ticks.map(({ y, text }) => svg`<line class="cie-chart__grid" x1=${edge.left} x2=${right} y1=${y} y2=${y}></line><text class="cie-chart__label" x=${edge.left - 8} y=${y + 5} text-anchor="end">${text}</text>`)}
      <polyline class="cie-chart__line" points=${points.map(({ x, y }) => `${x},${y}`).join(' ')}></polyline>
      ${points.map(({ x, y }, index) => svg`<circle class=${index === this.chosen ? 'cie-chart__point cie-chart__point--chosen' : 'cie-chart__point'} cx=${x} cy=${y} r=${index === this.chosen ? 8 : 5}></circle><circle class="cie-chart__target" cx=${x} cy=${y} r="14" @click=${() => { this.chosen = index; }}></circle>`)}
      ${first === undefined ? nothing : svg`<text class="cie-chart__label" x=${edge.left} y=${bottom + 22}>${shortDayOf(first)}</text>`}
      ${last === undefined ? nothing : svg`<text class="cie-chart__label" x=${right} y=${bottom + 22} text-anchor="end">${shortDayOf(last)}</text>`}` as TemplateResult;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { trend, width } = this;
    if (trend === null) return nothing;
    const drawing = draw(trend, { left: edge.left + 10, right: width - edge.right - 10, top: edge.top, bottom: height - edge.bottom });
    const first = drawing.points[0];
    const last = drawing.points.at(-1);
    if (first === undefined || last === undefined) return nothing;
    const chosen = drawing.points[this.chosen] ?? last;
    return html`<figure class="cie-chart__figure">
      <svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" tabindex="0" direction="ltr"
        aria-label="${words.chart(trend.name, drawing.points.length, dayOf(first), dayOf(last))} ${words.keys}"
        @keydown=${(event: KeyboardEvent) => this.#move(event, drawing.points.length)}>${this.#plot(drawing)}</svg>
      <figcaption>
        <span aria-live="polite"><strong>${chosen.text}${trend.unit === null ? '' : ` ${trend.unit}`}</strong> ${dayOf(chosen)}</span>
        ${usualRange(trend) === null ? nothing : html`<span class="cie-chart__key">${usualRange(trend)}${trend.unit === null ? '' : ` ${trend.unit}`}</span>`}
      </figcaption>
    </figure>`;
  }
}
