import { askLine } from '@cie/web-kit/controls/ask.ts';
import { plainText, summary } from '@cie/web-kit/controls/details.ts';
import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { list } from '@cie/web-kit/controls/list.ts';
import { notice } from '@cie/web-kit/controls/notices.ts';
import { privacyRow } from '@cie/web-kit/controls/privacy.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Document } from '../../data/fetch-document.ts';
import { words } from '../../language/document.en.ts';
import { words as all } from '../../language/documents.en.ts';
import { words as inHand } from '../../language/in-hand.en.ts';
import { documentDay, isOpened, kindAndSize } from '../documents-view/document-facts.ts';
import { states, titleOf, within } from '../documents-view/document-parts.ts';

/** One document: its text to read, its file to open or download, what came before it. */
export function documentView(document: Document, page: Page): TemplateResult {
  const marks = states(document);
  const isGone = document.status === 'WITHDRAWN';
  const number = Number(page.route.when ?? document.version);
  const isOld = number !== document.version;
  const shown = document.versions.find((version) => version.number === number) ?? document;
  const addedBy = document.addedByYou || document.organisation.odsCode === 'PATIENT';
  return html`${back(within(page, {}), all.backToList)}
    ${heading(titleOf(document), document.type === null || document.type === titleOf(document) ? undefined : document.type)}
    ${marks.length === 0 ? nothing : html`<p>${marks.map((mark) => html`${mark} `)}</p>`}
    ${isOld ? notice(html`<p>${words.oldVersion(number, document.version)} <a href=${within(page, { document: document.id })} data-go>${words.backToDocument}</a></p>`) : nothing}
    ${other(words.replacedBy, document.replacedBy, page)} ${other(words.replaces, document.replaces, page)}
    ${summary([
      [words.written, documentDay(shown)],
      [addedBy ? words.addedBy : words.author, document.addedByYou ? words.you : shown.author],
      [words.hospital, document.organisation.odsCode === 'PATIENT' ? null : [document.site, document.organisation.name].filter((name) => name !== null).join(', ')],
      ...privacyRow('document', document, page),
    ])}
    ${isGone ? html`<p>${words.withdrawnText}</p>` : document.text === null ? html`<p>${isOpened(shown.mediaType) && !page.framed ? words.noText : words.noTextFramed}</p>` : plainText(document.text)}
    ${isGone ? nothing : file(document, shown, isOld ? number : null, page)}
    ${document.versions.length < 2 ? nothing : versions(document, number, page)}
    ${document.addedByYou && !isGone && !page.framed ? takeBack(document.id) : nothing}
    ${askLine(document.ask)}`;
}

function other(text: string, document: Document['replacedBy'], page: Page): TemplateResult | typeof nothing {
  return document === null ? nothing : notice(html`<p>${text} <a href=${within(page, { document: document.id })} data-go>${document.title}</a></p>`);
}

/**
 * A PDF or picture opens in a tab of its own, in the browser's viewer, which is as wide as a telephone. In a frame it is only saved: a tab
 * of its own does not have the frame's session.
 */
function file(document: Document, { mediaType, size }: Pick<Document, 'mediaType' | 'size'>, version: number | null, page: Page): TemplateResult {
  return html`${isOpened(mediaType) && !page.framed
      ? html`<form method="post" action="/files/open" target="_blank" rel="noopener">
          <input type="hidden" name="patient" value=${page.patient ?? ''} />
          <input type="hidden" name="document" value=${document.id} />
          <input type="hidden" name="version" value=${version ?? ''} />
          <button class="nhsuk-button" type="submit">${words.open}</button>
        </form>`
      : nothing}
    <cie-document-file
      .patient=${page.patient}
      .document=${document.id}
      .version=${version}
      .isSecond=${isOpened(mediaType) && !page.framed}
      .label=${words.download(kindAndSize(mediaType, size))}
    ></cie-document-file>`;
}

const versions = (document: Document, shown: number, page: Page): TemplateResult => html`<h2 class="nhsuk-heading-s">${words.versions}</h2>
  ${list(
    document.versions.toReversed().map((version) => {
      const isNewest = version.number === document.version;
      return {
        title: words.version(version.number),
        ...(version.number === shown ? {} : { href: within(page, { document: document.id, ...(isNewest ? {} : { when: String(version.number) }) }) }),
        about: [documentDay(version), version.author, isNewest ? words.newest : null],
      };
    }),
  )}`;

const takeBack = (id: string): TemplateResult => html`<form data-act="withdraw-document" method="post">
  <h2 class="nhsuk-heading-s">${words.takeBackTitle}</h2>
  <p>${words.takeBackText}</p>
  <input type="hidden" name="id" value=${id} />
  <button class="nhsuk-button nhsuk-button--secondary" type="submit">${inHand.takeBack}</button>
</form>`;
