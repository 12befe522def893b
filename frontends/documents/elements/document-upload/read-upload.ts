import { dateOf, dayOf, textOf } from '@cie/web-kit/controls/typed.ts';
import type { TypedDay } from '@cie/web-kit/controls/typed.ts';
import type { FileToSend } from '../../data/send-file.ts';
import { words } from '../../language/add.en.ts';

/** What was filled in, kept while it is being corrected. */
export interface UploadDraft {
  readonly title: string;
  readonly kind: string;
  readonly label: string;
  readonly day: TypedDay;
  readonly problems: readonly (readonly [field: 'file' | 'title' | 'day', text: string])[];
  /** Null while something is wrong with it. */
  readonly toSend: FileToSend | null;
}

/** The exchange's own limit unless it says another (CIE_UPLOAD_MAX_BYTES); it has the last word. */
export const largestFile = 20_000_000;
export const largest = `${largestFile / 1_000_000} MB`;

/** Reads the form and finds what a person can correct without sending anything; the exchange checks again. */
export function readUpload(form: FormData, patient: string, today: string): UploadDraft {
  const [file, title, kind, label, day] = [form.get('file'), textOf(form, 'title'), textOf(form, 'kind'), textOf(form, 'label'), dayOf(form)];
  const isDayGiven = day.day !== '' || day.month !== '' || day.year !== '';
  const dated = isDayGiven ? dateOf(day) : '';
  const chosen = file instanceof File && file.size > 0 ? file : null;
  const problems: UploadDraft['problems'][number][] = [];
  if (chosen === null) problems.push(['file', words.problemFile]);
  else if (chosen.size > largestFile) problems.push(['file', words.problemSize(largest)]);
  if (title === '') problems.push(['title', words.problemName]);
  if (dated === null || dated > today) problems.push(['day', words.problemDated]);
  const toSend = chosen === null || dated === null || problems.length > 0 ? null : { patient, title, kind: kind === '' ? 'OTHER' : kind, label, dated, file: chosen };
  return { title, kind, label, day, problems, toSend };
}
