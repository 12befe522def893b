import { plainText } from '@cie/web-kit/controls/details.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { table } from '@cie/web-kit/controls/table.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Report } from '../../on-demand/fetch-report.ts';
import { words } from '../../language/report.en.ts';
import { words as list } from '../../language/results.en.ts';

/** What grew in a sample, and which medicines work against it, as the laboratory judged. */
export const cultures = ({ cultures: found }: Report): TemplateResult | typeof nothing =>
  found.length === 0
    ? nothing
    : html`<h2 class="nhsuk-heading-m">${words.cultures}</h2>
        ${found.map(
          ({ organism, growth, corrected, comments, sensitivities }) => html`<h3 class="nhsuk-heading-s">${organism}</h3>
            ${growth === null ? nothing : html`<p>${growth}</p>`} ${corrected ? html`<p>${statusTag(list.corrected, 'blue')}</p>` : nothing} ${comments.map(plainText)}
            ${sensitivities.length === 0
              ? nothing
              : table(
                  words.culture.tried,
                  [words.culture.medicine, words.culture.works, words.culture.measured],
                  sensitivities.map(({ antibiotic, interpretation, value, unit }) => [
                    html`<span class="cie-test">${antibiotic}</span>`,
                    words.culture[interpretation],
                    value === null ? '–' : html`<span class="cie-value">${value}${unit === null ? nothing : html` ${unit}`}</span>`,
                  ]),
                )}`,
        )}
        <p class="cie-quiet">${words.cultureNote}</p>`;
