import type { Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { browserFamily } from './browser-family.ts';
import { clearCookie, readCookie, setCookie } from './cookies.ts';
import type { Person, SessionStore, SessionSummary } from './session.store.ts';

/** `widget`: made in a browser, registered operations only. `script`: made by the operator in a sandbox. */
export type SessionClient = 'widget' | 'script';

/** Where a session holds: on pages of ours, in a frame on one trust's website, or for an operator's script. */
export type SessionPlace = 'page' | 'frame' | 'script';

export interface Session {
  readonly id: string;
  readonly viewer: Viewer;
  readonly client: SessionClient;
  /** When it ends whatever happens (12 hours after sign-in). */
  readonly expiresAt: Date;
  /** When it ends if nothing is asked for until then (30 minutes). */
  readonly idleUntil: Date;
}

/** What the other parts of the gateway may ask about who is signed in. */
export interface Sessions {
  /** The live session of a request, or null; counts as use, so that idle time begins again. */
  read(request: FastifyRequest): Promise<Session | null>;
}

/** For pages that say why somebody is signed out. */
export interface BrowserSessions extends Sessions {
  /** Whether the browser comes with the cookie of a session, live or ended. */
  bringsCookie(request: FastifyRequest): boolean;
  /** As `read`, but does not count as use: a page that asks by itself how far something is must not keep a session alive. */
  peek(request: FastifyRequest): Promise<Session | null>;
}

/** Sessions as sign-in itself handles them: cookie on one side, store on the other. */
export class CookieSessions implements BrowserSessions {
  readonly #store: SessionStore;
  readonly #clock: () => Date;
  readonly #stands: (person: Person) => Promise<boolean>;

  /** `stands` asks whether what a sign-in proved is still so. */
  constructor(store: SessionStore, clock: () => Date, stands: (person: Person) => Promise<boolean>) {
    this.#store = store;
    this.#clock = clock;
    this.#stands = stands;
  }

  async read(request: FastifyRequest): Promise<Session | null> {
    const token = readCookie(request, 'session');
    return token === null ? null : this.#store.use(token, this.#clock());
  }

  bringsCookie(request: FastifyRequest): boolean {
    return readCookie(request, 'session') !== null;
  }

  /** As `read`, but does not count as use: a page that asks how long is left must not lengthen it. */
  async peek(request: FastifyRequest): Promise<Session | null> {
    const token = readCookie(request, 'session');
    return token === null ? null : this.#store.peek(token, this.#clock());
  }

  async extend(request: FastifyRequest): Promise<Session | null> {
    const token = readCookie(request, 'session');
    return token === null ? null : this.#store.extend(token, this.#clock());
  }

  /**
   * Begins a session under a new id and ends the one the browser came with: an id that somebody
   * planted before sign-in is worth nothing after it (session fixation).
   *
   * Between the proof and this moment the password may have been reset or the account closed, and the notice of it have ended all
   * sessions that there were. Therefore identity is asked once more, after the session is stored: a change before the question is
   * seen by it, a change after it has a notice that finds the session. Throws BEGIN_AGAIN.
   */
  async begin(request: FastifyRequest, reply: FastifyReply, viewer: Person, place: SessionPlace = 'page'): Promise<Session> {
    await this.#endOf(request);
    const { passwordSetAt: _asked, ...kept } = viewer;
    const { token, session } = await this.#store.create(kept, 'widget', this.#clock(), { browser: browserFamily(request.headers['user-agent']), place });
    let stands = false;
    try {
      stands = await this.#stands(viewer);
    } finally {
      if (!stands) await this.#store.end(token);
    }
    if (!stands) throw new CieError('BEGIN_AGAIN', 'Your account or your password changed while you signed in. Sign in again.');
    setCookie(reply, 'session', token);
    return session;
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.#endOf(request);
    clearCookie(reply, 'session');
  }

  /** Every live session of the account that this one belongs to (REG-9), the last used first. */
  async all({ viewer }: Session): Promise<readonly SessionSummary[]> {
    return this.#store.list(viewer.accountId, this.#clock());
  }

  /** Ends another session of the same account; false when there is none of this id. */
  async endOther({ viewer }: Session, id: string): Promise<boolean> {
    return this.#store.endOne(viewer.accountId, id);
  }

  /** Ends every session of the account but this one. */
  async endOthers({ id, viewer }: Session): Promise<void> {
    await this.#store.endAll(viewer.accountId, id);
  }

  /** Ends every session of the account, this one included. */
  async endEverywhere({ viewer }: Session, reply: FastifyReply): Promise<void> {
    await this.#store.endAll(viewer.accountId);
    clearCookie(reply, 'session');
  }

  async #endOf(request: FastifyRequest): Promise<void> {
    const token = readCookie(request, 'session');
    if (token !== null) await this.#store.end(token);
  }
}
