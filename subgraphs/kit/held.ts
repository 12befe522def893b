import type { Held } from './feed.ts';

/** A message that waits for the desk; `reason` names fields and rules, never their content. */
export function held(code: string, reason: string): Held {
  return { outcome: 'held', code, reason };
}
