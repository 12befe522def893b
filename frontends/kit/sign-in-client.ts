/** How a sign-in that the reader began in this frame ended. */
export type SignInOutcome = 'signed-in' | 'blocked' | 'closed';

export interface SignInOptions {
  /** Opens the window; a test passes its own. Called at once, since browsers open windows only on a click. */
  readonly popup?: (address: string) => Window | null;
}

/** The exchange refused the one-time code, or did not answer. `code` is stable. */
export class SignInError extends Error {
  readonly code: string;

  constructor(code: string) {
    super('The sign-in could not be finished. Try again.');
    this.name = 'SignInError';
    this.code = code;
  }
}

/** Wide enough for the pages of NHS login without their phone layout. */
const openWindow = (address: string): Window | null => window.open(address, '_blank', 'popup,width=600,height=800');

const lookEveryMilliseconds = 300;

/**
 * Signs the reader in through a window of the exchange and leaves a session cookie in this frame's own partition.
 * Call it in the click's handler. `blocked`: the browser or the page around us allows no windows; offer the page
 * at top level instead. `closed`: the reader closed the window. Throws SignInError.
 */
export async function signIn({ popup = openWindow }: SignInOptions = {}): Promise<SignInOutcome> {
  // Opened empty and sent on its way later: waiting for the challenge first would use up the click.
  const opened = popup('about:blank');
  if (opened === null) return 'blocked';
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const received = codeFrom(opened);
  opened.location.replace(`/sign-in?frame=1&challenge=${base64url(new Uint8Array(digest))}`);
  const code = await received;
  if (code === null) return 'closed';
  await redeem(code, verifier);
  return 'signed-in';
}

/** Ends the session of this frame. Throws SignInError. */
export async function signOut(): Promise<void> {
  await post('/sign-out', {});
}

/** The code that the window posts; null when it was closed first. */
function codeFrom(opened: Window): Promise<string | null> {
  return new Promise((resolve) => {
    const finish = (code: string | null): void => {
      clearInterval(watch);
      removeEventListener('message', listen);
      resolve(code);
    };
    const listen = (event: MessageEvent): void => {
      // Any page can post a message here: only our own origin in the very window we opened is believed.
      if (event.origin !== location.origin || event.source !== opened) return;
      const code = codeIn(event.data);
      if (code !== null) finish(code);
    };
    // A window closes right after it posted: one more look gives the message time to arrive.
    let wasClosed = false;
    const watch = setInterval(() => {
      if (wasClosed) finish(null);
      wasClosed = opened.closed;
    }, lookEveryMilliseconds);
    addEventListener('message', listen);
  });
}

function codeIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || !('code' in data)) return null;
  return data.type === 'cie-code' && typeof data.code === 'string' ? data.code : null;
}

async function redeem(code: string, verifier: string): Promise<void> {
  await post('/sign-in/redeem', { code, verifier });
}

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-cie-client': 'widget' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response === null) throw new SignInError('OFFLINE');
  if (!response.ok) throw new SignInError('REFUSED');
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
