import { plainText } from '@cie/web-kit/controls/details.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { table } from '@cie/web-kit/controls/table.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Report } from '../../on-demand/fetch-report.ts';
import { words } from '../../language/report.en.ts';
import { words as list } from '../../language/results.en.ts';
import { statusNote } from './flag.ts';

type Sensitivity = Report['cultures'][number]['sensitivities'][number];

const corrected = statusTag(list.corrected, 'blue');

/** The judgement of a medicine with what was changed of it, how far it has come, and what the laboratory says of it. */
const judgement = ({ interpretation, status, corrected: isCorrected, comments }: Sensitivity): TemplateResult => html`${words.culture[interpretation]}
  ${statusNote(status)} ${isCorrected ? corrected : nothing} ${comments.map((comment) => html`<div class="cie-comment">${plainText(comment)}</div>`)}`;

/** What grew in a sample, and which medicines work against it, as the laboratory judged. */
export const cultures = ({ cultures: found }: Report): TemplateResult | typeof nothing =>
  found.length === 0
    ? nothing
    : html`<h2 class="nhsuk-heading-m">${words.cultures}</h2>
        ${found.map(
          ({ organism, growth, status, corrected: isCorrected, comments, sensitivities }) => html`<h3 class="nhsuk-heading-s">${organism}</h3>
            ${growth === null ? nothing : html`<p>${growth}</p>`} ${isCorrected || statusNote(status) !== null ? html`<p>${isCorrected ? corrected : nothing} ${statusNote(status)}</p>` : nothing} ${comments.map(plainText)}
            ${sensitivities.length === 0
              ? nothing
              : table(
                  words.culture.tried,
                  [words.culture.medicine, words.culture.works, words.culture.measured],
                  sensitivities.map((each) => [
                    html`<span class="cie-test">${each.antibiotic}</span>`,
                    judgement(each),
                    each.value === null ? '–' : html`<span class="cie-value">${each.value}${each.unit === null ? nothing : html` ${each.unit}`}</span>`,
                  ]),
                )}`,
        )}
        <p class="cie-quiet">${words.cultureNote}</p>`;
