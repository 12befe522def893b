import type { RequestKind, RequestState } from './change-request.ts';

/** A request as it goes to the hospital: the appointment by the hospital's own identifiers, and what the patient said. */
export interface OutboundRequest {
  readonly id: string;
  /** MSH-10, the same at each try. */
  readonly controlId: string;
  /** How often it was taken before. */
  readonly attempts: number;
  readonly patientId: string;
  /** ODS code of the hospital. */
  readonly organisation: string;
  readonly placerId: string | null;
  readonly fillerId: string | null;
  readonly start: Date;
  readonly end: Date | null;
  readonly clinic: string | null;
  readonly kind: RequestKind;
  readonly reason: string | null;
  readonly wishes: string | null;
  readonly phone: string | null;
  readonly askedAt: Date;
}

/** What became of a try. `retry` says when to try again; `dead` gives up, so that the patient is told to call. */
export type OutboundOutcome =
  | { readonly result: 'acknowledged' }
  | { readonly result: 'retry'; readonly at: Date }
  | { readonly result: 'dead'; readonly code: string };

/** The state that a request comes to by it. Whatever the hospital itself has said meanwhile stands. */
export const stateAfter: Readonly<Record<OutboundOutcome['result'], RequestState>> = { acknowledged: 'acknowledged', retry: 'waiting', dead: 'not-sent' };

/** Hours for which a request is tried: what comes later may cross with a call that the patient has made. */
export const tryHours = 24;
