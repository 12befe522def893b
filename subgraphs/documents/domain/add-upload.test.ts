import { errorKind } from '@cie/kit/errors.ts';
import { allLabels, Label, type Label as LabelNumber } from '@cie/kit/names.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { describe, expect, it } from 'vitest';
import { beginUpload, type OwnUploads } from './add-upload.ts';
import type { UploadWish } from './upload.ts';

const { general, sexualHealth, mentalHealth, socialCare } = Label;
const wish: UploadWish = { title: 'Letter from abroad', type: 'Letter', fileName: 'letter.pdf', mediaType: 'application/pdf', dated: null, label: null };
const change = { id: 'p', ids: ['p'], passes: [] };

/** The label under which a file is added by somebody who may write these, or the code of the refusal. */
async function labelOf(wished: Partial<UploadWish>, writable: readonly LabelNumber[]): Promise<unknown> {
  const added: LabelNumber[] = [];
  const uploads: OwnUploads = {
    labels: () => writable, count: () => Promise.resolve(0), withdraw: () => Promise.resolve(false), withdrawDocument: () => Promise.resolve(false),
    add: (_change, { label }) => Promise.resolve(void added.push(label)),
  };
  try {
    await beginUpload({ requestId: 'r', viewer: testViewer, now: new Date() }, uploads, change, { ...wish, ...wished }, () => 'u');
  } catch (error) {
    return errorKind(error).code;
  }
  return added[0];
}

describe('ACS-1 a file that somebody adds is labelled by', () => {
  it.each<[string, Partial<UploadWish>, readonly LabelNumber[], unknown]>([
    ['nothing', {}, allLabels, general],
    ['nothing, where general is closed to its author', {}, [mentalHealth], mentalHealth],
    ['its title', { title: 'Letter from the GUM clinic' }, allLabels, sexualHealth],
    ['its kind', { type: 'Safeguarding report' }, allLabels, socialCare],
    ['its file name', { fileName: 'psychiatry report.pdf' }, allLabels, mentalHealth],
    ['its author', { label: socialCare }, [general, socialCare], socialCare],
    ['its author, whatever the title', { title: 'HIV clinic', label: mentalHealth }, allLabels, mentalHealth],
    ['its title, though its author says general', { title: 'HIV clinic', label: general }, allLabels, sexualHealth],
  ])('%s', async (_what, wished, writable, label) => expect(await labelOf(wished, writable)).toBe(label));

  it.each<[string, Partial<UploadWish>, readonly LabelNumber[]]>([
    ['its title', { title: 'Letter from the GUM clinic' }, [general]],
    ['its title, though its author says general', { title: 'Letter from the GUM clinic', label: general }, [general]],
    ['its author', { label: mentalHealth }, [general]],
    ['its author, where general is closed', { label: general }, [mentalHealth]],
    ['its author, who may write nothing', { label: mentalHealth }, []],
  ])('%s, and refused where its author may not write that', async (_what, wished, writable) => expect(await labelOf(wished, writable)).toBe('UPLOAD_INVALID'));
});
