import type { Field, Repetition } from './hl7-message.ts';

/** HL7's three answers about one value: text, null for `""` (delete), undefined for nothing sent (leave). */
export type Answer = string | null | undefined;

/** The answer of component `number` of a repetition. */
export function answerOf(repetition: Repetition | undefined, number: number): Answer {
  if (repetition === undefined) return undefined;
  if (repetition.isDelete || repetition.deletes(number)) return null;
  const text = repetition.component(number).trim();
  return text === '' ? undefined : text;
}

/** The first repetition with content whose `kind` component is wanted most; `order` lists kinds, others come last but `never`. */
export function preferred(field: Field, kindOf: (repetition: Repetition) => string, order: readonly string[], never: readonly string[]): Repetition | undefined {
  const rank = (repetition: Repetition) => {
    const at = order.indexOf(kindOf(repetition).toUpperCase());
    return at < 0 ? order.length : at;
  };
  return field.repetitions
    .filter((repetition) => !repetition.isEmpty && !never.includes(kindOf(repetition).toUpperCase()))
    .toSorted((a, b) => rank(a) - rank(b))[0];
}

/** The record without the properties that say "leave". */
export function changesOf<T extends object>(answers: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  // Object.fromEntries forgets which value belongs to which key; every key and value is taken over as it was.
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)) as Partial<T>;
}
