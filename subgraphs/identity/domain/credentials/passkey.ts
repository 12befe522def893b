import {
  generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse,
  type AuthenticationResponseJSON, type RegistrationResponseJSON,
} from '@simplewebauthn/server';

/** What is kept of a passkey. */
export interface Passkey {
  readonly id: string;
  /** COSE key in base64url. */
  readonly publicKey: string;
  readonly transports: readonly string[];
}

const rpName = 'Care Information Exchange';
/** Milliseconds that the browser lets a person take. */
const timeout = 300_000;
/** A passkey stands for two factors only when the device has checked who holds it. */
const userVerification = 'required';

const hostOf = (origin: string): string => new URL(origin).hostname;
/** Names of transports come from the browser and go back to it. */
const transportsOf = (names: readonly string[]): string[] => [...names];

/** Options to make a passkey with; `challenge` in them is good once. */
export function creationOptions(origin: string, accountId: string, email: string, present: readonly Passkey[]) {
  return generateRegistrationOptions({
    rpName, rpID: hostOf(origin), userID: Buffer.from(accountId), userName: email, userDisplayName: '', attestationType: 'none', timeout,
    excludeCredentials: present.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
    authenticatorSelection: { residentKey: 'preferred', userVerification },
  });
}

/** The passkey that a browser made for `challenge`; null when anything about it is not exactly right. */
export async function createdPasskey(origin: string, challenge: string, response: unknown): Promise<{ passkey: Passkey; counter: number } | null> {
  if (challenge === '' || !hasAnswer(response, 'attestationObject')) return null;
  const checked = await verifyRegistrationResponse({
    // The library checks each member, and throws at what is missing.
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: hostOf(origin), requireUserVerification: true,
  }).catch(refused);
  if (!checked?.verified) return null;
  const { id, publicKey, counter, transports = [] } = checked.registrationInfo.credential;
  return { passkey: { id, publicKey: Buffer.from(publicKey).toString('base64url'), transports }, counter };
}

/** Options to use a passkey with: one of these, or with none given whichever the device has for us. A `challenge` not yet answered stays. */
export function requestOptions(origin: string, allowed: readonly Passkey[], challenge = '') {
  return generateAuthenticationOptions({
    rpID: hostOf(origin), userVerification, timeout,
    ...(challenge === '' ? {} : { challenge: new Uint8Array(Buffer.from(challenge, 'base64url')) }),
    ...(allowed.length === 0 ? {} : { allowCredentials: allowed.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })) }),
  });
}

/** The id of the passkey that an answer names; null when it is no such answer. */
export function namedPasskey(response: unknown): string | null {
  if (!hasAnswer(response, 'signature') || !('id' in response)) return null;
  return typeof response.id === 'string' ? response.id : null;
}

/** The count of uses after this one when the answer is signed by the passkey, for this challenge and by a person whom the device has checked; else null. */
export async function usedPasskey(origin: string, challenge: string, response: unknown, passkey: Passkey, counter: number): Promise<number | null> {
  if (challenge === '' || namedPasskey(response) !== passkey.id) return null;
  const checked = await verifyAuthenticationResponse({
    // As above.
    response: response as AuthenticationResponseJSON,
    expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: hostOf(origin), requireUserVerification: true,
    credential: { id: passkey.id, publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')), counter, transports: transportsOf(passkey.transports) },
  }).catch(refused);
  return checked?.verified === true ? checked.authenticationInfo.newCounter : null;
}

function hasAnswer(response: unknown, member: string): response is object {
  if (typeof response !== 'object' || response === null || !('response' in response)) return false;
  return typeof response.response === 'object' && response.response !== null && member in response.response;
}

/** The library throws its reasons; a person is told only that it was not accepted, and why might help an attacker. */
function refused(): null {
  return null;
}
