import { field, longField, options, problems, submit } from '@cie/web-kit/controls/form.ts';
import { textOf } from '@cie/web-kit/controls/typed.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { AppointmentChangeInput, AppointmentRequestKind } from '../../data/operations.ts';
import { words } from '../../language/request.en.ts';

/** What was filled in, kept while it is being corrected. */
export interface RequestDraft {
  /** The appointment. */
  readonly id: string;
  readonly kind: AppointmentRequestKind | null;
  readonly wishes: string;
  readonly reason: string;
  readonly phone: string;
  readonly problems: readonly (readonly [field: 'kind-0' | 'wishes' | 'reason' | 'phone', text: string])[];
}

export const emptyDraft = (id: string): RequestDraft => ({ id, kind: null, wishes: '', reason: '', phone: '', problems: [] });

const kinds: readonly AppointmentRequestKind[] = ['MOVE', 'CANCEL'];

/** Reads the form and finds what a person can correct without asking the exchange; it checks again. */
export function readRequest(form: FormData): RequestDraft {
  const given = textOf(form, 'kind');
  const draft = {
    id: textOf(form, 'id'), kind: kinds.find((kind) => kind === given) ?? null,
    wishes: textOf(form, 'wishes'), reason: textOf(form, 'reason'), phone: textOf(form, 'phone'),
  };
  const found: RequestDraft['problems'][number][] = [];
  if (draft.kind === null) found.push(['kind-0', words.problemKind]);
  if (draft.kind === 'MOVE' && draft.wishes === '') found.push(['wishes', words.problemWishes]);
  if (draft.phone !== '' && !/^\+?[0-9][0-9 ()-]{5,28}$/.test(draft.phone)) found.push(['phone', words.problemPhone]);
  return { ...draft, problems: found };
}

/** What to send; null while something has to be corrected. */
export function inputOf({ id, kind, wishes, reason, phone, problems: found }: RequestDraft): AppointmentChangeInput | null {
  if (kind === null || found.length > 0) return null;
  return { appointmentId: id, kind, wishes: kind === 'MOVE' ? wishes : null, reason: reason || null, phone: phone || null };
}

/** APT-1: to cancel or for another time, why, which times suit, where to call. */
export function requestForm({ id, kind, wishes, reason, phone, problems: found }: RequestDraft): TemplateResult {
  const problemOf = (name: string): string | undefined => found.find(([each]) => each === name)?.[1];
  return html`<form class="cie-form" data-act="send-request" method="post" novalidate>
      ${problems(words.problem, found)}
      <input type="hidden" name="id" value=${id} />
      ${options('radio', 'kind', words.kind, kinds.map((each) => ({ value: each, label: words.kinds[each], checked: each === kind })), words.intro, problemOf('kind-0'))}
      ${longField({ name: 'wishes', label: words.wishes, hint: words.wishesHint, value: wishes, problem: problemOf('wishes') })}
      ${longField({ name: 'reason', label: words.reason, hint: words.reasonHint, value: reason })}
      ${field({ name: 'phone', label: words.phone, hint: words.phoneHint, type: 'tel', autocomplete: 'tel', value: phone, problem: problemOf('phone') })}
      ${submit(words.send)}
    </form>
    <form data-act="close-request" method="post">
      <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.close}</button>
    </form>`;
}
