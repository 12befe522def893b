import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { requireOwnOrigin } from '../pages/own-origin.ts';
import type { Session, Sessions } from '../sign-in/sessions.ts';

/** Runs a registered operation as somebody. */
export type Execute = (operationName: string, variables: Record<string, unknown>, access: AccessContext) => Promise<ExecutionResult>;

/** The session of a request from a page of ours, or from an operator's script. Throws SIGN_IN_REQUIRED, FOREIGN_SITE. */
export async function ownPageSession(sessions: Sessions, request: FastifyRequest): Promise<Session> {
  const session = await liveSession(sessions, request);
  requireOwnOrigin(request, { allowScripts: session.client === 'script' });
  return session;
}

export async function liveSession(sessions: Sessions, request: FastifyRequest): Promise<Session> {
  const session = await sessions.read(request);
  if (session === null) throw new CieError('SIGN_IN_REQUIRED', 'You are signed out. Sign in, then try again.');
  return session;
}

export function accessOf(viewer: Viewer, purpose?: AccessContext['purpose']): AccessContext {
  return { requestId: randomUUID(), viewer, now: new Date(), ...(purpose === undefined ? {} : { purpose }) };
}

/** The data of an answer. Throws what the graph said, with its code and words. */
export function dataOf({ data, errors }: ExecutionResult): unknown {
  const [error] = errors ?? [];
  if (error === undefined) return data;
  const code = error.extensions?.['code'];
  throw new CieError(typeof code === 'string' ? code : 'INTERNAL_ERROR', error.message);
}

/** What lies at a path of an answer. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((found, step) => (typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined), value);
}
