import { createHash } from 'node:crypto';

/**
 * The subject (`sub`) under which the simulated providers know a person, always the same for the same person. A script's
 * session uses it too, so that script and browser meet in one account. A UUID in form (RFC 9562, version 8).
 */
export function sandboxSubject(...person: readonly string[]): string {
  const hex = createHash('sha256').update(person.join('|').toLowerCase()).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
