import { field, longField, problems, submit } from '@cie/web-kit/controls/form.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { textOf } from '@cie/web-kit/controls/typed.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../../language/decide.en.ts';

/** What a professional is deciding about a report, kept while it is being corrected. */
export interface DecisionDraft {
  readonly kind: 'release' | 'extend';
  /** Days by which the wait can be made longer at the most. */
  readonly most: number;
  readonly days: string;
  readonly reason: string;
  readonly problems: readonly (readonly [field: 'days' | 'reason', text: string])[];
}

export const emptyDecision = (kind: DecisionDraft['kind'], most: number): DecisionDraft => ({ kind, most, days: '', reason: '', problems: [] });

/** Reads the form and finds what a person can correct without asking the exchange; it checks again. */
export function readDecision(form: FormData, { kind, most }: DecisionDraft): DecisionDraft {
  const [days, reason] = [textOf(form, 'days'), textOf(form, 'reason')];
  const found: DecisionDraft['problems'][number][] = [];
  if (kind === 'extend' && (!/^\d{1,3}$/.test(days) || Number(days) < 1 || Number(days) > most)) found.push(['days', words.problemDays(most)]);
  if (reason === '') found.push(['reason', words.problemReason]);
  return { kind, most, days, reason, problems: found };
}

/** RES-4: early release, or one extension; both with a reason. */
export function decideForm({ kind, most, days, reason, problems: found }: DecisionDraft): TemplateResult {
  const problemOf = (name: string): string | undefined => found.find(([each]) => each === name)?.[1];
  const [title, text] = words[kind];
  return html`${heading(title)}
    <p>${text}</p>
    <form class="cie-form" data-act="decide" method="post" novalidate>
      ${problems(words.problem, found)}
      ${kind === 'extend' ? field({ name: 'days', label: words.days, hint: words.daysHint(most), inputmode: 'numeric', width: 2, value: days, problem: problemOf('days') }) : nothing}
      ${longField({ name: 'reason', label: words.reason, hint: words.reasonHint, value: reason, problem: problemOf('reason') })}
      ${submit(kind === 'release' ? words.sendRelease : words.sendExtend)}
    </form>
    <form data-act="close-decision" method="post">
      <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.close}</button>
    </form>`;
}
