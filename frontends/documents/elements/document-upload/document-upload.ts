import { dateField, field, options, problems, submit } from '@cie/web-kit/controls/form.ts';
import { noDay } from '@cie/web-kit/controls/typed.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { sendFile } from '../../data/send-file.ts';
import type { FileToSend, SendFile } from '../../data/send-file.ts';
import { words } from '../../language/add.en.ts';
import { largest, readUpload } from './read-upload.ts';
import type { UploadDraft } from './read-upload.ts';

const kinds = ['LETTER', 'TEST_RESULT', 'CARE_PLAN', 'PICTURE', 'OTHER'] as const;
const parts = ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'] as const;
const empty: UploadDraft = { title: '', kind: '', label: '', day: noDay, problems: [], toSend: null };
/** What a file dialog offers; the exchange looks at the bytes. */
const accepted = '.pdf,.jpg,.jpeg,.png,.txt,application/pdf,image/jpeg,image/png,text/plain';

/** DOC-2: adding a document to a record, with how far it has come and what went wrong. */
export class DocumentUpload extends LitElement {
  static override properties = { patient: { attribute: false }, draft: { state: true }, percent: { state: true }, failed: { state: true }, sent: { state: true } };

  declare patient: string | null;
  declare draft: UploadDraft;
  /** Null while nothing is being sent. */
  declare percent: number | null;
  declare failed: string | null;
  declare sent: boolean;
  /** Exchanged by tests. */
  sendFile: SendFile = sendFile;

  constructor() {
    super();
    this.patient = null;
    this.draft = empty;
    this.percent = null;
    this.failed = null;
    this.sent = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  #again(): void {
    this.sent = false;
  }

  async #submitted(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.percent !== null) return;
    this.draft = readUpload(new FormData(event.target), this.patient ?? '', new Date().toISOString().slice(0, 10));
    this.failed = null;
    const { toSend } = this.draft;
    if (toSend === null) return this.#focusProblem();
    await this.#send(toSend);
    return this.#focusProblem();
  }

  async #send(toSend: FileToSend): Promise<void> {
    this.percent = 0;
    try {
      await this.sendFile(toSend, (part) => (this.percent = Math.floor(part * 100)));
      this.sent = true;
      this.draft = empty;
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      this.failed = error.message === '' ? words.failed[error.problem] : error.message;
    } finally {
      this.percent = null;
    }
  }

  async #focusProblem(): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>('[data-focus]')?.focus();
  }

  protected override render(): TemplateResult {
    if (this.sent) {
      return html`<div class="nhsuk-inset-text cie-notice" role="status" tabindex="-1" data-focus><p>${words.sent}</p></div>
        <p><button class="nhsuk-button nhsuk-button--secondary" type="button" @click=${() => this.#again()}>${words.another}</button></p>`;
    }
    const { draft } = this;
    const problemOf = (name: string): string | undefined => draft.problems.find(([each]) => each === name)?.[1];
    const fileProblem = problemOf('file');
    return html`<form class="cie-form" novalidate @submit=${(event: SubmitEvent) => this.#submitted(event)}>
      ${problems(words.problem, this.failed === null ? draft.problems : [['file', this.failed]])}
      <div class="nhsuk-form-group ${fileProblem === undefined ? '' : 'nhsuk-form-group--error'}">
        <label class="nhsuk-label nhsuk-label--s" for="file">${words.file}</label>
        <div class="nhsuk-hint" id="file-hint">${words.fileHint(largest)}</div>
        ${fileProblem === undefined ? nothing : html`<span class="nhsuk-error-message" id="file-problem"><span class="nhsuk-u-visually-hidden">Error:</span> ${fileProblem}</span>`}
        <input class="cie-file" id="file" name="file" type="file" accept=${accepted}
          aria-describedby="file-hint ${fileProblem === undefined ? '' : 'file-problem'}" aria-invalid=${fileProblem === undefined ? nothing : 'true'} />
      </div>
      ${field({ name: 'title', label: words.name, hint: words.nameHint, problem: problemOf('title'), value: draft.title })}
      ${options('radio', 'kind', words.kind, kinds.map((kind) => ({ value: kind, label: words.kinds[kind], checked: draft.kind === kind })))}
      ${options('radio', 'label', words.part, parts.map((label) => ({ value: label, label: words.parts[label], checked: draft.label === label })), words.partHint)}
      ${dateField({ legend: words.dated, hint: words.datedHint, value: draft.day, problem: problemOf('day') })}
      <p role="status">${this.percent === null ? nothing : html`<label>${words.sending(this.percent)} <progress max="100" .value=${this.percent}></progress></label>`}</p>
      ${submit(words.send)}
    </form>`;
  }
}
