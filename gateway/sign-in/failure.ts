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
  return failuresByCode[error.code] ?? 'not-signed-in';
}

/** What a person can do something about; all else is one and the same page. */
const failuresByCode: Readonly<Record<string, Failure>> = {
  NO_ROLE: 'no-role',
  ACCESS_ENDED: 'access-ended',
  ASSURANCE_TOO_LOW: 'assurance-low',
  BEGIN_AGAIN: 'begin-again',
  TOO_YOUNG: 'too-young',
  NO_PRACTICE_IN_ENGLAND: 'no-practice',
  PRACTICE_NOT_IN_ENGLAND: 'practice-elsewhere',
  DIRECTORY_UNAVAILABLE: 'directory-down',
  IDENTITY_PROVIDER_UNAVAILABLE: 'provider-down',
};

const appAsks: ReadonlySet<string> = new Set(['login_required', 'interaction_required', 'consent_required', 'account_selection_required']);

/** NHS login says `access_denied` (ConsentNotGiven) when the person does not agree to share details; RFC 6749, 4.1.2.1. */
function failureOfAnswer(code: string): Failure {
  if (code === 'access_denied') return 'consent-refused';
  // Answers to `prompt=none`: the person has to be asked something (OpenID Connect Core, 3.1.2.6).
  if (appAsks.has(code)) return 'app-asks';
  return code === 'temporarily_unavailable' || code === 'server_error' ? 'provider-down' : 'not-signed-in';
}
