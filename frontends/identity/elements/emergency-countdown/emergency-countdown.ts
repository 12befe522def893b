import { LitElement, html } from 'lit';
import type { TemplateResult } from 'lit';
import { words } from '../../language/identity.en.ts';
import { minutesLeft } from './minutes-left.ts';

/** Minutes before the end at which a screen reader says so, without interrupting; all others pass in silence. */
const spokenAt: readonly number[] = [5, 1];

/** ACS-5: how many minutes a door stays open that was opened for a while. When it has closed, the page asks again and finds it closed. */
export class EmergencyCountdown extends LitElement {
  static override properties = { until: { attribute: false }, now: { state: true } };

  declare until: string | null;
  declare now: number;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.until = null;
    this.now = Date.now();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.#tick(), 5_000);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#clock);
    super.disconnectedCallback();
  }

  #tick(): void {
    this.now = Date.now();
    if (this.until === null || minutesLeft(this.until, this.now) > 0) return;
    clearInterval(this.#clock);
    this.dispatchEvent(new CustomEvent('cie-reload', { bubbles: true }));
  }

  /** Said when the minute comes, and left standing until the next: a page that is opened then says it too late rather than never. */
  #spoken(left: number): string {
    if (left === 0) return words.over;
    const reached = spokenAt.filter((each) => left <= each).at(-1);
    return reached === undefined ? '' : words.minutesSoon(reached);
  }

  protected override render(): TemplateResult {
    const left = this.until === null ? 0 : minutesLeft(this.until, this.now);
    return html`<strong role="timer">${left === 0 ? words.over : words.minutes(left)}</strong
      ><span class="nhsuk-u-visually-hidden" aria-live="polite">${this.#spoken(left)}</span>`;
  }
}
