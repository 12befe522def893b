import { CieError } from '@cie/kit/errors.ts';
import { AuthorizationResponseError } from 'openid-client';
import type { Failure } from './pages.ts';

/**
 * What the person is told about an error. Everything that smells of an attack, and everything a room
 * refuses, gets one and the same page: it must not tell whether an account or a record exists.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof AuthorizationResponseError) return failureOfAnswer(error.error);
  if (!(error instanceof CieError)) return 'not-signed-in';
  if (error.code === 'NO_ROLE') return 'no-role';
  return error.code === 'IDENTITY_PROVIDER_UNAVAILABLE' ? 'provider-down' : 'not-signed-in';
}

/** NHS login says `access_denied` (ConsentNotGiven) when the person does not agree to share details; RFC 6749, 4.1.2.1. */
function failureOfAnswer(code: string): Failure {
  if (code === 'access_denied') return 'consent-refused';
  return code === 'temporarily_unavailable' || code === 'server_error' ? 'provider-down' : 'not-signed-in';
}
