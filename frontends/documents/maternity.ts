/** What a maternity folder needs beside the list of documents. */
export { fetchFolder } from './data/fetch-folder.ts';
export { folderView } from './elements/maternity-view/folder.ts';
