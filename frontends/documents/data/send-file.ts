import { AskError } from '@cie/web-kit/graph/operation.ts';

export interface FileToSend {
  readonly patient: string;
  readonly title: string;
  readonly kind: string;
  /** Privacy label, or empty: then the exchange goes by title, kind and name. */
  readonly label: string;
  /** ISO date, or empty. */
  readonly dated: string;
  readonly file: File;
}

/** Sends a file, telling how far it has come (0 to 1). Resolves when the exchange has it whole. Throws AskError with the exchange's own words. */
export type SendFile = (toSend: FileToSend, progress: (part: number) => void) => Promise<void>;

export const sendFile: SendFile = ({ file, ...fields }, progress) =>
  new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    // Last: the exchange begins with the file when it knows whose and what it is.
    form.set('file', file);
    // fetch tells nothing of how far a request has come.
    const request = new XMLHttpRequest();
    request.open('POST', '/files/upload');
    request.setRequestHeader('x-cie-client', 'widget');
    request.setRequestHeader('accept', 'application/json');
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total));
    request.addEventListener('error', () => reject(new AskError('offline')));
    request.addEventListener('load', () => {
      if (request.status === 202) resolve();
      else reject(request.status === 401 ? new AskError('expired') : request.status < 500 ? new AskError('refused', wordsIn(request.responseText)) : new AskError('unavailable'));
    });
    request.send(form);
  });

/** What the exchange says to people; empty when something else answered. */
function wordsIn(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    const errors: unknown = typeof answer === 'object' && answer !== null && 'errors' in answer ? answer.errors : null;
    const first: unknown = Array.isArray(errors) ? errors.at(0) : null;
    return typeof first === 'object' && first !== null && 'message' in first && typeof first.message === 'string' ? first.message : '';
  } catch {
    return '';
  }
}
