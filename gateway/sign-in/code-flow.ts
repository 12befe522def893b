import * as openid from 'openid-client';
import type { Attempt } from './attempt.store.ts';

/** What every authorization request of ours says: one code, for this browser's attempt alone (PKCE, RFC 7636). */
export async function codeRequest({ state, nonce, verifier }: Attempt & { readonly state: string }, redirectUri: string): Promise<Record<string, string>> {
  return {
    response_type: 'code',
    redirect_uri: redirectUri,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
}

/**
 * Exchanges the answer in `query` for tokens. Throws openid-client's errors when anything about it is not exactly right: state, issuer
 * (RFC 9207), nonce, audience, expiry, signature, algorithm, subject.
 */
export async function exchangeCode(
  configuration: openid.Configuration,
  attempt: Attempt,
  { state, query, redirectUri }: { readonly state: string; readonly query: URLSearchParams; readonly redirectUri: string },
): Promise<openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers> {
  const answer = new URL(redirectUri);
  answer.search = query.toString();
  return openid.authorizationCodeGrant(configuration, answer, {
    expectedState: state,
    expectedNonce: attempt.nonce,
    pkceCodeVerifier: attempt.verifier,
    idTokenExpected: true,
  });
}
