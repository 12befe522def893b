import { plainText, summary } from '@cie/web-kit/controls/details.ts';
import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { list, showMore } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Document } from '../../data/fetch-document.ts';
import type { DocumentInList, DocumentList } from '../../data/fetch-documents.ts';
import { words } from '../../language/documents.en.ts';
import { documentDay, fileName, kindAndSize } from './document-facts.ts';

const state = ({ status }: Pick<DocumentInList, 'status'>): TemplateResult | null =>
  status === 'REPLACED' || status === 'WITHDRAWN' ? statusTag(words.statuses[status], 'grey') : null;

const titleOf = ({ title, type }: Pick<DocumentInList, 'title' | 'type'>): string => title ?? type ?? words.document;

/** All letters and documents, newest first. */
export function documentList({ documents, next }: DocumentList, page: Page): TemplateResult {
  const { view, patient } = page.route;
  const items = documents.map((document) => ({
    title: titleOf(document),
    href: link(page.display, { view, patient, document: document.id }),
    about: [documentDay(document), document.site ?? document.organisation.name, document.author],
    notes: [state(document), document.size === null ? null : html`<span class="cie-quiet">${kindAndSize(document.mediaType, document.size)}</span>`].filter((note) => note !== null),
  }));
  return html`${heading(words.title)}
    ${items.length === 0 ? empty(words.empty[0], words.empty[1]) : list(items)}
    ${showMore(next === null ? null : link(page.display, { view, patient, after: next }))}`;
}

/** One document: its text to read, its file to download. */
export function documentView(document: Document, page: Page): TemplateResult {
  const isFile = document.size !== null || document.text === null;
  const mark = state(document);
  return html`${back(link(page.display, { view: page.route.view, patient: page.route.patient }), words.backToList)}
    ${heading(titleOf(document), document.type === null || document.type === titleOf(document) ? undefined : document.type)}
    ${mark === null ? nothing : html`<p>${mark}</p>`}
    ${summary([
      [words.written, documentDay(document)],
      [words.author, document.author],
      [words.hospital, [document.site, document.organisation.name].filter((name) => name !== null).join(', ')],
    ])}
    ${document.text === null ? html`<p>${words.noText}</p>` : plainText(document.text)}
    ${isFile
      ? html`<cie-document-file
          .patient=${page.patient}
          .document=${document.id}
          .fileName=${fileName(titleOf(document), document)}
          .label=${words.download(kindAndSize(document.mediaType, document.size))}
        ></cie-document-file>`
      : nothing}
    <h2 class="nhsuk-heading-s">${words.askTitle}</h2>
    <p>${words.ask(document.site ?? document.organisation.name)}</p>`;
}
