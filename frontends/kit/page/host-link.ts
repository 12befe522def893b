/** What a frame tells the page it stands in: sizes and states, never anything of the record. */
export type HostMessage =
  | { readonly cie: 'size'; readonly height: number }
  | { readonly cie: 'ready' }
  | { readonly cie: 'signed-in' }
  | { readonly cie: 'signed-out' }
  | { readonly cie: 'error'; readonly code: string }
  | { readonly cie: 'navigate'; readonly view: string };

/** A way to the page around a frame. */
export interface HostLink {
  tell(message: HostMessage): void;
  /** Follows the height of `element`, which is that of the frame's content. */
  follow(element: Element): void;
}

/**
 * Speaks only to `origin`, which the server checked against the registered sites; a page that lied about
 * its origin hears nothing.
 */
export function hostLink(origin: string | undefined): HostLink {
  if (origin === undefined || window.parent === window) return { tell: () => {}, follow: () => {} };
  const tell = (message: HostMessage): void => window.parent.postMessage(message, origin);
  return {
    tell,
    follow(element) {
      new ResizeObserver(() => tell({ cie: 'size', height: Math.ceil(element.getBoundingClientRect().height) })).observe(element);
    },
  };
}
