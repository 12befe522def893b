import { field, longField, options, problems, submit } from '@cie/web-kit/controls/form.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { textOf } from '@cie/web-kit/controls/typed.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Allergy, Condition, Medication } from '../../data/fetch-health.ts';
import type { CareItemInput, EnteredCareKind } from '../../on-demand/operations.ts';
import { words } from '../../language/enter.en.ts';
import { preciseDay } from '../health-view/precise-day.ts';
import { preciseDateOf } from './typed-time.ts';

type FieldName = 'name' | 'current-0' | 'detail' | 'started' | 'ended' | 'note';

/** What was filled in, kept while it is being corrected. */
export interface CareDraft {
  readonly what: 'item';
  /** The item that is put right; null for a new one. */
  readonly id: string | null;
  readonly kind: EnteredCareKind;
  readonly name: string;
  readonly current: 'yes' | 'no' | '';
  readonly detail: string;
  readonly started: string;
  readonly ended: string;
  readonly note: string;
  readonly problems: readonly (readonly [field: FieldName, text: string])[];
}

export const newItem = (kind: EnteredCareKind): CareDraft => ({ what: 'item', id: null, kind, name: '', current: '', detail: '', started: '', ended: '', note: '', problems: [] });

export function draftOfItem(kind: EnteredCareKind, item: Medication | Allergy | Condition): CareDraft {
  const detail = 'dosage' in item ? item.dosage : 'reaction' in item ? item.reaction : null;
  const written = (date: string | null): string => (date === null ? '' : preciseDay(date));
  return {
    what: 'item', id: item.id, kind, name: item.name, current: item.status === 'ACTIVE' ? 'yes' : 'no', detail: detail ?? '',
    started: written(item.startedOn), ended: written(item.endedOn), note: item.notes.join('\n'), problems: [],
  };
}

export function readItem(form: FormData, { id, kind }: CareDraft): { readonly draft: CareDraft; readonly input: CareItemInput | null } {
  const text = (name: string): string => textOf(form, name);
  const given = text('current');
  const typed = {
    name: text('name'), current: given === 'yes' || given === 'no' ? given : '', detail: text('detail'), started: text('started'), ended: text('ended'), note: text('note'),
  } as const;
  const dates = { started: preciseDateOf(typed.started), ended: preciseDateOf(typed.ended) };
  const found: CareDraft['problems'][number][] = [];
  if (typed.current === '') found.push(['current-0', words.item.problemCurrent]);
  for (const name of ['started', 'ended'] as const) if (typed[name] !== '' && dates[name] === null) found.push([name, words.item.problemDate]);
  const draft: CareDraft = { what: 'item', id, kind, ...typed, problems: found };
  if (found.length > 0) return { draft, input: null };
  return {
    draft,
    input: {
      kind, name: typed.name, current: typed.current === 'yes', startedOn: dates.started, endedOn: dates.ended,
      detail: kind === 'CONDITION' || typed.detail === '' ? null : typed.detail, note: typed.note === '' ? null : typed.note,
    },
  };
}

/** Which field a refusal of the exchange is about. */
const fieldOf: Readonly<Record<string, FieldName>> = {
  CARE_ITEM_NAME_INVALID: 'name', CARE_ITEM_START_INVALID: 'started', CARE_ITEM_END_INVALID: 'ended', CARE_ITEM_DETAIL_INVALID: 'detail', CARE_ITEM_NOTE_INVALID: 'note',
};

/** The draft with the words of a refusal at its field. */
export const refusedItem = (draft: CareDraft, code: unknown, text: string): CareDraft => ({ ...draft, problems: [[fieldOf[String(code)] ?? 'name', text]] });

export function careForm({ id, kind, name, current, detail, started, ended, note, problems: found }: CareDraft): TemplateResult {
  const problemOf = (each: FieldName): string | undefined => found.find(([one]) => one === each)?.[1];
  const { item } = words;
  const [nameLabel, nameHint] = item.name[kind];
  return html`${heading(item[id === null ? 'add' : 'change'][kind])}
    <p>${item.shared}</p>
    <form class="cie-form" data-act="save" method="post" novalidate>
      ${problems(words.problem, found)}
      ${field({ name: 'name', label: nameLabel, hint: nameHint, value: name, problem: problemOf('name') })}
      ${options('radio', 'current', item.current[kind], [{ value: 'yes', label: item.yes, checked: current === 'yes' }, { value: 'no', label: item.no, checked: current === 'no' }], undefined, problemOf('current-0'))}
      ${kind === 'CONDITION' ? nothing : longField({ name: 'detail', label: item.detail[kind][0], hint: item.detail[kind][1], value: detail, problem: problemOf('detail'), most: 500 })}
      ${field({ name: 'started', label: item.started, hint: item.dateHint, width: 10, value: started, problem: problemOf('started') })}
      ${field({ name: 'ended', label: item.ended, hint: item.dateHint, width: 10, value: ended, problem: problemOf('ended') })}
      ${longField({ name: 'note', label: item.note, value: note, problem: problemOf('note'), most: 500 })}
      ${submit(words.save)}
    </form>`;
}
