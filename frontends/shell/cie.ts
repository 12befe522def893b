/**
 * The one script a host page loads. It defines <cie-results> … and fills any element with data-cie="results": each
 * gets a frame of the exchange. It reads nothing of the page and receives nothing of the record; what a frame
 * says is believed only from its own window and origin. No style sheet and no markup is written, so that it runs
 * under the strictest policies, trusted types included.
 */
{
  /** Heights reserved before the frame has said its own, in pixels. */
  const areas: Readonly<Record<string, number>> = { results: 640, health: 640, documents: 560, appointments: 560, sharing: 560, record: 760 };
  const attributes = ['view', 'lang', 'theme', 'label'];
  const events = ['ready', 'signed-in', 'signed-out', 'error', 'navigate'];
  /** How long a frame may stay silent, in milliseconds. */
  const patience = 15_000;

  // In a module there is no current script; the versioned address is how it finds itself.
  const script = document.currentScript ?? document.querySelector('script[src*="/shell/1/cie.js"]');
  const origin = script instanceof HTMLScriptElement ? new URL(script.src).origin : location.origin;
  const frames = new Map<MessageEventSource, (message: Record<string, unknown>) => void>();

  const set = (element: HTMLElement, styles: Record<string, string>): void => {
    // Important, inline, through the CSSOM: stronger than any style sheet of the host, and no policy forbids it.
    for (const name in styles) element.style.setProperty(name, styles[name] ?? '', 'important');
  };

  const fill = (host: HTMLElement, area: string): void => {
    const frame = document.createElement('iframe');
    const query = new URLSearchParams({ host: location.origin });
    for (const name of attributes) {
      const value = host.getAttribute(name);
      if (value) query.set(name, value);
    }
    const tell = (name: string, detail: object = {}): unknown => host.dispatchEvent(new CustomEvent(`cie-${name}`, { bubbles: true, composed: true, detail }));
    const late = setTimeout(() => {
      const link = document.createElement('a');
      link.href = `${origin}/record?view=${area}`;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = 'Open in a new window';
      frame.before(link);
      set(frame, { display: 'none' });
      set(host, { 'min-height': '0' });
      tell('error', { code: 'timeout' });
    }, patience);
    frame.title = host.getAttribute('label') ?? `Care Information Exchange: ${area}`;
    frame.src = `${origin}/embed/${area}?${query}`;
    set(frame, { all: 'initial', display: 'block', width: '100%', height: `${areas[area]}px`, border: '0' });
    host.append(frame);
    // Appended, so the frame has its window, which stays the same whatever it loads.
    frames.set(frame.contentWindow as Window, ({ cie, height, code, view }) => {
      clearTimeout(late);
      if (frame.previousElementSibling && frame.style.display === 'none') {
        frame.previousElementSibling.remove();
        set(frame, { display: 'block' });
      }
      if (cie === 'size') set(frame, { height: `${Math.min(Math.max(Number(height) || 0, 120), 20_000)}px` });
      else if (events.includes(cie as string)) tell(cie as string, { code, view });
    });
  };

  addEventListener('message', ({ source, origin: from, data }) => {
    if (from === origin && source && data && typeof data === 'object') frames.get(source)?.(data as Record<string, unknown>);
  });

  const seen = new WeakSet();
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) begin(target as HTMLElement);
    },
    { rootMargin: '400px' },
  );
  const begin = (host: HTMLElement): void => {
    near.unobserve(host);
    fill(host, areaOf(host));
  };
  const areaOf = (host: HTMLElement): string => host.dataset['cie'] ?? host.localName.slice(4);
  const hold = (host: HTMLElement): void => {
    const area = areaOf(host);
    if (seen.has(host) || !Object.hasOwn(areas, area)) return;
    seen.add(host);
    set(host, { display: 'block', 'min-height': `${areas[area]}px` });
    if (host.hasAttribute('eager')) begin(host);
    else near.observe(host);
  };

  if (customElements.get('cie-record')) console.warn('cie.js is on this page already; this copy does nothing.');
  else {
    for (const area in areas) {
      customElements.define(
        `cie-${area}`,
        class extends HTMLElement {
          connectedCallback(): void {
            hold(this);
          }
        },
      );
    }
    // For systems that strip tags they do not know, also when they write the page late.
    const scan = (): void => document.querySelectorAll<HTMLElement>('[data-cie]').forEach(hold);
    scan();
    new MutationObserver(scan).observe(document, { childList: true, subtree: true });
  }
}
