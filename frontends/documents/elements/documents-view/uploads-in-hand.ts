import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Upload } from '../../data/fetch-documents.ts';
import { words } from '../../language/in-hand.en.ts';

/** The reader's own files that are not in the record, or not yet (DOC-2), and why. */
export const uploadsInHand = (uploads: readonly Upload[]): TemplateResult => html`<h2 class="nhsuk-heading-s">${words.checking}</h2>
  <ul class="cie-list" role="list">
    ${uploads.map(({ id, title, state }) => {
      const [tag, text] = words.states[state];
      return html`<li class="cie-list__item">
        <div>
          <h3 class="cie-list__title">${title}</h3>
          <p class="cie-list__about">${text}</p>
          <form data-act="withdraw-upload" method="post">
            <input type="hidden" name="id" value=${id} />
            <button class="nhsuk-button nhsuk-button--secondary" type="submit">
              ${state === 'REFUSED' ? words.tidyAway : words.takeBack}<span class="nhsuk-u-visually-hidden">: ${title}</span>
            </button>
          </form>
        </div>
        <div class="cie-list__notes">${statusTag(tag, state === 'REFUSED' ? 'orange' : 'yellow')}</div>
      </li>`;
    })}
  </ul>`;
