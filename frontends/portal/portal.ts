import type { PageState } from '@cie/web-kit/page/area.ts';
import { define } from '@cie/web-kit/page/define.ts';
import { hostLink } from '@cie/web-kit/page/host-link.ts';
import type { PageElement } from './page-element.ts';
import { wakesAtOnce } from './wake.ts';

/** How long a page that nobody touches may go without asking whether its session still stands, in milliseconds. */
const patience = 60_000;
/** Signs that a reader reaches for the page, or comes back to it. */
const signs = ['pointerover', 'pointerdown', 'focusin', 'keydown', 'visibilitychange'] as const;

async function begin(state: PageState): Promise<void> {
  const tag = `cie-${state.page.name}-view`;
  const element = document.querySelector<PageElement>(tag);
  if (element === null) return;
  const host = hostLink(state.page.framed ? state.page.display.host : undefined);
  host.follow(element);
  host.tell({ cie: 'ready' });
  if (state.status === 'unavailable') host.tell({ cie: 'error', code: state.status });

  // A button that is pressed before its script is here is pressed again when it is.
  let pressed: HTMLElement | null = null;
  const remember = ({ target }: Event): void => {
    pressed = target instanceof Element ? target.closest<HTMLElement>('[data-press]') : null;
  };
  document.addEventListener('click', remember);
  if (!wakesAtOnce(state.page) && state.status === 'ready') {
    await new Promise((wake) => {
      for (const sign of signs) document.addEventListener(sign, wake, { once: true, passive: true });
      window.addEventListener('pageshow', ({ persisted }) => persisted && wake(null));
      setTimeout(wake, patience);
    });
  }
  const { PageElement } = await import('./page-element.ts');
  define(tag, PageElement);
  await element.start(state, host);
  document.removeEventListener('click', remember);
  // Written out because the compiler does not see that `remember` assigns it.
  (pressed as HTMLElement | null)?.click();
}

// Written by our own server into this document; nothing else can be in a page of our origin under its policy.
const given = document.getElementById('cie-state');
const state = JSON.parse(given?.textContent ?? 'null') as PageState | null;
// When the session has ended nothing of the record may be left in the document (abuse case 63).
given?.remove();
if (state !== null) await begin(state);
