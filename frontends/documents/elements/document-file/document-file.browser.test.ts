import { AskError } from '@cie/web-kit/graph/operation.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { FetchFile, WantedFile } from '../../data/fetch-file.ts';
import { DocumentFile } from './document-file.ts';
import './register.ts';

async function fileOf(fetchFile: FetchFile, version: number | null = null): Promise<DocumentFile> {
  const file = new DocumentFile();
  Object.assign(file, { patient: 'p', document: 'd', version, label: 'Download document (File)', fetchFile });
  document.body.append(file);
  await file.updateComplete;
  return file;
}

/** Presses the button and says where the browser was told to save from. */
async function saved(file: DocumentFile): Promise<{ href: string; download: string }[]> {
  const links: { href: string; download: string }[] = [];
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    links.push({ href: this.getAttribute('href') ?? '', download: this.download });
  };
  file.querySelector('button')?.click();
  await expect.poll(() => file.state).not.toBe('fetching');
  HTMLAnchorElement.prototype.click = click;
  await file.updateComplete;
  return links;
}

afterEach(() => document.body.replaceChildren());

const html = new Blob(['<script>steal()</script>'], { type: 'text/html' });

describe('DOC-1 cie-document-file', () => {
  it('saves the file under its name and never opens it in the exchange’s origin, HTML included', async () => {
    const asked: WantedFile[] = [];
    const file = await fileOf((wanted) => {
      asked.push(wanted);
      return Promise.resolve({ name: 'clinic-letter.bin', content: html });
    }, 2);
    const [link] = await saved(file);
    expect(link?.href).toMatch(/^blob:/);
    expect(link?.download).toBe('clinic-letter.bin');
    expect(asked).toEqual([{ patient: 'p', document: 'd', version: 2 }]);
  });

  it('says so when there is no file, or no answer', async () => {
    for (const problem of ['refused', 'offline'] as const) {
      const none = await fileOf(() => Promise.reject(new AskError(problem)));
      expect(await saved(none)).toEqual([]);
      expect(none.textContent).toContain('could not be fetched');
    }
  });
});
