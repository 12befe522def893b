import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Report } from '../../on-demand/fetch-report.ts';
import { words } from '../../language/report.en.ts';

const kilobytes = (size: number): string => String(Math.max(1, Math.round(size / 1000)));

/** Files that came inside a report. They are always saved, never opened in this page's origin. */
export const files = ({ attachments }: Report): TemplateResult | typeof nothing =>
  attachments.length === 0
    ? nothing
    : html`<h2 class="nhsuk-heading-m">${words.files}</h2>
        <ul class="cie-list" role="list">
          ${attachments.map(
            ({ id, title, size }) => html`<li class="cie-list__item">
              <div>
                <h3 class="cie-list__title">${title}</h3>
                <p class="cie-list__about">${words.fileSize(kilobytes(size))}</p>
              </div>
              <div class="cie-list__notes">
                <form data-act="save-file" method="post">
                  <input type="hidden" name="id" value=${id} />
                  <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.save}<span class="nhsuk-u-visually-hidden"> ${title}</span></button>
                </form>
              </div>
            </li>`,
          )}
        </ul>`;
