import { generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { AssertedIdentities } from './asserted-identities.ts';

const signIn = { subject: 'a-subject', claims: {} };
const later = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

describe('REG-2 the simulated NHS App asserts who is signed in', () => {
  it('once', async () => {
    const identities = await AssertedIdentities.create();
    const token = await identities.mint(signIn);
    expect(await identities.take(token)).toEqual(signIn);
    expect(await identities.take(token)).toBeNull();
  });

  it('for 60 seconds', async () => {
    const identities = await AssertedIdentities.create();
    expect(await identities.take(await identities.mint(signIn), later(58))).toEqual(signIn);
    expect(await identities.take(await identities.mint(signIn), later(62))).toBeNull();
  });

  it('with a key of its own', async () => {
    const identities = await AssertedIdentities.create();
    const { privateKey } = await generateKeyPair('RS512');
    const forged = await new SignJWT({}).setProtectedHeader({ alg: 'RS512' }).setIssuer('nhs-app-simulator').setJti('x').setExpirationTime('1m').sign(privateKey);
    expect(await identities.take(forged)).toBeNull();
    expect(await identities.take('not.a.token')).toBeNull();
  });
});
