import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { attemptMinutes } from './attempt.store.ts';
import { deviceDays } from './known-device.store.ts';
import { pendingMinutes } from './pending.store.ts';
import { isSecretForm } from './secret.ts';

/**
 * `__Host-` ties a cookie to this exact origin, so that no sibling site can plant one (RFC 6265bis, 4.1.3).
 * `SameSite=None; Partitioned` lets a frame on a trust's page have a session of its own, which no
 * other site's frame shares.
 */
const session = { name: '__Host-cie-session', attributes: { secure: true, httpOnly: true, sameSite: 'none', partitioned: true, path: '/' } } as const;

/** Binds a journey to an identity provider to the browser that began it. Lax, since the way back is a top-level GET. */
const attempt = { name: '__Host-cie-sign-in', attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/', maxAge: attemptMinutes * 60 } } as const;

/** Binds sign-ins that wait for a step of the person to the browser they are made in. Our own pages alone post to them. */
const pending = { name: '__Host-cie-pending', attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/', maxAge: pendingMinutes * 60 } } as const;

/** Finds a sign-in by password again between its two factors; the reset of a password between its checks. */
const step = { name: '__Host-cie-step', attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/', maxAge: 600 } } as const;
const reset = { name: '__Host-cie-reset', attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/', maxAge: 1800 } } as const;

/** Tells a browser that has signed in by password before from one that has not. It opens nothing by itself. */
const device = { name: '__Host-cie-device', attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/', maxAge: deviceDays * 86_400 } } as const;

/** A visit of somebody who registers by invitation. It ends with the browser: link and code begin another. */
const registration = { name: '__Host-cie-registration', attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' } } as const;

const kinds = { session, attempt, pending, step, reset, device, registration };

/** The secret in a cookie of ours; null when absent or not of the form that we make. */
export function readCookie(request: FastifyRequest, kind: keyof typeof kinds): string | null {
  const value = request.server.parseCookie(request.headers.cookie ?? '')[kinds[kind].name];
  return isSecretForm(value) ? value : null;
}

export function setCookie(reply: FastifyReply, kind: keyof typeof kinds, secret: string): void {
  const { name, attributes } = kinds[kind];
  reply.header('set-cookie', reply.server.serializeCookie(name, secret, attributes));
}

export function clearCookie(reply: FastifyReply, kind: keyof typeof kinds): void {
  const { name, attributes } = kinds[kind];
  reply.header('set-cookie', reply.server.serializeCookie(name, '', { ...attributes, maxAge: 0 }));
}

/** What a script sends as its `Cookie` header. */
export function sessionCookieHeader(token: string): string {
  return `${session.name}=${token}`;
}
