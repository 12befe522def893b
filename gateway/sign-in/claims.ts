/** A claim that is a non-empty text; null when it is absent or anything else. */
export function textClaim(claims: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = claims[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A claim that is a list of objects; empty when it is absent or anything else. */
export function recordsClaim(claims: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>>[] {
  const value = claims[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Whether something of unknown origin is an object with named members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
