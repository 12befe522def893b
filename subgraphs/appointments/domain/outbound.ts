import type { RequestState } from './change-request.ts';

/** What became of a try. `retry` says when to try again; `dead` gives up, so that the patient is told to call. */
export type OutboundOutcome =
  | { readonly result: 'acknowledged' }
  | { readonly result: 'retry'; readonly at: Date }
  | { readonly result: 'dead'; readonly code: string };

/** The state that a request comes to by it. Whatever the hospital itself has said meanwhile stands. */
export const stateAfter: Readonly<Record<OutboundOutcome['result'], RequestState>> = { acknowledged: 'acknowledged', retry: 'waiting', dead: 'not-sent' };

/** Hours for which a request is tried: what comes later may cross with a call that the patient has made. */
export const tryHours = 24;
