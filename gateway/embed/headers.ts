import type { FastifyReply } from 'fastify';
import type { HostSite } from './host-sites.ts';

const features = ['browsing-topics', 'camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb'];

/**
 * Policy of our own pages. There is no inline script and no inline style, so nothing that reached a page as
 * text could run; Lit's is the only policy that may make markup, from its own constant templates.
 */
const policy = (frameAncestors: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors}`,
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');

/** Headers of a page: kept nowhere (abuse case 63), told to nobody, framed only by registered sites. */
export function pageHeaders(reply: FastifyReply, framed: boolean, sites: readonly HostSite[]): FastifyReply {
  const ancestors = framed && sites.length > 0 ? sites.map(({ origin }) => origin).join(' ') : "'none'";
  reply
    .header('cache-control', 'no-store')
    .header('content-security-policy', policy(ancestors))
    .header('permissions-policy', features.map((feature) => `${feature}=()`).join(', '))
    .header('referrer-policy', 'same-origin')
    .header('x-content-type-options', 'nosniff')
    .type('text/html; charset=utf-8');
  // A frame opens the sign-in window and must be able to hear from it; whole pages need no other window.
  return framed ? reply : reply.header('cross-origin-opener-policy', 'same-origin').header('x-frame-options', 'DENY');
}
