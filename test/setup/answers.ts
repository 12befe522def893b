/** A list in an answer; an empty one when there is none, which the test's own expectation then tells. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text in an answer; '' for null. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list in an answer, in the order of the alphabet. */
export function textsOf(value: unknown): string[] {
  return listOf(value).map(textOf).toSorted();
}

/** Codes of an answer's errors, in their order. */
export function codesOf(answer: { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }): string[] {
  return (answer.errors ?? []).map((error) => error.extensions.code);
}
