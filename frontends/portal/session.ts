/** What is left of the reader's session. */
export interface SessionEnd {
  /** Seconds until it ends if nothing is asked for; 0 when there is none. */
  readonly left: number;
  /** Whether the reader can lengthen it. */
  readonly extendable: boolean;
}

/** How long the browser's session still lasts; null when it cannot be found out. Asking does not lengthen it, unless `extend`. */
export async function sessionEnd(extend = false): Promise<SessionEnd | null> {
  try {
    const response = await fetch(extend ? '/session/extend' : '/session', { method: extend ? 'POST' : 'GET', headers: { 'x-cie-client': 'widget' }, cache: 'no-store' });
    if (!response.ok) return null;
    // The gateway's own answer (gateway/sign-in/session-routes.ts).
    const { secondsLeft = 0, extendable = false } = (await response.json()) as { secondsLeft?: number; extendable?: boolean };
    return { left: secondsLeft, extendable };
  } catch {
    // Without a connection nothing is known; what is shown stays, and the next request says that there is none.
    return null;
  }
}
