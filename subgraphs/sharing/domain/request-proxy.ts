import { isProvedPatient, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { accessEntry } from './access-entry.ts';
import { checkProxyAge } from './proxy-age.ts';
import { bothSides, type Proxy, type ProxyStore } from './proxy.ts';

/** Requests that one account may make in a day: enough for a family, too few to look for people. */
export const requestsADay = 5;
export const evidenceLength = { least: 10, most: 1000 } as const;
export const relationshipLength = 100;

export interface ProxyWish {
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly basis: ProxyBasis;
  readonly evidence: string;
  readonly relationship: string | null;
}

/** Who may act for others: somebody whose own identity is proved. Throws PROVED_ONLY. */
export function provedPerson(access: AccessContext): Viewer {
  if (access.viewer === null || !isProvedPatient(access.viewer)) {
    throw new CieError('PROVED_ONLY', 'Prove who you are with NHS login before you ask to act for somebody else.');
  }
  return access.viewer;
}

/**
 * ACC-4: asks to act for a person. It opens nothing, and is answered and takes as long alike whether or not anybody has this number
 * and date of birth: the desk finds that out. A corrected request takes the place of the one that waits. Throws PROVED_ONLY, PROXY_AGE, PROXY_EVIDENCE, PROXY_SELF, PROXY_TOO_MANY.
 */
export async function requestProxy(access: AccessContext, store: ProxyStore, wish: ProxyWish): Promise<Proxy> {
  const viewer = provedPerson(access);
  const evidence = wish.evidence.trim();
  if (evidence.length < evidenceLength.least || evidence.length > evidenceLength.most) {
    throw new CieError('PROXY_EVIDENCE', `Say what you can show the support desk (${evidenceLength.least} to ${evidenceLength.most} characters).`);
  }
  checkProxyAge(wish, access.now);
  const patientId = await store.findPatient(wish.nhsNumber, wish.birthDate);
  if (patientId !== null && patientId === viewer.patientId) {
    throw new CieError('PROXY_SELF', 'These are your own details. Enter those of the person you want to act for.');
  }
  const texts = {
    nhsNumber: wish.nhsNumber, email: viewer.email, relationship: wish.relationship?.trim().slice(0, relationshipLength) || null, evidence,
    checked: null, consentBy: null, reasonText: null,
  };
  const added = await store.add(
    access,
    { accountId: viewer.accountId, name: viewer.name, basis: wish.basis, birthDate: wish.birthDate, texts },
    patientId,
    accessEntry(access, 'proxy-requested'),
    // To nobody's record too, where it ends in nothing: the time taken must not tell.
    bothSides({ patientId: patientId ?? nobody, accountId: viewer.accountId }, 'proxy-requested'),
    { most: requestsADay, since: new Date(access.now.getTime() - 86_400_000) },
  );
  if (added === null) throw new CieError('PROXY_TOO_MANY', 'You have made several requests today. Try again tomorrow, or ask the support desk.');
  return added;
}

/** The nil UUID (RFC 9562, section 5.9): the record of nobody. */
export const nobody = '00000000-0000-0000-0000-000000000000';

/** The viewer's own requests, newest first; none for whoever cannot make one. */
export async function listProxyRequests(access: AccessContext, store: ProxyStore): Promise<Proxy[]> {
  return access.viewer === null || !isProvedPatient(access.viewer) ? [] : store.ofAccount(access.viewer.accountId);
}
