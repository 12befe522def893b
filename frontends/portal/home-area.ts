import { fetchRecords } from '@cie/web-identity/data/fetch-records.ts';
import type { SharedRecord } from '@cie/web-identity/data/fetch-records.ts';
import { recordsView } from '@cie/web-identity/elements/records-view/records.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from './language/pages.en.ts';

interface Content {
  readonly records: readonly SharedRecord[];
}

const card = (href: string, [title, text]: readonly [string, string]): TemplateResult => html`<li>
  <div class="nhsuk-card nhsuk-card--clickable cie-card">
    <div class="nhsuk-card__content">
      <h2 class="nhsuk-card__heading nhsuk-heading-m"><a class="nhsuk-card__link" href=${href}>${title}</a></h2>
      <p class="nhsuk-card__description">${text}</p>
    </div>
  </div>
</li>`;

/** The first page after signing in. */
export default area<Content>({
  load: async ({ ask }) => ({ records: (await fetchRecords(ask)) ?? [] }),

  view({ records }, { reader }) {
    const { cards } = words;
    const links =
      reader?.kind === 'professional'
        ? [card('/record', cards.find), card('/emergency', cards.emergency)]
        : reader?.ownRecord === null
          ? []
          : [card('/record', cards.record), card('/sharing', cards.sharing), card('/access-log', cards.log)];
    return html`${heading(words.hello(reader?.name ?? ''))}
      ${links.length === 0 ? nothing : html`<ul class="cie-cards" role="list">${links}</ul>`}
      ${recordsView(records)}`;
  },
});
