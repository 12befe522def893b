import type { AccessContext } from '@cie/kit/access-context.ts';
import { timingSafeEqual } from 'node:crypto';
import { codeHash, isTokenForm, newToken, normaliseCode, tokenHash } from '../secret-code.ts';
import type { InvitationChannel } from '@cie/kit/invited.ts';
import { invitationLimits, isUsable } from './invitation.ts';
import { codeOf } from './issue-invitation.ts';
import { registrationLimits, type HeldInvitation, type Registration, type Registrations, type WithRegistrations } from './registration.ts';

/** Said alike of a link, letter or visit that is unknown, expired, replaced, burned or used: it tells nothing (abuse case 38). */
export type Refused = { readonly outcome: 'refused' };
export const refused: Refused = { outcome: 'refused' };

export type CodeAnswer = { readonly outcome: 'entered'; readonly visit: string } | { readonly outcome: 'wrong'; readonly triesLeft: number } | Refused;

/** Who holds a link, or a letter's reference number. */
export type InvitationKey = { readonly token: string } | { readonly reference: string };

/** Whether a link still leads anywhere. Looking changes nothing: mail scanners follow links too. */
export async function openInvitation(access: AccessContext, withRegistrations: WithRegistrations, token: string): Promise<{ readonly outcome: 'open'; readonly channel: InvitationChannel } | Refused> {
  const invitation = await withRegistrations((registrations) => find(registrations, { token }));
  return invitation !== null && isUsable(invitation, access.now) ? { outcome: 'open', channel: invitation.channel } : refused;
}

/**
 * REG-4: link (or reference number) and code together begin a visit, also after an earlier one broke off. A wrong code counts;
 * the fifth ends the invitation (abuse case 40). Who only has a reference number is not told which of the two was wrong.
 */
export async function enterCode(access: AccessContext, withRegistrations: WithRegistrations, codeKey: Buffer, key: InvitationKey, code: string): Promise<CodeAnswer> {
  return withRegistrations(async (registrations) => {
    const invitation = await find(registrations, key);
    // Worked out for an invitation that does not exist too, so that it takes as long.
    const given = codeHash(codeKey, codeOf(invitation?.id ?? 'none'), code);
    const right = timingSafeEqual(given, invitation?.codeHash ?? Buffer.alloc(given.length));
    if (invitation === null || !isUsable(invitation, access.now)) return refused;
    if (!right) {
      const answer = await countWrong(access, registrations, invitation);
      return 'reference' in key ? refused : answer;
    }
    const visit = newToken();
    await registrations.beginVisit(invitation, tokenHash(visit), access.now);
    return { outcome: 'entered', visit };
  });
}

/** The date of birth, which neither message carries. Wrong dates count together with wrong codes. */
export async function enterBirthDate(
  access: AccessContext, withRegistrations: WithRegistrations, visit: string, birthDate: string,
): Promise<{ readonly outcome: 'known' } | { readonly outcome: 'wrong'; readonly triesLeft: number } | Refused> {
  return withRegistrations(async (registrations) => {
    const registration = await findVisit(access, registrations, visit);
    if (registration === null) return refused;
    const { invitation } = registration;
    if (birthDate !== invitation.birthDate) return countWrong(access, registrations, invitation);
    await registrations.change(invitation.id, access.now, { birthDateKnown: true });
    return { outcome: 'known' };
  });
}

/** The registration of a live visit; null when it ended, or its invitation can no longer be used. */
export async function findVisit(access: AccessContext, registrations: Registrations, visit: string): Promise<Registration | null> {
  const registration = isTokenForm(visit) ? await registrations.withVisit(tokenHash(visit)) : null;
  if (registration === null || !isUsable(registration.invitation, access.now)) return null;
  const idle = access.now.getTime() - registration.seenAt.getTime();
  return idle > registrationLimits.visitMinutes * 60_000 ? null : registration;
}

async function find(registrations: Registrations, key: InvitationKey): Promise<HeldInvitation | null> {
  if ('token' in key) return isTokenForm(key.token) ? registrations.withToken(tokenHash(key.token)) : null;
  return registrations.withReference(normaliseCode(key.reference));
}

async function countWrong(access: AccessContext, registrations: Registrations, { id, wrongTries }: HeldInvitation): Promise<{ outcome: 'wrong'; triesLeft: number } | Refused> {
  await registrations.countWrongTry(id);
  const triesLeft = invitationLimits.tries - wrongTries - 1;
  if (triesLeft > 0) return { outcome: 'wrong', triesLeft };
  await registrations.end(id, 'burned', access.now);
  return refused;
}
