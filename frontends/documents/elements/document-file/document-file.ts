import { ask } from '@cie/web-kit/graph/transport.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { fetchDocumentContent } from '../../data/fetch-document-content.ts';
import { words } from '../../language/documents.en.ts';

const endings: Readonly<Record<string, string>> = { 'application/pdf': '.pdf', 'text/plain': '.txt', 'image/jpeg': '.jpg', 'image/png': '.png', 'text/rtf': '.rtf', 'application/rtf': '.rtf' };

/**
 * DOC-1: the download of a document's file, fetched only when wanted. It is always saved, never opened in this
 * page's origin: a file from outside may be HTML, and HTML opened here could read the record.
 */
export class DocumentFile extends LitElement {
  static override properties = { patient: { attribute: false }, document: { attribute: false }, fileName: { attribute: false }, label: { attribute: false }, state: { state: true } };

  declare patient: string | null;
  declare document: string | null;
  /** What the saved file is called, without its ending. */
  declare fileName: string;
  declare label: string;
  declare state: 'waiting' | 'fetching' | 'failed';
  /** Exchanged by tests. */
  ask: Ask = ask;

  constructor() {
    super();
    this.patient = null;
    this.document = null;
    this.fileName = 'document';
    this.label = '';
    this.state = 'waiting';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  async #download(): Promise<void> {
    if (this.patient === null || this.document === null || this.state === 'fetching') return;
    this.state = 'fetching';
    try {
      const file = await fetchDocumentContent(this.ask, this.patient, this.document);
      if (file !== null) save(file, this.fileName);
      this.state = file === null ? 'failed' : 'waiting';
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      this.state = 'failed';
    }
  }

  protected override render(): TemplateResult {
    return html`<p>
        <button class="nhsuk-button" type="button" aria-disabled=${this.state === 'fetching' ? 'true' : nothing} @click=${() => this.#download()}>${this.label}</button>
      </p>
      <p role="status">${this.state === 'waiting' ? nothing : this.state === 'fetching' ? words.fetching : words.failed}</p>`;
  }
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}${endings[file.type] ?? ''}`;
  link.click();
  // The download has its own hold on the file once it has begun; a minute is ample on a slow phone.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
