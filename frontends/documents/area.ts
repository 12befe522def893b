import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { textOf } from '@cie/web-kit/controls/typed.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { html } from 'lit/html.js';
import type { Document } from './data/fetch-document.ts';
import { fetchDocuments } from './data/fetch-documents.ts';
import type { DocumentList } from './data/fetch-documents.ts';
import type { Folder } from './data/fetch-folder.ts';
import { documentList } from './elements/documents-view/documents.ts';
import { words } from './language/documents.en.ts';

type Content =
  | { readonly shows: 'list'; readonly list: DocumentList }
  | { readonly shows: 'document'; readonly document: Document }
  | { readonly shows: 'folder'; readonly folder: Folder }
  | { readonly shows: 'add' };

/** Fetched when somebody reads a document, adds one, opens a maternity folder; and where files are added, to show those in hand. */
let read: typeof import('./read.ts') | undefined;
let add: typeof import('./add.ts') | undefined;
let hand: typeof import('./elements/documents-view/uploads-in-hand.ts') | undefined;
let maternity: typeof import('./maternity.ts') | undefined;

/** Letters and discharge summaries: list, reading, versions, download (DOC-1); documents that people add (DOC-2); maternity folders (DOC-3). */
export default area<Content>({
  elements: {
    'cie-document-file': () => import('./elements/document-file/register.ts'),
    'cie-document-upload': () => import('./elements/document-upload/register.ts'),
  },

  async prepare({ framed, route: { kind, document } }) {
    if (document !== undefined) read = await import('./read.ts');
    if (!framed) hand = await import('./elements/documents-view/uploads-in-hand.ts');
    if (kind === 'add' && !framed) add = await import('./add.ts');
    if (kind === 'maternity') maternity = await import('./maternity.ts');
  },

  async load({ ask, page: { patient, route, framed } }) {
    const record = openRecord(patient);
    if (route.document !== undefined && read !== undefined) {
      const version = Number(route.when ?? NaN);
      return { shows: 'document', document: found(await read.fetchDocument(ask, record, route.document, Number.isInteger(version) ? version : null)) };
    }
    if (route.kind === 'maternity' && maternity !== undefined) return { shows: 'folder', folder: found(await maternity.fetchFolder(ask, record, route.when ?? '')) };
    if (route.kind === 'add' && !framed) return { shows: 'add' };
    return { shows: 'list', list: found(await fetchDocuments(ask, record, route.after ?? null)) };
  },

  async more({ ask, page: { patient } }, content, { after }) {
    if (content.shows !== 'list') return content;
    const { documents, next } = found(await fetchDocuments(ask, openRecord(patient), after ?? null));
    return { shows: 'list', list: { ...content.list, documents: [...content.list.documents, ...documents], next } };
  },

  async act({ ask, page: { patient, route } }, _content, action, form) {
    const { withdrawDocument, withdrawUpload } = await import('./data/withdraw.ts');
    const [record, id] = [openRecord(patient), textOf(form, 'id')];
    if (action === 'withdraw-document') {
      await withdrawDocument(ask, record, id);
      return { go: { view: route.view, patient: route.patient }, said: words.takenBack };
    }
    await withdrawUpload(ask, record, id);
    return { content: { shows: 'list', list: found(await fetchDocuments(ask, record, null)) }, said: words.tidied };
  },

  view(content, page) {
    switch (content.shows) {
      case 'list':
        return documentList(content.list, page, hand === undefined || page.framed || content.list.uploads.length === 0 ? null : hand.uploadsInHand(content.list.uploads));
      case 'document':
        return read?.documentView(content.document, page) ?? html``;
      case 'folder':
        return maternity?.folderView(content.folder, page) ?? html``;
      case 'add':
        return add?.addView(page) ?? html``;
    }
  },
});
