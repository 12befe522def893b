import { dateField, field, longField, problems, submit } from '@cie/web-kit/controls/form.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { dateOf, dayOf, textOf } from '@cie/web-kit/controls/typed.ts';
import type { TypedDay } from '@cie/web-kit/controls/typed.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Measurement } from '../../data/fetch-health.ts';
import type { MeasurementInput, MeasurementKind } from '../../on-demand/operations.ts';
import { words } from '../../language/enter.en.ts';
import { londonParts, momentOf, timeOf } from './typed-time.ts';

type FieldName = 'value' | 'second' | 'day' | 'time' | 'note';

/** What was filled in, kept while it is being corrected. */
export interface MeasurementDraft {
  readonly what: 'measurement';
  /** The measurement that is put right; null for a new one. */
  readonly id: string | null;
  readonly kind: MeasurementKind;
  readonly value: string;
  readonly second: string;
  readonly day: TypedDay;
  readonly time: string;
  readonly note: string;
  readonly problems: readonly (readonly [field: FieldName, text: string])[];
}

const typedDay = (date: string): TypedDay => {
  const [year = '', month = '', day = ''] = date.split('-');
  return { day: String(Number(day)), month: String(Number(month)), year };
};

/** A new one begins with now, which is when most people write it down. */
export function newMeasurement(kind: MeasurementKind, now: string): MeasurementDraft {
  const { date, time } = londonParts(now);
  return { what: 'measurement', id: null, kind, value: '', second: '', day: typedDay(date), time, note: '', problems: [] };
}

export function draftOfMeasurement({ id, kind, value, secondValue, measuredAt, note }: Measurement): MeasurementDraft {
  const { date, time } = londonParts(measuredAt);
  return { what: 'measurement', id, kind, value, second: secondValue ?? '', day: typedDay(date), time, note: note ?? '', problems: [] };
}

/** Reads the form; whether a value is plausible the exchange says, for everybody alike. */
export function readMeasurement(form: FormData, { id, kind }: MeasurementDraft): { readonly draft: MeasurementDraft; readonly input: MeasurementInput | null } {
  const typed = { value: textOf(form, 'value'), second: textOf(form, 'second'), day: dayOf(form), time: textOf(form, 'time'), note: textOf(form, 'note') };
  const date = dateOf(typed.day);
  const time = timeOf(typed.time);
  const measuredAt = date === null || time === null ? null : momentOf(date, time);
  const found: MeasurementDraft['problems'][number][] = [];
  if (date === null) found.push(['day', words.measurement.problemDay]);
  if (time === null || (date !== null && measuredAt === null)) found.push(['time', words.measurement.problemTime]);
  const draft: MeasurementDraft = { what: 'measurement', id, kind, ...typed, problems: found };
  if (measuredAt === null) return { draft, input: null };
  return { draft, input: { kind, value: typed.value, secondValue: kind === 'BLOOD_PRESSURE' ? typed.second : null, measuredAt, note: typed.note === '' ? null : typed.note } };
}

/** Which field a refusal of the exchange is about. */
const fieldOf: Readonly<Record<string, FieldName>> = {
  MEASUREMENT_VALUE_INVALID: 'value', MEASUREMENT_SECOND_VALUE_INVALID: 'second', MEASUREMENT_TIME_INVALID: 'day', MEASUREMENT_NOTE_INVALID: 'note',
};

/** The draft with the words of a refusal at its field. */
export const refusedMeasurement = (draft: MeasurementDraft, code: unknown, text: string): MeasurementDraft => ({ ...draft, problems: [[fieldOf[String(code)] ?? 'value', text]] });

export function measurementForm({ id, kind, value, second, day, time, note, problems: found }: MeasurementDraft): TemplateResult {
  const problemOf = (name: FieldName): string | undefined => found.find(([each]) => each === name)?.[1];
  const { measurement } = words;
  const [label, hint] = measurement.value[kind];
  return html`${heading(measurement[id === null ? 'add' : 'change'][kind])}
    <p>${measurement.unwatched}</p>
    <form class="cie-form" data-act="save" method="post" novalidate>
      ${problems(words.problem, found)}
      ${field({ name: 'value', label, hint, width: 4, value, problem: problemOf('value') })}
      ${kind === 'BLOOD_PRESSURE' ? field({ name: 'second', label: measurement.second[0], hint: measurement.second[1], width: 4, value: second, problem: problemOf('second') }) : nothing}
      ${dateField({ legend: measurement.day, hint: measurement.dayHint, value: day, problem: problemOf('day') })}
      ${field({ name: 'time', label: measurement.time, hint: measurement.timeHint, width: 10, value: time, problem: problemOf('time') })}
      ${longField({ name: 'note', label: measurement.note, hint: measurement.noteHint, value: note, problem: problemOf('note'), most: 500 })}
      ${submit(words.save)}
    </form>`;
}
