import { AskError } from '@cie/web-kit/graph/operation.ts';
import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { fetchFile } from '../../data/fetch-file.ts';
import type { FetchedFile, FetchFile } from '../../data/fetch-file.ts';
import { words } from '../../language/document.en.ts';

/**
 * DOC-1: the download of a document's file, fetched only when wanted. It is always saved, never opened in this page's origin: a
 * file from outside may be HTML, and HTML opened here could read the record.
 */
export class DocumentFile extends LitElement {
  static override properties = {
    patient: { attribute: false }, document: { attribute: false }, version: { attribute: false }, isSecond: { attribute: false }, label: { attribute: false }, state: { state: true },
  };

  declare patient: string | null;
  declare document: string | null;
  /** Number of an earlier version; null for the newest. */
  declare version: number | null;
  /** Whether there is another way to the file, which people reach for first. */
  declare isSecond: boolean;
  declare label: string;
  declare state: 'waiting' | 'fetching' | 'failed';
  /** Exchanged by tests. */
  fetchFile: FetchFile = fetchFile;

  constructor() {
    super();
    this.patient = null;
    this.document = null;
    this.version = null;
    this.isSecond = false;
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
      save(await this.fetchFile({ patient: this.patient, document: this.document, version: this.version }));
      this.state = 'waiting';
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      this.state = 'failed';
    }
  }

  protected override render(): TemplateResult {
    return html`<p>
        <button class="nhsuk-button ${this.isSecond ? 'nhsuk-button--secondary' : ''}" type="button" aria-disabled=${this.state === 'fetching' ? 'true' : nothing} @click=${() => this.#download()}>${this.label}</button>
      </p>
      <p role="status">${this.state === 'waiting' ? nothing : this.state === 'fetching' ? words.fetching : words.failed}</p>`;
  }
}

function save({ name, content }: FetchedFile): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the file once it has begun; a minute is ample on a slow phone.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
