import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { fetchDocument } from './data/fetch-document.ts';
import type { Document } from './data/fetch-document.ts';
import { fetchDocuments } from './data/fetch-documents.ts';
import type { DocumentList } from './data/fetch-documents.ts';
import { documentList, documentView } from './elements/documents-view/documents.ts';

type Content = { readonly shows: 'list'; readonly list: DocumentList } | { readonly shows: 'document'; readonly document: Document };

/** Letters and discharge summaries: list, reading text, download (DOC-1). */
export default area<Content>({
  elements: { 'cie-document-file': () => import('./elements/document-file/register.ts') },

  async load({ ask, page: { patient, route } }) {
    const record = openRecord(patient);
    if (route.document !== undefined) return { shows: 'document', document: found(await fetchDocument(ask, record, route.document)) };
    return { shows: 'list', list: found(await fetchDocuments(ask, record, route.after ?? null)) };
  },

  async more({ ask, page: { patient } }, content, { after }) {
    if (content.shows !== 'list') return content;
    const { documents, next } = found(await fetchDocuments(ask, openRecord(patient), after ?? null));
    return { shows: 'list', list: { documents: [...content.list.documents, ...documents], next } };
  },

  view: (content, page) => (content.shows === 'list' ? documentList(content.list, page) : documentView(content.document, page)),
});
