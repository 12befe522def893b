import { isSecretForm } from './secret.ts';

/**
 * Where a sign-in ends: on a page of ours, or in the frame that opened the window. `isHandedOver`: another app began it, or a link
 * that looks like one; nobody here asked for it.
 */
export type Destination = { readonly kind: 'page'; readonly path: string; readonly isHandedOver?: true } | { readonly kind: 'frame'; readonly challenge: string };

/** Where a person goes on when we do not know where they came from. */
export const portal: Extract<Destination, { kind: 'page' }> = { kind: 'page', path: '/record' };

/**
 * Pages of ours that a sign-in may end on. A list, since an open redirect after a real sign-in is the
 * best phishing page there is.
 */
const returnPaths = /^\/(|record|invite|account|sharing|share-summary|access-log(?:\/copy)?|download|act-for|calendar|emergency|help|agreement|privacy|records-(?:request|reviews)(?:\/[0-9a-z-]+)*|embed\/[a-z]+|(?:label|who-saw)\/[a-z-]+\/[0-9a-f-]{36}|(?:desk|feeds|records|privacy-officer|opened-in-emergency)(\/[A-Za-z0-9_-]+)*)$/;

/** The path when sign-in may return to it, else null. Only plain paths and queries: no host, no `//`, no backslash. */
export function allowedReturn(text: string): string | null {
  if (text.length > 300 || !/^\/[A-Za-z0-9/_.~=&?%-]*$/.test(text)) return null;
  const [path = '', ...query] = text.split('?');
  if (query.length > 1 || !returnPaths.test(path)) return null;
  return text;
}

/** Reads `return`, or `frame=1` with `challenge`, from an address; null when they are not as we make them. */
export function readDestination(query: URLSearchParams): Destination | null {
  if (query.get('frame') === '1') {
    const challenge = query.get('challenge');
    return isSecretForm(challenge) ? { kind: 'frame', challenge } : null;
  }
  const path = allowedReturn(query.get('return') ?? portal.path);
  return path === null ? null : { kind: 'page', path };
}

/** The query that `readDestination` reads back. */
export function destinationQuery(destination: Destination): string {
  return destination.kind === 'frame'
    ? new URLSearchParams({ frame: '1', challenge: destination.challenge }).toString()
    : new URLSearchParams({ return: destination.path }).toString();
}
