import { AskError } from '@cie/web-kit/graph/operation.ts';
import { ask } from '@cie/web-kit/graph/transport.ts';
import { words } from '@cie/web-kit/language/kit.en.ts';
import type { Area, Done, PageState, Reading, Said, Status } from '@cie/web-kit/page/area.ts';
import type { HostLink } from '@cie/web-kit/page/host-link.ts';
import { link, readRoute } from '@cie/web-kit/page/route.ts';
import type { Route } from '@cie/web-kit/page/route.ts';
import { SignInError, signIn, signOut } from '@cie/web-kit/sign-in-client.ts';
import { hydrate } from '@lit-labs/ssr-client';
import { render } from 'lit/html.js';
import { areaOf, sectionOf } from './areas.ts';
import type { EndWatch } from './end-warning.ts';
import { pageView } from './page-view.ts';
import { sessionEnd } from './session.ts';

/** How long an answer may take before a skeleton replaces what was there, in milliseconds. */
const patience = 300;
/** How often a page that shows a record asks whether its session still stands, in milliseconds. */
const watch = 60_000;
/** Seconds before the end of a session from which on it is watched closely: longer than `watch` before the reader is warned. */
const closeWatch = 200;

/**
 * The element that is a page: it holds the state, asks through the areas' data functions, draws, and tells
 * the host page what happened. What it draws lies in its own tree: the document is ours alone, a frame of our origin.
 */
export class PageElement extends HTMLElement {
  #state: PageState | undefined;
  #area: Area | null = null;
  #host: HostLink | undefined;
  /** Counts what was asked, so that a late answer never replaces a later one. */
  #turn = 0;
  #endWatch: EndWatch | undefined;

