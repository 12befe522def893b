import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { attemptMinutes } from './attempt.store.ts';
import { isSecretForm } from './secret.ts';

/**
 * `__Host-` ties a cookie to this exact origin, so that no sibling site can plant one (RFC 6265bis, 4.1.3).
 * `SameSite=None; Partitioned` lets a frame on a trust's page have a session of its own, which no
 * other site's frame shares.
 */
const session = { name: '__Host-cie-session', attributes: { secure: true, httpOnly: true, sameSite: 'none', partitioned: true, path: '/' } } as const;

/** Binds a journey to an identity provider to the browser that began it. Lax, since the way back is a top-level GET. */
const attempt = { name: '__Host-cie-sign-in', attributes: { secure: true, httpOnly: true, sameSite: 'lax', path: '/', maxAge: attemptMinutes * 60 } } as const;

const kinds = { session, attempt };

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
