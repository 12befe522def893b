import { longField, problems, submit } from '@cie/web-kit/controls/form.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { notice } from '@cie/web-kit/controls/notices.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import { textOf } from '@cie/web-kit/controls/typed.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../../language/identity.en.ts';

export { stateReason } from '../../data/state-reason.ts';

/** A reason as typed, while a specially protected record asks for one (abuse case 19). */
export interface ReasonDraft {
  readonly text: string;
  readonly problem?: string;
}

export const noReason: ReasonDraft = { text: '' };

/** Whether the exchange asks for a reason before it opens this record. */
export const wantsReason = (error: unknown): boolean => error instanceof AskError && error.code === 'REASON_WANTED';

/** As the exchange counts them: letters and digits, of which four differ, so that neither dots nor one key held down are a reason. */
export function isReason(text: string): boolean {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return letters.length >= 10 && new Set(letters).size >= 4;
}

/** What was typed, with what is wrong with it. */
export function readReason(form: FormData): ReasonDraft {
  const text = textOf(form, 'reason');
  return isReason(text) ? { text } : { text, problem: words.problemStated };
}

/** The question itself. In a frame nothing is stated: another page could lie over it. */
export const reasonQuestion = ({ text, problem }: ReasonDraft, { framed }: Page): TemplateResult =>
  framed
    ? notice(html`<p>${words.protectedText}</p><p><a href="/record" target="_blank" rel="noopener">${words.stateElsewhere}</a></p>`)
    : html`${notice(html`<p>${words.protectedText}</p><p>${words.protectedTold}</p>`)}
        ${longField({ name: 'reason', label: words.statedReason, hint: words.statedHint, value: text, ...(problem === undefined ? {} : { problem }) })}`;

/** In place of a record that somebody asked for by its address. */
export const reasonView = (draft: ReasonDraft, page: Page): TemplateResult => html`${heading(words.protectedTitle)}
  <form class="cie-form" data-act="state-reason" method="post" novalidate>
    ${problems(words.problem, draft.problem === undefined ? [] : [['reason', draft.problem]])} ${reasonQuestion(draft, page)} ${page.framed ? '' : submit(words.open, 'warning')}
  </form>`;
