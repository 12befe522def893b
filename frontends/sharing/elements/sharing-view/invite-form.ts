import { dateField, field, options, problems, submit } from '@cie/web-kit/controls/form.ts';
import { dateOf, dayOf, noDay, textOf } from '@cie/web-kit/controls/typed.ts';
import type { TypedDay } from '@cie/web-kit/controls/typed.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { InviteInput, PrivacyLabel } from '../../data/operations.ts';
import { words } from '../../language/invite.en.ts';
import { words as sharing } from '../../language/sharing.en.ts';

const allLabels: readonly PrivacyLabel[] = ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'];

/** What was filled in, kept while it is being corrected. */
export interface InviteDraft {
  readonly input: InviteInput;
  readonly until: TypedDay;
  readonly problems: readonly (readonly [field: 'email' | 'labels-0' | 'day', text: string])[];
}

export const emptyDraft: InviteDraft = { input: { email: '', labels: ['GENERAL'], until: null }, until: noDay, problems: [] };

/** Reads the form and finds what a person can correct without asking the exchange; it checks again. */
export function readInvite(form: FormData, now: string): InviteDraft {
  const chosen = form.getAll('labels');
  const until = dayOf(form);
  const isDayGiven = until.day !== '' || until.month !== '' || until.year !== '';
  const input = { email: textOf(form, 'email'), labels: allLabels.filter((label) => chosen.includes(label)), until: isDayGiven ? dateOf(until) : null };
  const found: InviteDraft['problems'][number][] = [];
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.email)) found.push(['email', words.problemEmail]);
  if (input.labels.length === 0) found.push(['labels-0', words.problemLabels]);
  if (isDayGiven && (input.until === null || input.until < now.slice(0, 10))) found.push(['day', words.problemUntil]);
  return { input, until, problems: found };
}

/** ACS-3: whom, which parts, until when. */
export function inviteForm({ input, until, problems: found }: InviteDraft): TemplateResult {
  const problemOf = (name: string): string | undefined => found.find(([field]) => field === name)?.[1];
  return html`<form class="cie-form" data-act="invite" method="post" novalidate>
    ${problems(words.problem, found)}
    <h2 class="nhsuk-heading-m">${words.inviteTitle}</h2>
    <p>${words.inviteText}</p>
    ${field({ name: 'email', label: words.email, hint: words.emailHint, type: 'email', inputmode: 'email', problem: problemOf('email'), value: input.email })}
    ${options(
      'checkbox',
      'labels',
      words.which,
      allLabels.map((label) => ({ value: label, label: sharing.labels[label], hint: words.labelHints[label], checked: input.labels.includes(label) })),
      undefined,
      problemOf('labels-0'),
    )}
    ${dateField({ legend: words.until, hint: words.untilHint, value: until, problem: problemOf('day') })}
    ${submit(words.send)}
  </form>`;
}
