/** What reading one document needs beside the list of them. */
export { fetchDocument } from './data/fetch-document.ts';
export { documentView } from './elements/document-view/document.ts';
