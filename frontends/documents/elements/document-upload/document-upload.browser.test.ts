import { AskError } from '@cie/web-kit/graph/operation.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { FileToSend, SendFile } from '../../data/send-file.ts';
import { DocumentUpload } from './document-upload.ts';
import './register.ts';

async function uploadOf(sendFile: SendFile): Promise<DocumentUpload> {
  const upload = new DocumentUpload();
  Object.assign(upload, { patient: 'p', sendFile });
  document.body.append(upload);
  await upload.updateComplete;
  return upload;
}

interface Filled {
  readonly name?: string;
  readonly bytes?: number;
  readonly title?: string;
  readonly label?: string;
  readonly day?: readonly [string, string, string];
}

/** Fills in the form and presses its button. */
async function submit(upload: DocumentUpload, { name = 'letter.pdf', bytes = 10, title = 'My letter', label = '', day = ['', '', ''] }: Filled): Promise<void> {
  const input = (id: string): HTMLInputElement => {
    const found = upload.querySelector(`#${id}`);
    if (!(found instanceof HTMLInputElement)) throw new Error(`no field ${id}`);
    return found;
  };
  if (bytes > 0) {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(bytes)], name, { type: 'application/pdf' }));
    input('file').files = chosen.files;
  }
  input('title').value = title;
  ['day', 'month', 'year'].forEach((part, index) => (input(part).value = day[index] ?? ''));
  upload.querySelector<HTMLInputElement>('input[value=LETTER]')?.click();
  if (label !== '') upload.querySelector<HTMLInputElement>(`input[name=label][value=${label}]`)?.click();
  upload.querySelector('form')?.requestSubmit();
  await expect.poll(() => upload.percent).toBeNull();
  await upload.updateComplete;
}

afterEach(() => document.body.replaceChildren());

describe('DOC-2 cie-document-upload', () => {
  it('sends the file with what was said of it, and says that it is being checked', async () => {
    const sent: FileToSend[] = [];
    const upload = await uploadOf((toSend, progress) => {
      sent.push(toSend);
      progress(0.5);
      expect(upload.percent).toBe(50);
      return Promise.resolve();
    });
    await submit(upload, { label: 'SEXUAL_HEALTH', day: ['2', 'March', '2026'] });
    expect(sent).toMatchObject([{ patient: 'p', title: 'My letter', kind: 'LETTER', label: 'SEXUAL_HEALTH', dated: '2026-03-02' }]);
    expect(sent[0]?.file.name).toBe('letter.pdf');
    expect(upload.textContent).toContain('being checked');
    expect(document.activeElement?.hasAttribute('data-focus')).toBe(true);
  });

  it.each<[Filled, string]>([
    [{ bytes: 0 }, 'Choose the file'],
    [{ bytes: 20_000_001 }, 'larger than 20 MB'],
    [{ title: ' ' }, 'Write a title'],
    [{ day: ['31', '2', '2026'] }, 'Write a date'],
    [{ day: ['1', '1', '2999'] }, 'Write a date'],
  ])('finds what is wrong before anything is sent: %j', async (filled, words) => {
    const upload = await uploadOf(() => Promise.reject(new Error('nothing was to be sent')));
    await submit(upload, filled);
    expect(upload.querySelector('[role=alert]')?.textContent).toContain(words);
    expect(document.activeElement?.getAttribute('role')).toBe('alert');
  });

  it.each<[AskError, string]>([
    [new AskError('refused', 'This kind of file cannot be added.'), 'This kind of file cannot be added.'],
    [new AskError('offline'), 'Check your connection'],
    [new AskError('expired'), 'signed out'],
    [new AskError('unavailable'), 'right now'],
  ])('says why it was not taken (%#), and keeps what was typed', async (error, words) => {
    const upload = await uploadOf(() => Promise.reject(error));
    await submit(upload, {});
    expect(upload.querySelector('[role=alert]')?.textContent).toContain(words);
    expect(upload.querySelector<HTMLInputElement>('#title')?.value).toBe('My letter');
    expect(upload.querySelector<HTMLInputElement>('#file')?.files?.length).toBe(1);
  });
});
