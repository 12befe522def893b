import type { Pool } from 'pg';
import { sessionCookieHeader } from './cookies.ts';
import { SessionStore, type Person } from './session.store.ts';

/**
 * A session that a script may use, with any query: only for the sandbox, where the caller has made
 * sure it is one. Returns the value of the `Cookie` header.
 */
export async function createScriptSession(database: Pool, viewer: Person, now: Date): Promise<string> {
  const { token } = await new SessionStore(database).create(viewer, 'script', now, { browser: 'A script', place: 'script' });
  return sessionCookieHeader(token);
}
