import { createServer, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { freePort } from '@cie/local/ports.ts';

/** What the provider will answer at its token and UserInfo endpoints. */
export interface RogueAnswer {
  readonly idToken: string;
  readonly userInfo: object;
}

export interface RogueProvider {
  readonly issuer: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: JWK;
  answer: RogueAnswer;
  close(): Promise<void>;
}

/** A provider in the hands of an attacker, or with a fault: it discovers well and then answers as the test says. */
export async function startRogueProvider(): Promise<RogueProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = await generateKeyPair('RS512', { modulusLength: 2048, extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'rogue', alg: 'RS512', use: 'sig' };
  const json = (response: ServerResponse, body: object): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/.well-known/')) json(response, metadata(issuer));
    else if (path === '/jwks') json(response, { keys: [key] });
    else if (path === '/token') json(response, { access_token: 'access', token_type: 'Bearer', expires_in: 300, id_token: provider.answer.idToken });
    else if (path === '/userinfo') json(response, provider.answer.userInfo);
    else response.writeHead(404).end();
  });
  const provider: RogueProvider = {
    issuer,
    privateKey,
    publicKey: key,
    answer: { idToken: '', userInfo: {} },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return provider;
}

function metadata(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['RS512', 'HS256', 'none'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}
