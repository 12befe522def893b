import { words } from './language/end-warning.en.ts';
import { sessionEnd } from './session.ts';
import type { SessionEnd } from './session.ts';

/** Seconds before the end at which the reader is warned (REG-9; WCAG 2.2.1 asks for 20 at least). */
const warnAhead = 120;
/** Seconds before the end from which on a page's slow watch is enough again. */
const farAway = 240;
/** How often the exchange is asked meanwhile, in seconds: another tab may have lengthened or ended the session. */
const lookEvery = 15;
/** How long it is said that the session goes on, in milliseconds. */
const farewell = 5000;

/** Beside the sheets of pages and frames: only few readers ever see it. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.cie-end { position: fixed; z-index: 9; inset-inline: 8px; inset-block-end: 8px; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px;
  max-inline-size: 44rem; margin-inline: auto; padding: 16px; box-sizing: border-box; background: #fff; color: #212b32; border: 1px solid #005eb8;
  border-inline-start-width: 8px; border-radius: 4px; box-shadow: 0 2px 12px rgb(33 43 50 / 30%); }
.cie-end--framed { inset-block: var(--cie-end-edge, 100px) auto; transform: translateY(-100%); }
.cie-end p { flex: 1 1 16rem; margin: 0; }
.cie-end .nhsuk-button { margin: 0; }
html:has(.cie-end) { scroll-padding-block: 160px; }
@media print { .cie-end { display: none; } }
`);

/** A close watch over the end of a session. */
export interface EndWatch {
  /** False once the session goes on for long, or is over. */
  readonly open: boolean;
  /** Asks at once how much is left. */
  look(): Promise<void>;
  close(): void;
}

/**
 * Watches a session that is about to end. Two minutes before, it says so beside `view`, calmly: nothing is covered up or takes
 * the focus. Where the reader can lengthen the session there is a button. Calls `ended` once, when it is over.
 */
export function warnOfEnd(view: HTMLElement, framed: boolean, first: SessionEnd, ended: () => void): EndWatch {
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
  let end = first;
  let deadline = Date.now() + first.left * 1000;
  let timer: ReturnType<typeof setTimeout>;
  let closed = false;
  let notice: Notice | undefined;

  const close = (): void => {
    closed = true;
    clearTimeout(timer);
    notice?.remove();
  };

  async function look(): Promise<void> {
    const found = await sessionEnd();
    if (closed) return;
    if (found !== null) {
      end = found;
      deadline = Date.now() + found.left * 1000;
    }
    step();
  }

  async function stay(): Promise<void> {
    const found = await sessionEnd(true);
    if (closed) return;
    if (found === null) notice?.say(words.failed);
    else if (found.left > warnAhead) {
      closed = true;
      clearTimeout(timer);
      notice?.farewell();
    } else {
      end = found;
      deadline = Date.now() + found.left * 1000;
      step();
    }
  }

  function step(): void {
    clearTimeout(timer);
    // The reader's own clock decides when the exchange cannot be reached: a record must not stay on a screen that nobody watches.
    const left = (deadline - Date.now()) / 1000;
    if (left <= 0 || end.left === 0) {
      close();
      ended();
      return;
    }
    if (left > farAway) {
      close();
      return;
    }
    if (left > warnAhead) {
      notice?.remove();
      notice = undefined;
    } else {
      notice ??= openNotice(view, framed, () => void stay());
      notice.show(left, end.extendable);
    }
    const until = left > warnAhead ? left - warnAhead : left;
    timer = setTimeout(() => void look(), Math.max(0.5, Math.min(lookEvery, until)) * 1000);
  }

  step();
  return {
    get open() {
      return !closed;
    },
    look,
    close,
  };
}

interface Notice {
  show(left: number, extendable: boolean): void;
  say(text: string): void;
  /** Says that the session goes on, gives the focus back and goes away. */
  farewell(): void;
  remove(): void;
}

function openNotice(view: HTMLElement, framed: boolean, stay: () => void): Notice {
  const box = document.createElement('section');
  box.className = `cie-end${framed ? ' cie-end--framed' : ''}`;
  box.setAttribute('aria-label', words.label);
  const text = document.createElement('p');
  text.setAttribute('role', 'status');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'nhsuk-button nhsuk-button--small';
  button.textContent = words.stay;
  box.append(text);
  view.after(box);

  let came: EventTarget | null = null;
  button.addEventListener('focus', ({ relatedTarget }) => (came = relatedTarget));
  button.addEventListener('click', stay);
  const follower = framed ? followVisiblePart(view, box) : null;

  const remove = (): void => {
    follower?.disconnect();
    box.remove();
  };
  /** A live region speaks of what changes in it, not of what it came with: it has to stand first. */
  const say = (words: string): void => void setTimeout(() => text.textContent !== words && (text.textContent = words), 50);

  return {
    say,
    remove,
    show(left, extendable) {
      const [, amount] = words.left.find(([from]) => left > from) ?? words.left[3];
      say((extendable ? words.idle : words.limit)(amount));
      if (!extendable) button.remove();
      // Put in once: moved, it would lose the focus.
      else if (!button.isConnected) box.append(button);
    },
    farewell() {
      const hadFocus = document.activeElement === button;
      button.remove();
      say(words.stayed);
      if (hadFocus) (came instanceof HTMLElement && came.isConnected ? came : view.querySelector<HTMLElement>('h1'))?.focus();
      setTimeout(remove, farewell);
    },
  };
}

/**
 * A frame is as high as its content, so that its own edges may be off the screen: the notice keeps to the part that the reader
 * sees. A browser tells a frame which part that is (Intersection Observer, section 2.2.10), and nothing of the page around it.
 */
function followVisiblePart(view: HTMLElement, box: HTMLElement): IntersectionObserver {
  const observer = new IntersectionObserver(
    ([entry]) => {
      // Its lower edge, or further down where so little is seen that it would not fit above.
      const { top, bottom } = entry?.intersectionRect ?? { top: 0, bottom: 0 };
      box.style.setProperty('--cie-end-edge', `${Math.max(bottom - 8, top + box.offsetHeight + 8)}px`);
    },
    { threshold: Array.from({ length: 101 }, (_each, index) => index / 100) },
  );
  observer.observe(view);
  return observer;
}
