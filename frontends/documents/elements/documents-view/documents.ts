import { heading } from '@cie/web-kit/controls/headings.ts';
import { list, showMore } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { DocumentInList, DocumentList } from '../../data/fetch-documents.ts';
import { words } from '../../language/documents.en.ts';
import { documentDay, kindAndSize } from './document-facts.ts';
import { states, titleOf, within } from './document-parts.ts';
import { folderLinks } from './folder-links.ts';

/** Who stands behind a document: the hospital, or whoever added it. */
const origin = ({ addedByYou, organisation, site, author }: Pick<DocumentInList, 'addedByYou' | 'organisation' | 'site' | 'author'>): readonly (string | null)[] =>
  addedByYou ? [words.addedByYou] : [organisation.odsCode === 'PATIENT' ? null : (site ?? organisation.name), author];

/** All letters and documents, newest first. In a frame nothing is added: that happens on the exchange's own page, which also shows what is `inHand`. */
export function documentList({ documents, pregnancies, next }: DocumentList, page: Page, inHand: TemplateResult | null): TemplateResult {
  const items = documents.map((document) => ({
    title: titleOf(document),
    href: within(page, { document: document.id }),
    about: [documentDay(document), ...origin(document)],
    notes: [...states(document), document.size === null || document.status === 'WITHDRAWN' ? null : html`<span class="cie-quiet">${kindAndSize(document.mediaType, document.size)}</span>`].filter((note) => note !== null),
  }));
  const adding = within(page, { kind: 'add' });
  return html`${heading(words.title)}
    ${page.framed
      ? html`<p><a href="/record${link({}, { view: 'documents', patient: page.route.patient, kind: 'add' })}" target="_blank" rel="noopener">${words.add}</a></p>`
      : html`<p><a href=${adding} data-go>${words.add}</a></p>`}
    ${inHand ?? nothing}
    ${pregnancies.length === 0 ? nothing : folderLinks(pregnancies, (when) => within(page, { kind: 'maternity', when }))}
    ${items.length > 0 && (inHand !== null || pregnancies.length > 0) ? html`<h2 class="nhsuk-heading-s">${words.all}</h2>` : nothing}
    ${items.length === 0 ? empty(words.empty[0], words.empty[1]) : list(items)}
    ${showMore(next === null ? null : within(page, { after: next }))}`;
}
