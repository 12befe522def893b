/**
 * An error that a person can act on. `code` is stable and public; `message` says what to do and never
 * holds a name, an NHS number, a token or clinical content.
 */
export class CieError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CieError';
    this.code = code;
  }
}

/** What may be logged of an unknown error: its class and stable code, never its text, which may quote a row. */
export function errorKind(error: unknown): { kind: string; code?: string } {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? { kind: error.name } : { kind: error.name, code };
}
