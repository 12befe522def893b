import { timingSafeEqual } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Recipient } from '@cie/kit/notices/notice.ts';
import type { CredentialStore } from '../../store/credential.store.ts';
import type { SecurityStep, SecurityStepStore } from '../../store/security-step.store.ts';
import { codeHash, newTextCode, normaliseCode, tokenHash } from '../secret-code.ts';
import { credentialLimits, minutesAfter, type CredentialParts } from './credential-parts.ts';

const about = (token: string): string => `text code ${tokenHash(token).toString('hex')}`;

/** Sends a code for a step by text message; a code sent before is worth nothing from then on. False when three were sent. */
export async function sendCode(
  { now }: AccessContext, { codeKey }: CredentialParts, credentials: CredentialStore, steps: SecurityStepStore,
  token: string, template: 'sign-in-code' | 'reset-code', to: Recipient,
): Promise<boolean> {
  const code = newTextCode();
  const isKept = await steps.keepCode(token, codeHash(codeKey, about(token), code), minutesAfter(now, credentialLimits.codeMinutes), credentialLimits.codesSent);
  if (isKept) await credentials.tell([{ kind: 'message', to, template, values: { code } }]);
  return isKept;
}

/** Whether this is the code that was last sent for the step, within its ten minutes. The try is counted by the caller. */
export function isSentCode({ now }: AccessContext, { codeKey }: CredentialParts, token: string, step: SecurityStep, typed: string): boolean {
  if (step.codeHash === null || step.codeExpiresAt === null || step.codeExpiresAt <= now || !/^\d{6}$/.test(normaliseCode(typed))) return false;
  return timingSafeEqual(step.codeHash, codeHash(codeKey, about(token), typed));
}
