import { CieError } from '@cie/kit/errors.ts';
import type { FastifyRequest } from 'fastify';
import { field, problemOf, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import type { Html } from '../pages/html.ts';

/** The two fields of a new password; typed twice, since it cannot be read while it is typed. */
export function newPasswordFields(found: readonly Problem[]): Html[] {
  const hint = 'At least 12 characters. Three words that have nothing to do with each other are good, and easy to remember. You can paste from a password manager.';
  return [
    field({ name: 'new-password', label: 'New password', hint, type: 'password', autocomplete: 'new-password', problem: problemOf(found, 'new-password') }),
    field({ name: 'new-password-again', label: 'New password again', type: 'password', autocomplete: 'new-password', problem: problemOf(found, 'new-password-again') }),
  ];
}

/** UTF-16 units that are read of a password. One longer than allowed still comes through, to be told so; a flood does not. */
const longestRead = 1000;

/** The new password of a form, or what is wrong with it. */
export function readNewPassword(request: FastifyRequest): { readonly password: string; readonly found: readonly Problem[] } {
  const posted = formOf(request);
  const password = posted.secret('new-password', longestRead);
  if (password === '') return { password, found: [['new-password', 'Enter a new password']] };
  if (posted.secret('new-password-again', longestRead) !== password) return { password, found: [['new-password-again', 'Enter the same password in both fields']] };
  return { password, found: [] };
}

/** What identity has against a new password, for the page; null when the error is about something else. */
export function passwordProblem(error: unknown): Problem | null {
  return error instanceof CieError && error.code.startsWith('PASSWORD_') ? ['new-password', error.message] : null;
}
