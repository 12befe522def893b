import type { Drawing } from '../export/drawing.ts';
import { factList, responsiveTable, writtenText } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';

/** Writes a record as a part of a page, with the controls that the record itself is shown with. */
export class PageDrawing implements Drawing {
  readonly #parts: Html[] = [];
  /** What a table that follows is of. */
  #caption = '';

  section(text: string): void {
    this.#caption = text;
    this.#parts.push(html`<h2 class="nhsuk-heading-m">${text}</h2>`);
  }

  item(text: string): void {
    this.#caption = text;
    this.#parts.push(html`<h3 class="nhsuk-heading-s"><bdi>${text}</bdi></h3>`);
  }

  heading(text: string): void {
    this.#parts.push(html`<h4 class="nhsuk-heading-xs"><bdi>${text}</bdi></h4>`);
  }

  paragraph(text: string, style: 'plain' | 'quiet' = 'plain'): void {
    this.#parts.push(style === 'quiet' ? html`<p class="nhsuk-body-s cie-quiet">${text}</p>` : writtenText(text));
  }

  facts(rows: readonly (readonly [string, string | null])[]): void {
    this.#parts.push(factList(rows));
  }

  table(columns: readonly { readonly heading: string }[], rows: readonly (readonly string[])[]): void {
    this.#parts.push(responsiveTable(this.#caption, columns.map(({ heading }) => heading), rows));
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  get content(): Html {
    return html`${this.#parts}`;
  }
}
