import { textOf } from '@cie/web-kit/controls/typed.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import type { Done, Reading } from '@cie/web-kit/page/area.ts';
import type { Content, ShownReport } from './area.ts';
import * as form from './elements/decide-form/decide-form.ts';
import { words } from './language/decide.en.ts';
import { extendDelay, releaseReport } from './on-demand/decide-release.ts';
import { fetchFile } from './on-demand/fetch-file.ts';
import { fetchReport } from './on-demand/fetch-report.ts';

/** Saves a file of a report, and carries out what a professional decides about when the patient can read it. */
export async function act(reading: Reading, content: Content, action: string, filled: FormData): Promise<Done<Content>> {
  if (content.shows !== 'report') return {};
  switch (action) {
    case 'save-file':
      return save(reading, content, textOf(filled, 'id'));
    case 'open-release':
      return { content: { ...content, form, draft: form.emptyDecision('release', content.report.release.longestExtension) } };
    case 'open-extend':
      return { content: { ...content, form, draft: form.emptyDecision('extend', content.report.release.longestExtension) } };
    case 'close-decision':
      return { content: { ...content, draft: null } };
    default:
      return content.draft === null ? {} : decide(reading, content, form.readDecision(filled, content.draft));
  }
}

async function decide({ ask, page: { patient } }: Reading, content: ShownReport, draft: form.DecisionDraft): Promise<Done<Content>> {
  if (draft.problems.length > 0) return { content: { ...content, form, draft } };
  const record = openRecord(patient);
  const { id } = content.report;
  try {
    await (draft.kind === 'release' ? releaseReport(ask, record, id, draft.reason) : extendDelay(ask, record, id, Number(draft.days), draft.reason));
  } catch (error) {
    if (!(error instanceof AskError) || error.message === '') throw error;
    return { content: { ...content, form, draft: { ...draft, problems: [[error.code === 'EXTENSION_DAYS_INVALID' ? 'days' : 'reason', error.message]] } } };
  }
  return { content: { ...content, report: found(await fetchReport(ask, record, id)), draft: null }, said: draft.kind === 'release' ? words.released : words.extended };
}

const endings: Readonly<Record<string, string>> = { 'application/pdf': '.pdf', 'image/png': '.png', 'image/jpeg': '.jpg' };

async function save({ ask, page: { patient } }: Reading, content: ShownReport, id: string): Promise<Done<Content>> {
  const { report } = content;
  const file = await fetchFile(ask, openRecord(patient), report.id, id);
  if (file === null) return { content, said: words.notSaved };
  const title = report.attachments.find((each) => each.id === id)?.title ?? report.name;
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${title.replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ').trim()}${endings[file.type] ?? ''}`;
  link.click();
  // The download has its own hold on the file once it has begun; a minute is ample on a slow phone.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return { content, said: words.saved };
}
