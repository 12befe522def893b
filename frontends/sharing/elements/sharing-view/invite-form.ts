import { dateField, field, options, problems, submit } from '@cie/web-kit/controls/form.ts';
import { facts } from '@cie/web-kit/controls/list.ts';
import { dateOf, dayOf, noDay, textOf } from '@cie/web-kit/controls/typed.ts';
import type { TypedDay } from '@cie/web-kit/controls/typed.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { InviteInput, PrivacyLabel } from '../../data/operations.ts';
import type { Directory, DirectoryEntry } from '../../data/search-directory.ts';
import { words } from '../../language/invite.en.ts';
import { words as sharing } from '../../language/sharing.en.ts';
import { findWhom } from './find-whom.ts';

const allLabels: readonly PrivacyLabel[] = ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'];

type FieldName = 'search' | 'email' | 'labels-0' | 'day';

/** What was filled in, kept while it is being corrected. */
export interface InviteDraft {
  readonly search: string;
  /** Null before a search. */
  readonly found: Directory | null;
  /** The team or professional to invite; null for somebody by e-mail. */
  readonly chosen: DirectoryEntry | null;
  readonly email: string;
  readonly labels: readonly PrivacyLabel[];
  readonly until: TypedDay;
  readonly problems: readonly (readonly [field: FieldName, text: string])[];
  /** Where reading goes on. */
  readonly focus: 'found' | 'chosen' | null;
}

export const emptyDraft: InviteDraft = { search: '', found: null, chosen: null, email: '', labels: ['GENERAL'], until: noDay, problems: [], focus: null };

/** Reads the form and finds what a person can correct without asking the exchange; it checks again. */
export function readInvite(draft: InviteDraft, form: FormData, now: string): { readonly draft: InviteDraft; readonly input: InviteInput } {
  const picked = form.getAll('labels');
  const until = dayOf(form);
  const isDayGiven = until.day !== '' || until.month !== '' || until.year !== '';
  const day = isDayGiven ? dateOf(until) : null;
  const labels = allLabels.filter((label) => picked.includes(label));
  const { chosen } = draft;
  const email = chosen === null ? textOf(form, 'email') : '';
  const found: InviteDraft['problems'][number][] = [];
  if (chosen === null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) found.push(['email', words.problemEmail]);
  if (labels.length === 0) found.push(['labels-0', words.problemLabels]);
  if (isDayGiven && day === null) found.push(['day', words.problemDay]);
  if (day !== null && day < now.slice(0, 10)) found.push(['day', words.problemUntil]);
  const whom = chosen === null ? { email } : chosen.kind === 'TEAM' ? { teamId: chosen.id } : { professionalId: chosen.id };
  return { draft: { ...draft, email, labels, until, problems: found, focus: null }, input: { ...whom, labels, until: day } };
}

const chosenView = ({ name, about, organisation }: DirectoryEntry, { focus }: InviteDraft): TemplateResult => html`<div class="nhsuk-inset-text cie-notice" tabindex="-1" ?data-focus=${focus === 'chosen'}>
    <p><strong>${words.inviting(name)}</strong></p>
    <p>${facts([about, organisation.name])}</p>
  </div>
  <form data-act="choose" method="post">
    <input type="hidden" name="id" value="" />
    <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.chooseOther}</button>
  </form>`;

/** ACS-3: whom, which parts, until when. */
export function inviteForm(draft: InviteDraft): TemplateResult {
  const { chosen } = draft;
  const wrong = draft.problems.filter(([name]) => name !== 'search');
  const problemOf = (name: FieldName): string | undefined => wrong.find(([each]) => each === name)?.[1];
  return html`<h2 class="nhsuk-heading-m" id="invite">${words.inviteTitle}</h2>
    <p>${words.inviteText}</p>
    ${chosen === null ? findWhom(draft) : chosenView(chosen, draft)}
    <form class="cie-form" data-act="invite" method="post" novalidate>
      ${problems(words.problem, wrong)}
      ${chosen === null
        ? html`<h3 class="nhsuk-heading-s">${words.personTitle}</h3>
            ${field({ name: 'email', label: words.email, hint: words.emailHint, type: 'email', inputmode: 'email', problem: problemOf('email'), value: draft.email })}`
        : ''}
      ${options(
        'checkbox',
        'labels',
        words.which,
        allLabels.map((label) => ({ value: label, label: sharing.labels[label], hint: words.labelHints[label], checked: draft.labels.includes(label) })),
        undefined,
        problemOf('labels-0'),
      )}
      ${dateField({ legend: words.until, hint: words.untilHint, value: draft.until, problem: problemOf('day') })}
      ${submit(words.send)}
    </form>`;
}