  /** Takes over what the server rendered. */
  async start(state: PageState, host: HostLink): Promise<void> {
    this.#state = state;
    this.#host = host;
    this.#area = state.status === 'ready' ? await areaOf(state.page) : null;
    hydrate(pageView(state, this.#area), this);
    this.addEventListener('click', (event) => this.#clicked(event));
    this.addEventListener('submit', (event) => this.#submitted(event));
    this.addEventListener('cie-reload', () => void this.#show(this.#page.route));
    window.addEventListener('popstate', () => void this.#show(readRoute(new URLSearchParams(location.search))));
    // A page from the back-forward cache may show a record whose session has ended on a shared computer (abuse case 63).
    window.addEventListener('pageshow', (event) => event.persisted && void this.#checkSession());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void this.#checkSession());
    if (state.page.reader !== null) setInterval(() => void this.#checkSession(), watch);
    this.#fetchElements();
    // From here on links and buttons are answered here; tests wait for it.
    this.dataset['awake'] = '';
    void this.#checkSession();
  }

  get #page(): PageState['page'] {
    if (this.#state === undefined) throw new Error('The page was used before it was started.');
    return this.#state.page;
  }

  get #reading(): Reading {
    return { ask, page: this.#page };
  }

  #draw(change: Partial<PageState>): void {
    if (this.#state === undefined) return;
    this.#state = { ...this.#state, said: undefined, ...change };
    render(pageView(this.#state, this.#area), this);
    this.#fetchElements();
  }

  #fetchElements(): void {
    for (const [tag, fetchElement] of Object.entries(this.#area?.elements ?? {})) {
      if (customElements.get(tag) === undefined && this.querySelector(tag) !== null) void fetchElement();
    }
  }

  /** Runs one thing that asks the exchange; `draw` is called only when nothing later was begun. */
  async #ask<Answer>(work: () => Promise<Answer>, draw: (answer: Answer) => void): Promise<void> {
    const turn = ++this.#turn;
    this.setAttribute('aria-busy', 'true');
    try {
      const answer = await work();
      if (turn === this.#turn) draw(answer);
    } catch (caught) {
      // A part of the page that cannot be fetched is a connection that is not there; browsers say so in words only.
      const error = caught instanceof TypeError && /module/.test(caught.message) ? new AskError('offline') : caught;
      if (!(error instanceof AskError)) throw error;
      const status = await this.#statusOf(error);
      if (turn === this.#turn) this.#fail(status);
    } finally {
      if (turn === this.#turn) this.removeAttribute('aria-busy');
    }
  }

  /** The exchange answers "no such record" to strangers and signed-out readers alike; only the session tells them apart. */
  async #statusOf({ problem }: AskError): Promise<Status> {
    return problem === 'refused' && (await sessionEnd())?.left === 0 ? 'expired' : problem;
  }

  #fail(status: Status): void {
    if (status === 'expired') this.#endWatch?.close();
    this.#draw({ status, content: null });
    this.#focus();
    this.#host?.tell(status === 'expired' ? { cie: 'signed-out' } : { cie: 'error', code: status });
  }

  #focus(): void {
    (this.querySelector<HTMLElement>('[data-focus]') ?? this.querySelector<HTMLElement>('h1'))?.focus();
  }

  /** Shows another place of this page. */
  async #show(route: Route, said?: Said): Promise<void> {
    const page = { ...this.#page, route, patient: route.patient ?? this.#page.reader?.ownRecord ?? null, now: new Date().toISOString() };
    if (this.#state !== undefined) this.#state = { ...this.#state, page };
    const turn = this.#turn + 1;
    const slow = setTimeout(() => turn === this.#turn && this.#draw({ status: 'loading' }), patience);
    await this.#ask(
      async () => {
        const area = await areaOf(page);
        return { area, content: await area.load({ ask, page }) };
      },
      ({ area, content }) => {
        this.#area = area;
        this.#draw({ status: 'ready', content, said });
        this.#focus();
        this.#host?.tell({ cie: 'navigate', view: sectionOf(page) });
      },
    );
    clearTimeout(slow);
  }

  #go(route: Route, said?: Said): void {
    history.pushState(null, '', link(this.#page.display, route));
    void this.#show(route, said);
  }

  #clicked(event: MouseEvent): void {
    if (!(event.target instanceof Element) || event.defaultPrevented) return;
    const press = event.target.closest('[data-press]')?.getAttribute('data-press');
    if (press === 'retry') void this.#show(this.#page.route);
    if (press === 'sign-in') void this.#signIn();
    if (press === 'sign-out') void this.#signOut();
    const anchor = event.target.closest<HTMLAnchorElement>('a[data-go], a[data-more]');
    // A click that asks for a new tab or window is the browser's.
    if (anchor === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const route = readRoute(new URL(anchor.href).searchParams);
    if (anchor.hasAttribute('data-more')) void this.#more(route);
    else this.#go(route);
  }

  async #more(next: Route): Promise<void> {
    const area = this.#area;
    const shown = this.querySelectorAll('.cie-list__item').length;
    await this.#ask(
      async () => area?.more?.(this.#reading, this.#state?.content, next),
      (content) => {
        if (content === undefined) return;
        this.#draw({ content });
        // The button may be gone; the first new item is where reading goes on.
        this.querySelectorAll<HTMLElement>('.cie-list__item')[shown]?.querySelector<HTMLElement>('a')?.focus();
      },
    );
  }

  #submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset['act'] === undefined) return;
    event.preventDefault();
    const action = form.dataset['act'];
    // A second press while the first is on its way must not invite twice.
    if (this.hasAttribute('aria-busy')) return;
    const data = new FormData(form);
    void this.#ask(
      async () => this.#area?.act?.(this.#reading, this.#state?.content, action, data),
      (done) => done !== undefined && this.#done(done, form),
    );
  }

  #done({ content, go, leave, said }: Done<unknown>, form: HTMLFormElement): void {
    if (leave !== undefined) location.assign(leave);
    else if (go !== undefined) this.#go(go, said);
    else {
      this.#draw({ ...(content === undefined ? {} : { content }), said });
      // It was carried out. What was typed is not part of what is drawn, so that drawing alone would leave it there.
      if (said !== undefined) form.reset();
      // What is said stands at the top, far from the form on a small screen.
      this.#focus();
    }
  }

  async #signIn(): Promise<void> {
    try {
      const outcome = await signIn();
      if (outcome !== 'signed-in') {
        this.#draw({ said: outcome === 'blocked' ? words.popUpBlocked : words.popUpClosed });
        return;
      }
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      this.#draw({ said: error.message });
      return;
    }
    this.#host?.tell({ cie: 'signed-in' });
    // The server renders the record into the next answer: one request instead of script, session and data in turn.
    location.reload();
  }

  async #signOut(): Promise<void> {
    try {
      await signOut();
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      this.#draw({ said: words.problems.offline.text });
      return;
    }
    this.#host?.tell({ cie: 'signed-out' });
    location.reload();
  }

  async #checkSession(): Promise<void> {
    if (this.#state?.status !== 'ready' || this.#page.reader === null) return;
    if (this.#endWatch?.open === true) return this.#endWatch.look();
    const end = await sessionEnd();
    if (end?.left === 0) this.#expire();
    else if (end !== null && end.left < closeWatch) {
      const { warnOfEnd } = await import('./end-warning.ts');
      this.#endWatch?.close();
      this.#endWatch = warnOfEnd(this, this.#page.framed, end, () => this.#expire());
    }
  }

  /** Hides the record at once, whatever is still under way. */
  #expire(): void {
    this.#turn++;
    this.#fail('expired');
  }
}
