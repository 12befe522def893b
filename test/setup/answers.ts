/** A list in an answer; an empty one when there is none, which the test's own expectation then tells. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Codes of an answer's errors, in their order. */
export function codesOf(answer: { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }): string[] {
  return (answer.errors ?? []).map((error) => error.extensions.code);
}
