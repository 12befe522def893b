import { AskError } from '@cie/web-kit/graph/operation.ts';
import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { DocumentFile } from './document-file.ts';
import './register.ts';

/** An answer to the one operation of this element. */
const answering = (content: string | null, mediaType = 'text/html'): Ask => async <Result>() =>
  // The element asks one operation; this is the shape of its answer.
  ({ patient: { id: 'p', document: { id: 'd', mediaType, content } } }) as Result;

async function fileOf(ask: Ask): Promise<DocumentFile> {
  const file = new DocumentFile();
  Object.assign(file, { patient: 'p', document: 'd', fileName: 'clinic-letter-2026-10-30', label: 'Download document (File)', ask });
  document.body.append(file);
  await file.updateComplete;
  return file;
}

/** Presses the button and says what the browser was told to save. */
async function saved(file: DocumentFile): Promise<{ download: string; href: string }[]> {
  const links: { download: string; href: string }[] = [];
  const watch = (event: Event): void => {
    if (!(event.target instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    links.push({ download: event.target.download, href: event.target.href });
  };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    this.addEventListener('click', watch, { once: true });
    this.dispatchEvent(new MouseEvent('click', { cancelable: true }));
  };
  file.querySelector('button')?.click();
  await expect.poll(() => file.state).not.toBe('fetching');
  HTMLAnchorElement.prototype.click = click;
  await file.updateComplete;
  return links;
}

afterEach(() => document.body.replaceChildren());

describe('DOC-1 cie-document-file', () => {
  it('saves the file and never opens it in the exchange’s origin, HTML included', async () => {
    const file = await fileOf(answering(btoa('<script>steal()</script>')));
    const [link] = await saved(file);
    expect(link?.href).toMatch(/^blob:/);
    expect(link?.download).toBe('clinic-letter-2026-10-30');
  });

  it.each([['application/pdf', '.pdf'], ['text/plain', '.txt']])('gives the saved file its name and the ending of %s', async (mediaType, ending) => {
    const [link] = await saved(await fileOf(answering(btoa('content'), mediaType)));
    expect(link?.download).toBe(`clinic-letter-2026-10-30${ending}`);
  });

  it('says so when there is no file, or no answer', async () => {
    const none = await fileOf(answering(null));
    expect(await saved(none)).toEqual([]);
    expect(none.textContent).toContain('could not be fetched');
    const offline = await fileOf(() => Promise.reject(new AskError('offline')));
    await saved(offline);
    expect(offline.textContent).toContain('could not be fetched');
  });
});
