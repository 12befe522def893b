import type { Viewer } from '@cie/kit/access-context.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearCookie, readCookie, setCookie } from './cookies.ts';
import type { Person, SessionStore } from './session.store.ts';

/** `widget`: made in a browser, registered operations only. `script`: made by the operator in a sandbox. */
export type SessionClient = 'widget' | 'script';

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

/** Sessions as sign-in itself handles them: cookie on one side, store on the other. */
export class CookieSessions implements Sessions {
  readonly #store: SessionStore;
  readonly #clock: () => Date;

  constructor(store: SessionStore, clock: () => Date) {
    this.#store = store;
    this.#clock = clock;
  }

  async read(request: FastifyRequest): Promise<Session | null> {
    const token = readCookie(request, 'session');
    return token === null ? null : this.#store.use(token, this.#clock());
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
   */
  async begin(request: FastifyRequest, reply: FastifyReply, viewer: Person): Promise<Session> {
    await this.#endOf(request);
    const { token, session } = await this.#store.create(viewer, 'widget', this.#clock());
    setCookie(reply, 'session', token);
    return session;
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.#endOf(request);
    clearCookie(reply, 'session');
  }

  async #endOf(request: FastifyRequest): Promise<void> {
    const token = readCookie(request, 'session');
    if (token !== null) await this.#store.end(token);
  }
}
