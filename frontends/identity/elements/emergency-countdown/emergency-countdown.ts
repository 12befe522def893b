import { LitElement, html } from 'lit';
import type { TemplateResult } from 'lit';
import { words } from '../../language/identity.en.ts';
import { minutesLeft } from './minutes-left.ts';

/** ACS-5: how many minutes the emergency door stays open. When it has closed, the page asks again and finds it closed. */
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

  protected override render(): TemplateResult {
    const left = this.until === null ? 0 : minutesLeft(this.until, this.now);
    return html`<strong role="timer">${left === 0 ? words.over : words.minutes(left)}</strong>`;
  }
}
