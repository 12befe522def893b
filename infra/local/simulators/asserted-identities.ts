import { randomUUID } from 'node:crypto';
import { generateKeyPair, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import type { SimulatedSignIn } from './simulator-profile.ts';

const lifeSeconds = 60;

/**
 * Tokens by which the NHS App says who is signed in there (`asserted_login_identity`): signed by the App, good once, for 60
 * seconds. In the sandbox one process plays the App, which makes them, and NHS login, which takes them.
 */
export class AssertedIdentities {
  readonly #privateKey: CryptoKey;
  readonly #publicKey: CryptoKey;
  /** By token id: taken out at first use. */
  readonly #waiting = new Map<string, SimulatedSignIn>();

  private constructor(privateKey: CryptoKey, publicKey: CryptoKey) {
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
  }

  static async create(): Promise<AssertedIdentities> {
    const { privateKey, publicKey } = await generateKeyPair('RS512', { modulusLength: 2048 });
    return new AssertedIdentities(privateKey, publicKey);
  }

  async mint(signIn: SimulatedSignIn, now = new Date()): Promise<string> {
    const id = randomUUID();
    this.#waiting.set(id, signIn);
    const issuedAt = Math.floor(now.getTime() / 1000);
    return new SignJWT({ code: id })
      .setProtectedHeader({ alg: 'RS512', typ: 'JWT' })
      .setIssuer('nhs-app-simulator')
      .setJti(id)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifeSeconds)
      .sign(this.#privateKey);
  }

  /** Whom a token asserts; null when it is not ours, too old or was used. */
  async take(token: string, now = new Date()): Promise<SimulatedSignIn | null> {
    const verified = await jwtVerify(token, this.#publicKey, { algorithms: ['RS512'], issuer: 'nhs-app-simulator', currentDate: now }).catch(() => null);
    const id = verified?.payload.jti;
    if (id === undefined) return null;
    const signIn = this.#waiting.get(id) ?? null;
    this.#waiting.delete(id);
    return signIn;
  }
}
